"""Reads requests from standard input, a JSON object a line, signs and sends each with Python's own library, and prints what came back."""
import base64
import hashlib
import hmac
import http.client
import json
import sys
from urllib.parse import urlencode, urlsplit

base, key, secret = sys.argv[1:4]
server = urlsplit(base)
connection = http.client.HTTPConnection(server.hostname, server.port, timeout=30)
for line in sys.stdin:
    request = json.loads(line)
    path = "/v1/" + request["method"] + "/"
    query = urlencode(sorted(request["params"].items()))
    md5 = hashlib.md5(query.encode()).hexdigest()
    mac = hmac.new(secret.encode(), (path + query + md5).encode(), hashlib.sha1).hexdigest()
    headers = {"Authorization": key + ":" + base64.b64encode(mac.encode()).decode()}
    body = None
    if "file" in request:
        boundary = "boundary-of-python"
        parts = b""
        for name, value in request["params"].items():
            parts += ('--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (boundary, name, value)).encode()
        head = '--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: audio/wav\r\n\r\n'
        parts += (head % (boundary, request["file"], request["fileName"])).encode()
        body = parts + base64.b64decode(request["content"]) + ("\r\n--%s--\r\n" % boundary).encode()
        headers["Content-Type"] = "multipart/form-data; boundary=" + boundary
    elif request["verb"] == "GET":
        path += "?" + query
    else:
        body = query  # and no type, as some clients do
    connection.request(request["verb"], path, body, headers)
    response = connection.getresponse()
    print(json.dumps({"status": response.status, "body": response.read().decode()}), flush=True)
