"""A receiver of Standard Webhooks on loopback that verifies each signature itself, written from the standard.

usage: webhook_receiver.py FOLDER. The folder holds secret (whsec_...) and gets record.jsonl, a line a request.
While the folder holds a file `refuse-first`, the first request with each webhook-id is answered 503.
While it holds a file `hold`, requests beyond the number in it get no answer.
The first line out is {"port": N}. It ends with the process that started it.
"""

import base64
import binascii
import hashlib
import hmac
import http.server
import json
import os
import sys
import threading
import time

folder = sys.argv[1]
parent = os.getppid()
secret = open(os.path.join(folder, "secret")).read().strip()
record = open(os.path.join(folder, "record.jsonl"), "a")
lock = threading.Lock()
met = set()
count = [0]


def verified(headers, body):
    """Standard Webhooks 1.0.0: HMAC-SHA256 over id.timestamp.body, the timestamp within five minutes of now."""
    try:
        identity, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
        if abs(time.time() - int(timestamp)) > 300:
            return "timestamp"
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        digest = hmac.new(key, b".".join([identity.encode(), timestamp.encode(), body]), hashlib.sha256).digest()
        for given in headers["webhook-signature"].split(" "):
            version, _, signature = given.partition(",")
            if version == "v1" and hmac.compare_digest(base64.b64decode(signature), digest):
                return "yes"
        return "signature"
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
        return "headers"


def withheld(number):
    try:
        return number > int(open(os.path.join(folder, "hold")).read() or "0")
    except OSError:
        return False


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        identity = self.headers["webhook-id"]
        with lock:
            count[0] += 1
            number = count[0]
            isFirst = identity not in met
            met.add(identity)
            status = 503 if isFirst and os.path.exists(os.path.join(folder, "refuse-first")) else 200
            event = {
                "number": number,
                "id": identity,
                "verified": verified(self.headers, body),
                "status": status,
                "type": self.headers["Content-Type"],
                "body": body.decode("utf-8"),
            }
            record.write(json.dumps(event) + "\n")
            record.flush()
        while withheld(number):
            time.sleep(0.01)
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


def watch():
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


server = Server(("127.0.0.1", 0), Receiver)
print(json.dumps({"port": server.server_address[1]}), flush=True)
threading.Thread(target=watch, daemon=True).start()
server.serve_forever()
