"""Asks for the customer number and says the balance; three tries.  python3 balance.py"""

import csv
import pathlib

from voice_secretary import serve

TRIES = 3
CUSTOMERS = pathlib.Path(__file__).parent.parent / "customers.csv"


def customer(number):
    """The line of this customer, or None if there is none."""
    with CUSTOMERS.open(newline="", encoding="utf-8") as file:
        return {row["number"]: row for row in csv.DictReader(file)}.get(number)


def ask(reply, attempt):
    # Which try this is travels in the name of wait_dtmf, so the script remembers nothing.
    reply.setIvrSayPopular(3, "en")  # please enter your number and press hash
    reply.setWaitDtmf(10, 2, 10, f"customer.{attempt}", "hangup")


def script(event, reply):
    if event["event"] == "NOTIFY_START":
        reply.setIvrSayText("Welcome to the demo shop.", "en")
        return ask(reply, 1)
    if event["event"] != "NOTIFY_IVR":
        return None
    typed = event.get("wait_dtmf[digits]", "")
    if typed == "":  # the balance was said, or nothing was pressed
        return reply.setIvrSayPopular(5, "en").setHangup()  # goodbye
    found = customer(typed)
    if found is not None:
        reply.setIvrSayPopular(8, "en")  # your balance is
        return reply.setIvrSayNumber(found["balance"], "en").setIvrSayText(found["currency"], "en")
    attempt = int(event["wait_dtmf[name]"].removeprefix("customer."))
    if attempt >= TRIES:
        reply.setIvrSayText("This was the third wrong number.", "en")
        return reply.setIvrSayPopular(5, "en").setHangup()  # goodbye
    reply.setIvrSayText("There is no such customer.", "en")
    return ask(reply, attempt + 1)


serve(9034, script)
