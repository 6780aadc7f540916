"""All that a script needs to answer Voice Secretary: a small web server, the event that came in, and a Request that
builds the reply. Standard library only.

    from voice_secretary import serve

    serve(9031, lambda event, reply: reply.setIvrSayText("Hello", "en").setHangup())

With VOICE_SECRETARY_SECRET in the environment, requests whose signature does not match are refused.
"""

import base64
import hashlib
import hmac
import json
import os
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

LARGEST_BODY = 64 * 1024
NO_MULTIPART = 'multipart bodies are not read here: remove "body: multipart" from the webhook in account.yaml'


class Request:
    """The reply. The methods are named as in the protocol's PHP client, hence the camel case."""

    def __init__(self):
        self.options = {}

    def setIvrPlay(self, sound_id):
        """Plays a sound by its id."""
        return self._set("ivr_play", sound_id)

    def setIvrSayText(self, text, language, voice=""):
        """Says a free text (an extension of Voice Secretary), in one of `voice-secretary say --list-voices` if you name it."""
        return self._set("ivr_saytext", text, language)._also("voice", voice)

    def setIvrSayPopular(self, number, language):
        """Says a phrase of the numbered list, docs/phrases.md."""
        return self._set("ivr_saypopular", number, language)

    def setIvrSayDigits(self, digits, language):
        """Reads digits one by one; a string, so that zeros in front stay."""
        return self._set("ivr_saydigits", str(digits), language)

    def setIvrSayNumber(self, number, language):
        """Says a number as a whole: 42 is "forty-two"; decimals as a string."""
        return self._set("ivr_saynumber", number, language)

    def setWaitDtmf(self, timeout, attempts, maxdigits, name, default, sensitive=False):
        """Waits for keys. name comes back with them; default is what happens when nothing is pressed and you say nothing;
        keys that are sensitive are masked in everything the server writes."""
        wait = {"timeout": timeout, "attempts": attempts, "maxdigits": maxdigits, "name": name, "default": default}
        return self._set("wait_dtmf", {**wait, "sensitive": True} if sensitive else wait)

    def setRedirect(self, target, return_timeout=0, rewrite_forward_number=""):
        """Hands the call over: an extension ("100"), a scenario ("0-1"), a menu ("0-main") or "blacklist". After
        return_timeout seconds (0: never) without an answer it comes back; rewrite_forward_number is who seems to call."""
        redirect = self._set("redirect", target)._also("return_timeout", return_timeout)
        return redirect._also("rewrite_forward_number", rewrite_forward_number)

    def setCallerName(self, name):
        """Shows this name on the phone of whoever is called."""
        return self._set("caller_name", name)

    def setHangup(self):
        """Ends the call, after all that is said in this reply."""
        return self._set("hangup", 1)

    def json(self):
        return json.dumps(self.options, ensure_ascii=False)

    def _set(self, key, value, language=""):
        """One reply has each key once and one language; what comes second would replace the first unheard."""
        if key in self.options:
            raise ValueError(f"reply has {key} twice: expected each key once; say the second in the next reply")
        first = self.options.get("language", language)
        if language and first != language:
            raise ValueError(f"reply has two languages, {first} and {language}: expected one")
        self.options[key] = value
        return self._also("language", language)

    def _also(self, key, value):
        if value not in (0, ""):
            self.options[key] = value
        return self


SIGNED = {
    "NOTIFY_ANSWER": ("caller_id", "destination", "call_start"),
    "NOTIFY_OUT_START": ("internal", "destination", "call_start"),
    "NOTIFY_OUT_END": ("internal", "destination", "call_start"),
    "NOTIFY_RECORD": ("pbx_call_id", "call_id_with_rec"),
}


def signature_matches(event, signature):
    secret = os.environ.get("VOICE_SECRETARY_SECRET", "")
    if not secret:
        return True
    names = SIGNED.get(event["event"], ("caller_id", "called_did", "call_start"))
    signed = "".join(event.get(name, "") for name in names)
    hexadecimal = hmac.new(secret.encode(), signed.encode(), hashlib.sha1).hexdigest()
    expected = base64.b64encode(hexadecimal.encode())
    return hmac.compare_digest(expected, signature.encode())


def serve(port, script):
    """Serves the script on 127.0.0.1:port (PORT in the environment wins) until it is stopped."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):  # the check of the address
            query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
            if "zd_echo" in query:
                return self.answer(200, query["zd_echo"])
            return self.answer(400, "this is a webhook: it expects a POST with an event")

        def do_POST(self):
            length = int(self.headers.get("Content-Length") or 0)
            if length > LARGEST_BODY:
                self.close_connection = True
                return self.answer(413, "too long")
            if self.headers.get_content_maintype() == "multipart":
                self.close_connection = True
                return self.answer(415, NO_MULTIPART)
            event = dict(parse_qsl(self.rfile.read(length).decode("utf-8", "replace"), keep_blank_values=True))
            if "event" not in event:
                return self.answer(400, "this is a webhook: it expects a POST with an event")
            if not signature_matches(event, self.headers.get("Signature", "")):
                return self.answer(403, "wrong signature")
            try:
                reply = Request()
                script(event, reply)
                return self.answer(200, reply.json(), "application/json")
            except Exception:
                traceback.print_exc()
                return self.answer(500, "the script failed")

        def answer(self, status, text, content_type="text/plain; charset=utf-8"):
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass  # the server's own trace shows each request

    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", port))), Handler)
    print(f"listening on http://127.0.0.1:{server.server_address[1]}/", flush=True)
    server.serve_forever()
