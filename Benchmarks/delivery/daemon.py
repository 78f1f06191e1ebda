"""Runs the real daemon on its real clock through one burst, and times it by its ledger."""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import time

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
    def __init__(self, binary, office, under=()):
        self.office, self.under = office, bool(under)
        self.log = office.folder + "/journal"
        self.begun = time.monotonic()
        with open(self.log, "w") as log:
            self.child = Child(
                [*under, binary, "--config", office.config, "--state", office.state], error=log
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
        """Waits until the daemon answers, and has it take the lists. Answers the seconds that the start took."""
        until("the daemon answers", self._answers, 600)
        start = time.monotonic() - self.begun
        acts = [{"kind": "accepted", "list": name, "all_units": False} for name in self.office.lists]
        answer = self._ask("POST", "/v1/acts", json.dumps({"acts": acts, "dry_run": False}))
        if b" 200 " not in answer.split(b"\r\n", 1)[0]:
            raise SystemExit(f"bench: the lists were not accepted: {answer.decode()}")
        return start

    def ledger(self):
        path = self.office.state + "/ledger.sqlite"
        return sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)

    def kill(self):
        os.killpg(self.child.pid, signal.SIGKILL)

    def burst(self, moment, count, seconds=600, repeated=0):
        """Waits for `moment`, and until `count` deliveries are accepted: from there to the last outcome on disk.

        Without a moment it counts from the first attempt that is seen; `repeated` were begun before.
        """
        burst = Burst()
        burst.count = count
        pid = self.pid
        with contextlib.closing(self.ledger()) as ledger:
            if moment is None:
                attempts = "SELECT count(*) FROM attempt"
                until("an attempt", lambda: ledger.execute(attempts).fetchone()[0] > repeated, seconds, 0.005)
                moment = time.time()
            elif time.time() > moment - 0.3:
                raise TooLate
            time.sleep(max(0, moment - 0.3 - time.time()))
            burst.before = burst.most = memory(pid)
            processor = processor_seconds(pid)
            accepted = 0
            while accepted < count:
                begun = time.monotonic()
                (accepted,) = ledger.execute("SELECT count(*) FROM delivery WHERE accepted_at IS NOT NULL").fetchone()
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
            if attempts != count + repeated:
                raise SystemExit(f"bench: {count} deliveries took {attempts} attempts, {repeated} of them before")
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


def run(binary, office, channel, lead, under=()):
    """One burst of the whole office, from an empty ledger. `lead`: seconds that the daemon needs to be ready."""
    at = int(time.time() + lead) + 1
    office.settle(channel, at)
    with Daemon(binary, office, under) as daemon:
        start = daemon.accept()
        burst = daemon.burst(at, office.units)
    burst.start = start
    return burst


def take_up(binary, office, channel, port, lead, open_sink):
    """A burst of messages that are composed and on disk, as after a crash: the daemon is killed while it waits for a
    server that says nothing, and takes up what it left. Timed from the first attempt to the last outcome on disk.
    """
    at = int(time.time() + lead) + 1
    office.settle(channel, at)
    with socket.create_server(("127.0.0.1", port), backlog=64), Daemon(binary, office) as daemon:
        daemon.accept()
        if time.time() > at - 0.3:
            raise TooLate
        with contextlib.closing(daemon.ledger()) as ledger:
            composed = "SELECT count(*) FROM delivery"
            until("all is composed", lambda: ledger.execute(composed).fetchone() == (office.units,), 600, 0.2)
            (begun,) = ledger.execute("SELECT count(*) FROM attempt").fetchone()
        daemon.kill()
    with open_sink(port), Daemon(binary, office) as daemon:
        return daemon.burst(None, office.units, repeated=begun)
