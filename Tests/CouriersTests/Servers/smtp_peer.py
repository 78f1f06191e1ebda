"""A scripted SMTP peer on loopback: plays the dialogue it is given, and tells on stdout what it heard.

usage: smtp_peer.py PLAN.json. The first line out is {"port": N}; "quit" on standard input ends it.
The plan: offers, offers_after_tls, certificate, key, implicit, max_tls (1.2), user, password, and connections: one
table a connection, the last one serving all later ones. A table names steps per verb (CONNECT EHLO HELO STARTTLS AUTH
MAIL RCPT DATA DOT QUIT; `MAIL#2` is the second of the connection). A step is a line to send, or one of
  !drop         ends the connection          !wait SECONDS  waits
  !hang         reads on and never answers   !stall         neither reads nor answers
  !default      what it does without steps   !sip           takes a message slowly, and does as without steps
  !bytes HEX    sends these bytes            !flood TEXT    sends the line without end; !flood- TEXT without line ends
  !answer       tells what comes, which it takes for anything
"""

import base64
import json
import os
import socket
import ssl
import sys
import threading
import time

plan = json.load(open(sys.argv[1]))
lock = threading.Lock()


def tell(**event):
    with lock:
        print(json.dumps(event), flush=True)


class Done(Exception):
    pass


class Connection:
    def __init__(self, sock, number):
        self.sock = sock
        self.number = number
        tables = plan.get("connections") or [{}]
        self.table = tables[min(number, len(tables)) - 1]
        self.seen = {}
        self.reader = sock.makefile("rb")
        self.encrypted = False

    def send(self, text):
        self.sock.sendall(text.encode("utf-8") + b"\r\n")

    def line(self):
        line = self.reader.readline()
        if not line.endswith(b"\n"):
            raise Done
        return line[:-1].removesuffix(b"\r")

    def hang(self):
        while self.reader.read(1):
            pass
        raise Done

    def flood(self, text, end):
        tell(event="flooding", connection=self.number)
        sent = 0
        try:
            while True:
                self.sock.sendall((text.encode() + end) * 100)
                sent += 100 * len(text)
        except OSError:
            tell(event="flooded", connection=self.number, most=sent)
            raise

    def sip(self):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.reader = self.sock.makefile("rb", buffering=512)
        self.body(pause=0.001)

    def steps(self, verb, default):
        self.seen[verb] = self.seen.get(verb, 0) + 1
        steps = self.table.get(f"{verb}#{self.seen[verb]}", self.table.get(verb))
        if steps is None:
            return default()
        for step in steps:
            if step == "!drop":
                raise Done
            if step == "!hang":
                self.hang()
            elif step == "!stall":
                tell(event="stalled", connection=self.number)
                over.wait()
                raise Done
            elif step == "!sip":
                self.sip()
            elif step == "!answer":
                tell(event="answer", connection=self.number, line=self.line().decode())
            elif step.startswith("!bytes "):
                self.sock.sendall(bytes.fromhex(step[7:]))
            elif step.startswith("!flood- "):
                self.flood(step[8:], b"")
            elif step.startswith("!flood "):
                self.flood(step[7:], b"\r\n")
            elif step == "!default":
                default()
            elif step.startswith("!wait "):
                time.sleep(float(step[6:]))
            else:
                self.send(step)
        return None

    def encrypt(self):
        self.sock = context.wrap_socket(self.sock, server_side=True)
        self.reader = self.sock.makefile("rb")
        self.encrypted = True
        tell(event="tls", connection=self.number, version=self.sock.version(), resumed=self.sock.session_reused)

    def hello(self):
        offers = plan.get("offers", [])
        if self.encrypted:
            offers = plan.get("offers_after_tls", offers)
        lines = ["peer.example at your service", *offers]
        for index, line in enumerate(lines):
            self.send("250" + (" " if index == len(lines) - 1 else "-") + line)

    def starttls(self):
        self.send("220 2.0.0 go on")
        self.encrypt()

    def login(self, line):
        mechanism = line.split()[1].upper()
        tell(event="login", connection=self.number, type=mechanism)
        if mechanism == "PLAIN":
            _, user, password = self.answer("").split("\0")
        elif mechanism == "LOGIN":
            user, password = self.answer("VXNlcm5hbWU6"), self.answer("UGFzc3dvcmQ6")
        elif mechanism == "XOAUTH2":
            user, password, *_ = self.answer("").split("\1")
            user, password = user.removeprefix("user="), password.removeprefix("auth=Bearer ")
        else:
            return self.send("504 5.5.4 not that one")
        if (user, password) == (plan.get("user"), plan.get("password")):
            return self.send("235 2.7.0 welcome")
        if mechanism == "XOAUTH2":
            # As Google and Microsoft do: the reason is a challenge, to be answered by an empty line.
            self.send("334 " + base64.b64encode(b'{"status":"400","schemes":"Bearer"}').decode())
            self.line()
        return self.send("535 5.7.8 wrong user or password")

    def answer(self, challenge):
        self.send("334 " + challenge)
        return base64.b64decode(self.line()).decode()

    def body(self, pause=0):
        self.send("354 go on")
        lines = []
        while True:
            line = self.line()
            time.sleep(pause)
            if line == b".":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        data = b"\r\n".join(lines) + b"\r\n"
        tell(event="message", connection=self.number, base64=base64.b64encode(data).decode())
        self.steps("DOT", lambda: self.send("250 2.0.0 taken"))

    def serve(self):
        try:
            if plan.get("implicit"):
                self.encrypt()
            self.steps("CONNECT", lambda: self.send("220 peer.example ESMTP"))
            while True:
                line = self.line().decode("utf-8", "replace")
                verb = line.split()[0].upper() if line.split() else ""
                shown = "AUTH" if verb == "AUTH" else line
                tell(event="command", connection=self.number, line=shown, encrypted=self.encrypted)
                if verb in ("EHLO", "HELO"):
                    self.steps(verb, self.hello)
                elif verb == "STARTTLS":
                    self.steps(verb, self.starttls)
                elif verb == "AUTH":
                    self.steps(verb, lambda: self.login(line))
                elif verb == "DATA":
                    self.steps(verb, self.body)
                elif verb == "QUIT":
                    self.steps(verb, lambda: self.send("221 2.0.0 bye"))
                    raise Done
                else:
                    self.steps(verb, lambda: self.send("250 2.1.0 ok"))
        except (Done, OSError, ssl.SSLError):
            pass
        finally:
            self.reader.close()
            self.sock.close()
            tell(event="closed", connection=self.number)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
if plan.get("certificate"):
    context.load_cert_chain(plan["certificate"], plan["key"])
if plan.get("max_tls"):
    context.maximum_version = ssl.TLSVersion["TLSv" + plan["max_tls"].replace(".", "_")]
over = threading.Event()
threads = []


def accept(listener):
    number = 0
    while True:
        sock, peer = listener.accept()
        number += 1
        tell(event="connected", connection=number, peer=peer[0])
        thread = threading.Thread(target=Connection(sock, number).serve, daemon=True)
        threads.append(thread)
        thread.start()


listener = socket.create_server(("127.0.0.1", 0))
print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
threading.Thread(target=accept, args=(listener,), daemon=True).start()
sys.stdin.readline()
over.set()
for thread in list(threads):
    thread.join(5)
try:
    tell(event="end")
finally:
    # Also when the test is gone and nobody reads any more.
    os._exit(0)
