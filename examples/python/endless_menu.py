"""A menu of any depth, from menu.json.  python3 endless_menu.py

Where the caller is travels in the name of wait_dtmf, so the script remembers nothing.
"""

import json
import pathlib

from voice_secretary import serve

MENUS = json.loads((pathlib.Path(__file__).parent.parent / "menu.json").read_text("utf-8"))


def open_menu(reply, name):
    reply.setIvrSayText(MENUS[name]["say"], "en").setWaitDtmf(5, 3, 1, name, "hangup")


def script(event, reply):
    if event["event"] == "NOTIFY_START":
        reply.setIvrPlay("welcome")
        return open_menu(reply, "main")
    if event["event"] != "NOTIFY_IVR":
        return None
    key = event.get("wait_dtmf[digits]", "")
    if key == "":  # nobody there any more
        return reply.setIvrSayPopular(5, "en").setHangup()  # goodbye
    here = event["wait_dtmf[name]"] if event["wait_dtmf[name]"] in MENUS else "main"
    target = MENUS[here]["keys"].get(key)
    if target is None:
        reply.setIvrSayPopular(6, "en")  # that is not valid, please try again
    return open_menu(reply, target or here)


serve(9033, script)
