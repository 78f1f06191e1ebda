"""Stands in for the daemon's control socket: answers from a JSON file, and writes down what it was asked.

    stand_in.py SOCKET ANSWERS ASKED

ANSWERS maps "METHOD /path" (without the query) to a list of [status, body]: the last one is repeated.
ASKED gets a line of JSON for each request: {"method", "path", "query", "body"}.
"""
import json
import os
import socketserver
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, urlsplit

path, answers_file, asked_file = sys.argv[1:4]
with open(answers_file) as file:
    answers = json.load(file)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def address_string(self):
        return "unix"

    def log_message(self, *arguments):
        pass

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        url = urlsplit(self.path)
        with open(asked_file, "a") as file:
            asked = {
                "method": self.command,
                "path": url.path,
                "query": dict(parse_qsl(url.query)),
                "body": json.loads(body) if body else None,
            }
            file.write(json.dumps(asked, ensure_ascii=False) + "\n")
        waiting = answers.get(f"{self.command} {url.path}", [[404, {"error": "no such path"}]])
        status, said = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        text = said if isinstance(said, str) else json.dumps(said)
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = answer


def end_with_parent(parent):
    """A test run that crashed leaves nothing behind."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()
server = socketserver.UnixStreamServer(path, Handler)
print("ready", flush=True)
server.serve_forever()
