"""An HTTP receiver on loopback that checks Standard Webhooks signatures and answers as it is told.

usage: webhook_receiver.py PLAN.json: secrets (whsec_…), certificate and key for TLS, answers: one an request, the
last one serving all later ones; each {status, headers, wait, size, drop, hang}. The first line out is {"port": N};
"quit" on standard input ends it.
"""

import base64
import hashlib
import hmac
import http.server
import json
import os
import ssl
import sys
import threading
import time

plan = json.load(open(sys.argv[1]))
lock = threading.Lock()
state = {"requests": 0, "present": 0, "most": 0}


def tell(**event):
    with lock:
        print(json.dumps(event), flush=True)


def expected(secret, identity, timestamp, body):
    key = base64.b64decode(secret[len("whsec_") :])
    signed = b".".join([identity.encode(), timestamp.encode(), body])
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with lock:
            state["requests"] += 1
            state["present"] += 1
            state["most"] = max(state["most"], state["present"])
            number = state["requests"]
        identity = self.headers["webhook-id"]
        timestamp = self.headers["webhook-timestamp"]
        given = self.headers["webhook-signature"].split(" ")
        wanted = [expected(secret, identity, timestamp, body) for secret in plan["secrets"]]
        tell(
            event="request",
            valid=given == wanted,
            id=identity,
            timestamp=int(timestamp),
            line=self.requestline,
            type=self.headers["Content-Type"],
            connection=self.client_address[1],
            base64=base64.b64encode(body).decode(),
        )
        answers = plan.get("answers") or [{}]
        answer = answers[min(number, len(answers)) - 1]
        time.sleep(answer.get("wait", 0))
        with lock:
            state["present"] -= 1
        if answer.get("drop"):
            self.close_connection = True
            return
        if answer.get("hang"):
            self.close_connection = True
            self.rfile.read(1)
            return
        content = b"x" * answer.get("size", 2)
        self.send_response(answer.get("status", 200))
        for name, value in answer.get("headers", {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if answer.get("stall"):
            self.close_connection = True
            self.wfile.flush()
            self.rfile.read(1)
            return
        self.wfile.write(content)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Receiver)
if plan.get("certificate"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(plan["certificate"], plan["key"])
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(json.dumps({"port": server.server_address[1]}), flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.readline()
try:
    tell(event="end", most=state["most"])
finally:
    # Also when the test is gone and nobody reads any more.
    os._exit(0)
