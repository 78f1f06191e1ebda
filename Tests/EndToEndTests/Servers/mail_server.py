"""aiosmtpd on loopback with STARTTLS and AUTH required; keeps every message with its envelope.

usage: mail_server.py FOLDER [PORT]. The folder holds certificate.pem, key.pem and login.json (user, password), and
gets NNNN.eml for each message and record.jsonl with a line for each: taken (its number and envelope), then answered.
While the folder holds a file `hold`, messages beyond the number in it get no answer to their final dot. Addresses that
stand in a file `refuse`, a line each, are refused for good.
The first line out is {"port": N}. It ends with the process that started it.
"""

import asyncio
import email
import email.policy
import json
import logging
import os
import ssl
import sys

try:
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError:
    sys.exit("aiosmtpd is missing; hint: make setup-test, or apt-get install python3-aiosmtpd")

# What it says of its own parts' age is for its authors.
logging.disable(logging.WARNING)
folder = sys.argv[1]
port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
parent = os.getppid()
login = json.load(open(os.path.join(folder, "login.json")))
record = open(os.path.join(folder, "record.jsonl"), "a")
hold = os.path.join(folder, "hold")


def note(**event):
    record.write(json.dumps(event) + "\n")
    record.flush()


def withheld(number):
    try:
        return number > int(open(hold).read() or "0")
    except OSError:
        return False


def refused(address):
    try:
        return address in open(os.path.join(folder, "refuse")).read().split()
    except OSError:
        return False


class Handler:
    taken = len([name for name in os.listdir(folder) if name.endswith(".eml")])

    async def handle_RCPT(self, server, session, envelope, address, options):
        if refused(address):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        Handler.taken += 1
        number = Handler.taken
        name = f"{number:04}.eml"
        with open(os.path.join(folder, name), "wb") as file:
            file.write(envelope.content)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        note(
            event="taken",
            number=number,
            file=name,
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            message_id=str(message["Message-ID"]).strip("<>"),
            encrypted=bool(session.ssl),
            authenticated=bool(session.authenticated),
        )
        while withheld(number):
            await asyncio.sleep(0.01)
        note(event="answered", number=number)
        return "250 2.0.0 queued as %d" % number


def authenticate(server, session, envelope, mechanism, data):
    right = (data.login.decode(), data.password.decode()) == (login["user"], login["password"])
    return AuthResult(success=right, handled=False)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(os.path.join(folder, "certificate.pem"), os.path.join(folder, "key.pem"))


def protocol():
    return SMTP(
        Handler(),
        enable_SMTPUTF8=True,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=authenticate,
        loop=loop,
    )


async def watch():
    while os.getppid() == parent:
        await asyncio.sleep(1)
    os._exit(0)


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
listener = loop.run_until_complete(loop.create_server(protocol, "127.0.0.1", port))
print(json.dumps({"port": listener.sockets[0].getsockname()[1]}), flush=True)
watching = loop.create_task(watch())
loop.run_forever()
