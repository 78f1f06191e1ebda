"""Takes every mail on the loopback and writes it into a folder: mail_server.py FOLDER PORT."""

import itertools
import pathlib
import sys
import time

from aiosmtpd.controller import Controller

folder, port = pathlib.Path(sys.argv[1]), int(sys.argv[2])
numbers = itertools.count(1)


class Taker:
    async def handle_DATA(self, server, session, envelope):
        (folder / f"{next(numbers):04}.eml").write_bytes(envelope.content)
        return "250 2.0.0 taken"


Controller(Taker(), hostname="127.0.0.1", port=port).start()
while True:
    time.sleep(60)
