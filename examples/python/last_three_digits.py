"""Says the last three digits of the caller's number.  python3 last_three_digits.py"""

from voice_secretary import serve


def script(event, reply):
    if event["event"] == "NOTIFY_START":  # a call comes in
        number = event["caller_id"]
        if len(number) < 3:  # a hidden number arrives as 0
            reply.setIvrSayText("Your number is hidden.", "en")
        else:
            reply.setIvrSayText("The last three digits of your number are", "en")
            reply.setIvrSayDigits(number[-3:], "en")
    elif event["event"] == "NOTIFY_IVR":  # all of it was said
        reply.setIvrSayPopular(5, "en").setHangup()  # goodbye


serve(9031, script)
