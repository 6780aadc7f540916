# Opens a door: known callers hear a sound and that is all, the others find the line busy; null to everything else.
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

KNOWN = ["442037690777"]


class Door(BaseHTTPRequestHandler):
    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        reply = None
        if form["event"] == ["NOTIFY_START"]:
            known = form["caller_id"][0] in KNOWN
            reply = {"ivr_play": "0DOOR0", "hangup": True} if known else {"redirect": "blacklist", "return_timeout": 0}
        self.send_response(200)
        self.end_headers()  # HTTP/1.0, neither length nor type: the body ends with the connection
        self.wfile.write(json.dumps(reply).encode())

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Door)
print(f"listening on http://127.0.0.1:{server.server_address[1]}/", flush=True)
server.serve_forever()
