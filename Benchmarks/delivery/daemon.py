"""Runs the real daemon on its real clock through one burst, and times it by its ledger."""

import json
import os
import socket
import sqlite3
import time

import office
from process import Child, memory, processor_seconds, until


class TooLate(Exception):
    """The moment came before the daemon was ready."""


class Burst:
    """What one burst was like."""

    def __init__(self):
        #: Deliveries, and seconds from the moment to the last outcome on disk.
        self.count = self.seconds = 0
        #: Seconds from the moment to the first outcome that was seen.
        self.first = None
        #: Bytes of a message, seconds of processor time, seconds of the daemon's start.
        self.size = self.processor = self.start = 0
        #: Resident memory in MB: before the burst, and at most during it.
        self.before = self.most = 0

    @property
    def rate(self):
        return self.count / self.seconds

    @property
    def cost(self):
        """Milliseconds a delivery, from the first to the last."""
        return 1000 * (self.seconds - self.first) / self.count


class Daemon:
    def __init__(self, binary, office_, under=()):
        self.office, self.under = office_, bool(under)
        self.log = office_.folder + "/journal"
        self.begun = time.monotonic()
        with open(self.log, "w") as log:
            self.child = Child(
                [*under, binary, "--config", office_.config, "--state", office_.state], error=log
            )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.end()

    @property
    def pid(self):
        """The daemon's own, where it runs under another program."""
        if not self.under:
            return self.child.pid
        with open(f"/proc/{self.child.pid}/task/{self.child.pid}/children") as file:
            return int(file.read().split()[0])

    def accept(self):
        """Waits until the daemon answers, and has it take the list. Answers the seconds that the start took."""
        until("the daemon answers", self._answers, 600)
        start = time.monotonic() - self.begun
        act = {"acts": [{"kind": "accepted", "list": office.LIST, "all_units": False}], "dry_run": False}
        answer = self._ask("POST", "/v1/acts", json.dumps(act))
        if b" 200 " not in answer.split(b"\r\n", 1)[0]:
            raise SystemExit(f"bench: the list was not accepted: {answer.decode()}")
        return start

    def burst(self, moment, count, seconds=600):
        """Waits for `moment`, and until `count` deliveries are accepted: from there to the last outcome on disk."""
        burst = Burst()
        burst.count = count
        ledger = sqlite3.connect(f"file:{self.office.state}/ledger.sqlite?mode=ro", uri=True, isolation_level=None)
        if time.time() > moment - 0.3:
            raise TooLate
        time.sleep(max(0, moment - 0.3 - time.time()))
        pid = self.pid
        burst.before = burst.most = memory(pid)
        processor = processor_seconds(pid)
        accepted = 0
        while accepted < count:
            begun = time.monotonic()
            (accepted,) = ledger.execute("SELECT count(*) FROM delivery WHERE state = 'accepted'").fetchone()
            now = time.time()
            burst.most = max(burst.most, memory(pid))
            if accepted and burst.first is None:
                burst.first = now - moment
            if now > moment + seconds:
                raise TimeoutError(f"{accepted} of {count} accepted after {seconds} s")
            # Looking on takes a twentieth of a core at most.
            time.sleep(max(0.01, 20 * (time.monotonic() - begun)) if accepted < count else 0)
        burst.seconds = now - moment
        burst.processor = processor_seconds(pid) - processor
        (burst.size,) = ledger.execute("SELECT avg(length(bytes)) FROM body").fetchone()
        (attempts,) = ledger.execute("SELECT count(*) FROM attempt").fetchone()
        if attempts != count:
            raise SystemExit(f"bench: {count} deliveries took {attempts} attempts")
        ledger.close()
        return burst

    def _answers(self):
        if self.child.process.poll() is not None:
            with open(self.log) as log:
                raise SystemExit(f"bench: the daemon ended: {log.read()[-2000:]}")
        try:
            return self._ask("GET", "/v1/status")
        except OSError:
            return None

    def _ask(self, method, target, body=""):
        with socket.socket(socket.AF_UNIX) as peer:
            peer.connect(self.office.state + "/control.sock")
            peer.sendall(
                f"{method} {target} HTTP/1.1\r\nHost: d\r\nConnection: close\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
            )
            answer = b""
            while more := peer.recv(65536):
                answer += more
        return answer


def run(binary, office_, channel, lead, prepared=False, under=()):
    """One burst of the whole office, from an empty ledger.

    - lead: seconds that the daemon needs to be ready.
    - prepared: the messages are composed and on disk before the moment that is timed.
    """
    at = int(time.time() + lead) + 1
    opens = at + 5 + office_.units // 500 if prepared else None
    office_.settle(channel, at, opens)
    with Daemon(binary, office_, under) as daemon:
        start = daemon.accept()
        if time.time() > at - 0.3:
            raise TooLate
        burst = daemon.burst(opens or at, office_.units)
        burst.start = start
    return burst
