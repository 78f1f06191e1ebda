"""aiosmtpd on loopback with STARTTLS (or implicit TLS) and AUTH; tells on stdout what it took.

usage: smtp_real.py PLAN.json (certificate, key, implicit, user, password, excluded). The first line out is {"port": N};
"quit" on standard input ends it.
"""

import asyncio
import base64
import email
import email.policy
import json
import os
import ssl
import sys
import threading

try:
    from aiosmtpd.smtp import SMTP, AuthResult
except ImportError:
    sys.exit("aiosmtpd is missing; hint: apt-get install python3-aiosmtpd")

plan = json.load(open(sys.argv[1]))


def tell(**event):
    print(json.dumps(event), flush=True)


class Handler:
    connections = {}

    async def handle_DATA(self, server, session, envelope):
        number = self.connections.setdefault(session.peer, len(self.connections) + 1)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        tell(
            event="message",
            connection=number,
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            authenticated=bool(session.authenticated),
            encrypted=bool(session.ssl) or bool(plan.get("implicit")),
            subject=message["Subject"],
            base64=base64.b64encode(envelope.content).decode(),
        )
        return "250 2.0.0 queued"


def authenticate(server, session, envelope, mechanism, data):
    right = (data.login.decode(), data.password.decode()) == (plan["user"], plan["password"])
    return AuthResult(success=right, handled=False)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(plan["certificate"], plan["key"])
implicit = bool(plan.get("implicit"))


def protocol():
    return SMTP(
        Handler(),
        enable_SMTPUTF8=True,
        tls_context=None if implicit else context,
        require_starttls=not implicit,
        auth_required=True,
        auth_exclude_mechanism=plan.get("excluded", []),
        auth_require_tls=not implicit,
        authenticator=authenticate,
        loop=loop,
    )


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
server = loop.run_until_complete(
    loop.create_server(protocol, "127.0.0.1", 0, ssl=context if implicit else None)
)
tell(port=server.sockets[0].getsockname()[1])


def wait():
    sys.stdin.readline()
    try:
        tell(event="end")
    finally:
        # Also when the test is gone and nobody reads any more.
        os._exit(0)


threading.Thread(target=wait, daemon=True).start()
loop.run_forever()
