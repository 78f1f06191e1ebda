"""Child processes that end with the benchmark, and what the kernel knows of them."""

import os
import signal
import socket
import subprocess
import time


class Child:
    """A program in a process group of its own. Leaving the `with` ends the group."""

    def __init__(self, command, output=subprocess.DEVNULL, error=subprocess.DEVNULL, **more):
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=error, start_new_session=True, **more
        )
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def end(self, seconds=20):
        """TERM first; what then still runs is killed."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.pid, number)
            except ProcessLookupError:
                break
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                continue
        self.process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(what, holds, seconds=60, step=0.02):
    """Asks again and again; answers what `holds` answered."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if answer := holds():
            return answer
        time.sleep(step)
    raise TimeoutError(f"{what}: not within {seconds} s")


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def memory(pid):
    """VmRSS of proc(5), in MB."""
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS:")) / 1024


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
