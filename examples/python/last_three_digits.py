"""Says the last three digits of the caller's number.  python3 last_three_digits.py"""

from voice_secretary import serve


def script(event, reply):
    if event["event"] == "NOTIFY_START":
        if event["caller_id"] == "0":
            reply.setIvrSayText("Your number is hidden, so I cannot read it to you.", "en").setHangup()
        else:
            reply.setIvrSayText("The last three digits of your number are", "en")
            reply.setIvrSayDigits(event["caller_id"][-3:], "en")
    elif event["event"] == "NOTIFY_IVR":
        reply.setIvrSayPopular(5, "en").setHangup()  # goodbye


serve(9001, script)
