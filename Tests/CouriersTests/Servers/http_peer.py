"""An HTTP peer on loopback that checks signatures as the receivers do and then behaves as badly as it is told.

usage: http_peer.py PLAN.json: kind (webhook, wecom, dingtalk, feishu, lark), secret, certificate and key for TLS,
answers: one a request, the last one serving all later ones; each {status, headers, body, size, echo, retry_in, fault}.
Without an answer it says what the kind's receiver says of a good request, or of a bad signature. Faults: unread (closes
with the request unread), drop (after it was read), cut (within the answer's body), cut-status, hang (never answers),
endless (headers without an end), garbage (no HTTP), continue (100 before the answer). The first line out is
{"port": N}; "quit" on standard input ends it.
"""

import base64
import email.utils
import hashlib
import hmac
import http.client
import json
import os
import select
import socket
import ssl
import sys
import threading
import time
import urllib.parse

plan = json.load(open(sys.argv[1]))
kind = plan["kind"]
secret = plan.get("secret")
lock = threading.Lock()
requests = 0


def tell(**event):
    with lock:
        print(json.dumps(event), flush=True)


def sign(key, message):
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


def signed_rightly(target, headers, body):
    if secret is None:
        return True
    if kind == "webhook":
        key = base64.b64decode(secret[len("whsec_") :])
        text = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
        return headers["webhook-signature"] == "v1," + sign(key, text)
    if kind == "dingtalk":
        # Decoded once, as any web framework does: what was encoded twice does not match.
        query = urllib.parse.parse_qs(target.split("?", 1)[1])
        stamp = query.get("timestamp", ["0"])[0]
        wanted = sign(secret.encode(), (stamp + "\n" + secret).encode())
        return abs(time.time() - int(stamp) / 1000) < 3600 and query.get("sign") == [wanted]
    if kind in ("feishu", "lark"):
        fields = json.loads(body)
        stamp = fields.get("timestamp", "0")
        wanted = sign((stamp + "\n" + secret).encode(), b"")
        return abs(time.time() - int(stamp)) < 3600 and fields.get("sign") == wanted
    return True


def platform_answer(valid):
    if kind == "wecom":
        return '{"errcode":0,"errmsg":"ok"}'
    if kind == "dingtalk":
        return '{"errcode":0,"errmsg":"ok"}' if valid else '{"errcode":310000,"errmsg":"sign not match"}'
    if kind in ("feishu", "lark"):
        good = '{"code":0,"data":{},"msg":"ok"}'
        return good if valid else '{"code":19021,"msg":"sign match fail or timestamp is not within one hour"}'
    return "{}"


def read_request(stream):
    line = stream.readline().decode().rstrip("\r\n")
    if not line:
        return None
    headers = http.client.parse_headers(stream)
    body = stream.read(int(headers["Content-Length"]))
    return line, headers, body


def pour(connection, piece):
    """Sends a gigabyte of pieces, or as much of it as is taken."""
    sent = 0
    try:
        while sent < 1 << 30:
            sent += connection.send(piece)
    except OSError:
        pass
    tell(event="poured", count=sent)


def serve(connection, port):
    global requests
    try:
        if plan.get("certificate"):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(plan["certificate"], plan["key"])
            connection = context.wrap_socket(connection, server_side=True)
        stream = connection.makefile("rb")
        while answer_one(connection, stream, port):
            pass
    except OSError:
        pass
    finally:
        connection.close()


def answer_one(connection, stream, port):
    global requests
    with lock:
        answers = plan.get("answers") or [{}]
        answer = answers[min(requests, len(answers) - 1)]
    fault = answer.get("fault")
    if fault == "unread":
        select.select([connection], [], [])
        with lock:
            requests += 1
        return False
    request = read_request(stream)
    if request is None:
        return False
    line, headers, body = request
    with lock:
        answer = answers[min(requests, len(answers) - 1)]
        requests += 1
    fault = answer.get("fault")
    valid = signed_rightly(line.split(" ")[1], headers, body)
    tell(
        event="request",
        valid=valid,
        line=line,
        type=headers["Content-Type"],
        connection=port,
        base64=base64.b64encode(body).decode(),
    )
    if fault == "drop":
        return False
    if fault == "hang":
        stream.read(1)
        return False
    if fault == "garbage":
        connection.sendall(b"220 mail.example ready\r\n" * 3)
        return False
    if fault == "cut-status":
        connection.sendall(b"HTTP/1.1 2")
        return False
    status = answer.get("status", 200)
    reason = answer.get("reason", http.client.responses.get(status, "Odd"))
    head = f"HTTP/1.1 {status} {reason}\r\n"
    if fault == "continue":
        head = "HTTP/1.1 100 Continue\r\n\r\n" + head
    if fault == "endless":
        connection.sendall(head.encode())
        pour(connection, b"X-Padding: " + b"a" * 1000 + b"\r\n")
        return False
    for name, value in answer.get("headers", {}).items():
        head += f"{name}: {value}\r\n"
    if "retry_in" in answer:
        head += "Retry-After: " + email.utils.formatdate(time.time() + answer["retry_in"], usegmt=True) + "\r\n"
    content = answer.get("body", platform_answer(valid)).encode()
    if answer.get("echo"):
        told = " ".join([line, str(headers), body.decode(), secret or ""])
        content = json.dumps({"errcode": 93000, "code": 19001, "errmsg": told, "msg": told}).encode()
        head += "X-Echo: " + " ".join(told.split()) + "\r\n"
    length = answer.get("size", len(content))
    head += f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    connection.sendall(head.encode())
    if fault == "cut":
        connection.sendall(content[: len(content) // 2])
        return False
    if "size" in answer:
        pour(connection, b"x" * 65536)
        return False
    connection.sendall(content)
    return True


listener = socket.create_server(("127.0.0.1", 0))
print(json.dumps({"port": listener.getsockname()[1]}), flush=True)


def accept():
    while True:
        connection, address = listener.accept()
        threading.Thread(target=serve, args=(connection, address[1]), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
sys.stdin.readline()
try:
    tell(event="end")
finally:
    # Also when the test is gone and nobody reads any more.
    os._exit(0)
