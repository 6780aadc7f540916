"""A menu of any depth, from menu.json; the place in it travels in wait_dtmf[name].  python3 endless_menu.py"""

import json
import pathlib

from voice_secretary import digits, serve

MENUS = json.loads((pathlib.Path(__file__).parent.parent / "menu.json").read_text("utf-8"))


def enter(reply, menu):
    reply.setIvrSayText(MENUS[menu]["text"], "en").setWaitDtmf(5, 3, 1, menu, "hangup")


def script(event, reply):
    if event["event"] == "NOTIFY_START":
        return enter(reply, "main")
    here = event.get("wait_dtmf[name]", "")
    if event["event"] != "NOTIFY_IVR" or here not in MENUS:
        return None
    key = digits(event, here)
    if key == "":
        return reply.setIvrSayPopular(5, "en").setHangup()  # three times nothing: goodbye
    next_menu = MENUS[here]["keys"].get(key)
    if next_menu is None:
        reply.setIvrSayPopular(6, "en")  # wrong input, please try again
    return enter(reply, next_menu or here)


serve(9003, script)
