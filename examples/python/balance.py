"""Asks for the customer number and says the balance; three tries.  python3 balance.py"""

import csv
import pathlib

from voice_secretary import serve

TRIES = 3
CUSTOMERS = pathlib.Path(__file__).parent.parent / "customers.csv"


def balance(customer):
    """The balance of this customer as text, or None if there is none."""
    with CUSTOMERS.open(newline="", encoding="utf-8") as file:
        return {row["number"]: row["balance"] for row in csv.DictReader(file)}.get(customer)


def ask(reply, attempt):
    # The number of the try travels in the name of the input, so the script keeps no state.
    reply.setWaitDtmf(7, 1, 8, f"customer.{attempt}")


def script(event, reply):
    if event["event"] == "NOTIFY_START":
        reply.setIvrSayText("Please type your customer number and press hash.", "en")
        return ask(reply, 1)
    if event["event"] != "NOTIFY_IVR":
        return None
    name = event.get("wait_dtmf[name]")
    if name is None:
        return reply.setIvrSayPopular(5, "en").setHangup()  # the balance was said: goodbye
    attempt = int(name.split(".")[1])
    found = balance(event["wait_dtmf[digits]"])
    if found is not None:
        reply.setIvrSayPopular(8, "en")  # your balance is
        return reply.setIvrSayNumber(found, "en").setIvrSayText("euros.", "en")
    if attempt >= TRIES:
        return reply.setIvrSayPopular(5, "en").setHangup()  # goodbye
    reply.setIvrSayPopular(6, "en")  # wrong input, please try again
    return ask(reply, attempt + 1)


serve(9004, script)
