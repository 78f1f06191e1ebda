"""From a timer's instant to the first byte on the socket: one reminder a second, units with times of their own."""

import selectors
import socket
import time

import office
from daemon import Daemon


class Ear:
    """A mail server that takes one mail after the other and notes when each began: the first byte of a connection, or
    that of a kept one's next mail."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.heard = []
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)

    def listen(self, until):
        while (left := until - time.time()) > 0:
            for key, _ in self.selector.select(left):
                if key.fileobj is self.listener:
                    peer, _ = self.listener.accept()
                    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    peer.sendall(b"220 ear\r\n")
                    # Lines that are left over, whether a body is under way, whether the next byte is a mail's first.
                    self.selector.register(peer, selectors.EVENT_READ, [b"", False, True])
                else:
                    self._hear(key.fileobj, key.data)

    def _hear(self, peer, state):
        more = peer.recv(65536)
        now = time.time()
        if not more:
            self.selector.unregister(peer)
            peer.close()
            return
        rest, in_body, is_first = state
        if is_first and not more.startswith(b"QUIT"):
            self.heard.append(now)
            is_first = False
        *lines, rest = (rest + more).split(b"\r\n")
        for line in lines:
            if in_body and line != b".":
                continue
            if in_body:
                in_body, is_first = False, True
                peer.sendall(b"250 taken\r\n")
            elif line == b"DATA":
                in_body = True
                peer.sendall(b"354 go on\r\n")
            else:
                peer.sendall(b"221 bye\r\n" if line == b"QUIT" else b"250 ear\r\n")
        state[:] = [rest, in_body, is_first]

    def close(self):
        for key in list(self.selector.get_map().values()):
            key.fileobj.close()


def samples(binary, office_, lead=5):
    """Seconds from each unit's moment to the first byte about it, in order."""
    ear = Ear()
    first = int(time.time() + lead) + 1
    moments = [first + unit for unit in range(office_.units)]
    clocks = [f"{office_.civil(moment):%H:%M:%S}" for moment in moments]
    times = "".join(f"  u{unit}: {{reminders: {{at: {clock}}}}}\n" for unit, clock in enumerate(clocks, 1))
    office_.settle(office.mail(ear.port, connections=1), first, units="units:\n" + times)
    try:
        with Daemon(binary, office_) as daemon:
            daemon.accept()
            ear.listen(moments[-1] + 2)
    finally:
        ear.close()
    if len(ear.heard) != len(moments):
        raise SystemExit(f"bench: {len(moments)} reminders, and {len(ear.heard)} began")
    return sorted(heard - moment for heard, moment in zip(ear.heard, moments))
