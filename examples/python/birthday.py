"""Asks for a birthday and says how many days are left.  python3 birthday.py"""

import datetime
import re

from voice_secretary import serve


def day(year, typed):
    """The day typed as MMDD in that year, or None if there is no such day."""
    try:
        return datetime.date(year, int(typed[:2]), int(typed[2:]))
    except ValueError:
        return None


def days_to_birthday(typed, today):
    """Days from today to the next birthday, typed as MMDD; None if there is no such day."""
    if not re.fullmatch("[0-9]{4}", typed) or day(2024, typed) is None:  # a leap year, so that 29 February is a day
        return None
    year = today.year
    while day(year, typed) is None or day(year, typed) < today:
        year += 1
    return (day(year, typed) - today).days


def ask(reply):
    reply.setIvrSayText("Enter your birthday as four digits: month and day.", "en")
    reply.setWaitDtmf(10, 3, 4, "birthday", "hangup")


def script(event, reply):
    if event["event"] == "NOTIFY_START":
        reply.setIvrSayPopular(1, "en")  # hello
        return ask(reply)
    if event["event"] != "NOTIFY_IVR":
        return None  # the call is over: nothing to say
    typed = event.get("wait_dtmf[digits]", "")
    if typed == "":  # nothing was pressed, three times
        return reply.setIvrSayPopular(5, "en").setHangup()  # goodbye
    today = datetime.date.fromisoformat(event["call_start"][:10])  # where the shop is
    days = days_to_birthday(typed, today)
    if days is None:
        reply.setIvrSayPopular(6, "en")  # that is not valid, please try again
        return ask(reply)
    if days == 0:
        reply.setIvrSayText("Today is your birthday. Happy birthday!", "en")
    else:
        reply.setIvrSayText("Days until your birthday:", "en").setIvrSayNumber(days, "en")
    return reply.setIvrSayPopular(5, "en").setHangup()  # goodbye


serve(9032, script)
