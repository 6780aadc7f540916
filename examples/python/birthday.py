"""Says how many days are left to the caller's birthday.  python3 birthday.py"""

import datetime

from voice_secretary import digits, serve


def days_to_birthday(typed, today):
    """Days from today to the next birthday (MMDD); None if there is no such day."""

    def birthday(year):
        try:
            return datetime.date(year, int(typed[:2]), int(typed[2:]))
        except ValueError:
            return None

    if len(typed) != 4 or birthday(2024) is None:  # 2024 has a 29 February
        return None
    year = today.year
    while birthday(year) is None or birthday(year) < today:
        year += 1
    return (birthday(year) - today).days


def ask(reply):
    reply.setWaitDtmf(7, 2, 4, "birthday", "hangup")


def script(event, reply):
    if event["event"] == "NOTIFY_START":
        reply.setIvrSayText("When is your birthday? Type two digits for the month and two for the day.", "en")
        return ask(reply)
    typed = digits(event, "birthday")
    if typed is None:
        return None  # the end of the call: nothing to say
    if typed == "":
        return reply.setIvrSayPopular(5, "en").setHangup()  # goodbye
    days = days_to_birthday(typed, datetime.date.today())
    if days is None:
        reply.setIvrSayPopular(6, "en")  # wrong input, please try again
        return ask(reply)
    reply.setIvrSayNumber(days, "en")
    reply.setIvrSayText("days left. Happy birthday!" if days == 0 else "days left to your birthday.", "en")
    return reply.setHangup()


serve(9002, script)
