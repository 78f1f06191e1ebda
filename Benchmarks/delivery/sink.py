"""smtp-sink, which takes mail and throws it away, and smtp-source, which makes it: Postfix's own test programs."""

import os
import re
import subprocess
import threading
import time

from process import Child, free_port, listens, until

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SERVERS = os.environ.get("DEADLINED_MAIL_SERVERS", ROOT + "/.build/mail-servers")


def path(server, name):
    return f"{SERVERS}/{server}/{name}"


def environment(server):
    """With the shared libraries that were unpacked beside the program."""
    folders = [path(server, "usr/lib/postfix")] if server == "postfix" else []
    for folder in (path(server, "usr/lib"), path(server, "lib")):
        if os.path.isdir(folder):
            folders += [f"{folder}/{name}" for name in os.listdir(folder) if "-linux-gnu" in name]
    return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LD_LIBRARY_PATH": ":".join(folders)}


class Sink(Child):
    """Takes mail on a port of its own. With `counts` it knows how many; with `dump` it writes them to that file."""

    def __init__(self, port=None, counts=False, dump=None):
        self.port, self.count, self.counted_at = port or free_port(), 0, 0.0
        options = (["-c"] if counts else []) + (["-D", dump] if dump else [])
        super().__init__(
            # As root smtp-sink wants to be somebody else.
            [path("postfix", "usr/sbin/smtp-sink"), "-u", "root", *options, f"127.0.0.1:{self.port}", "1024"],
            output=subprocess.PIPE if counts else subprocess.DEVNULL,
            env=environment("postfix"),
        )
        until("smtp-sink listens", lambda: listens(self.port))
        if counts:
            threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        rest = b""
        while more := os.read(self.process.stdout.fileno(), 65536):
            now = time.time()
            rest += more
            if found := re.findall(rb"mesg=(\d+)", rest[: rest.rfind(b"\r") + 1]):
                count = int(found[-1])
                if count != self.count:
                    self.count, self.counted_at = count, now
            rest = rest[rest.rfind(b"\r") + 1 :]

    def wait(self, count, seconds=300):
        """Until it has so many mails: the moment of the last one."""
        until(f"{count} mails at the sink ({self.count} so far)", lambda: self.count >= count, seconds, 0.005)
        return self.counted_at


def source(port, count, size, sessions=16):
    """Runs smtp-source to its end: the seconds it took. Connections are kept (-d)."""
    begun = time.monotonic()
    subprocess.run(
        [
            *[path("postfix", "usr/sbin/smtp-source"), "-d", "-s", str(sessions), "-m", str(count)],
            *["-l", str(size), "-f", "ducha@huzhou.example", "-t", "u1@huzhou.example", f"127.0.0.1:{port}"],
        ],
        check=True,
        env=environment("postfix"),
        stdout=subprocess.DEVNULL,
    )
    return time.monotonic() - begun
