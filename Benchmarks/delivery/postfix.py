"""A Postfix of our own that relays through its disk queue to a sink: Debian's services and defaults, loopback only."""

import grp
import os
import pwd
import time

import sink
from process import Child, free_port, listens, until

# Any accounts that every Debian has and that are nobody else's here will do.
OWNER, GROUP = "news", "uucp"


class Postfix(Child):
    def __init__(self, folder, relay):
        self.folder, self.port = folder + "/postfix", free_port()
        os.makedirs(self.folder + "/etc")
        self._write("main.cf", self._main(relay))
        self._write("master.cf", self._services())
        self._write("dynamicmaps.cf", "")
        self._make_queue()
        environment = sink.environment("postfix") | {"MAIL_CONFIG": self.folder + "/etc"}
        super().__init__(
            [sink.path("postfix", "usr/lib/postfix/sbin/master"), "-c", self.folder + "/etc", "-d"], env=environment
        )
        until("postfix listens", lambda: listens(self.port))

    def _write(self, name, text):
        with open(f"{self.folder}/etc/{name}", "w") as file:
            file.write(text)

    def _make_queue(self):
        owner, group = pwd.getpwnam(OWNER).pw_uid, grp.getgrnam(GROUP).gr_gid
        queues = "active bounce corrupt defer deferred flush hold incoming private saved trace"
        for name in queues.split():
            self._folder("queue/" + name, owner, 0, 0o700)
        for name in ("queue/maildrop", "queue/public", "data"):
            self._folder(name, owner, group, 0o755)
        self._folder("queue/pid", 0, 0, 0o755)

    def _folder(self, name, owner, group, mode):
        path = f"{self.folder}/{name}"
        os.makedirs(path)
        os.chmod(path, mode)
        os.chown(path, owner, group)

    def _main(self, relay):
        return f"""compatibility_level = 3.6
queue_directory = {self.folder}/queue
data_directory = {self.folder}/data
meta_directory = {self.folder}/etc
command_directory = {sink.path("postfix", "usr/sbin")}
daemon_directory = {sink.path("postfix", "usr/lib/postfix/sbin")}
shlib_directory = {sink.path("postfix", "usr/lib/postfix")}
import_environment = MAIL_CONFIG TZ LANG=C LD_LIBRARY_PATH
mail_owner = {OWNER}
setgid_group = {GROUP}
maillog_file = {self.folder}/log
maillog_file_prefixes = {self.folder}
myhostname = mail.huzhou.example
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relayhost = [127.0.0.1]:{relay}
smtpd_relay_restrictions = permit_mynetworks, reject
"""

    def _services(self):
        return f"""127.0.0.1:{self.port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
smtp unix - - n - - smtp
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def relay(folder, count, size):
    """Mails a second through the queue: from the first one's entry until the sink has the last."""
    with sink.Sink(counts=True) as drain, Postfix(folder, drain.port) as postfix:
        begun = time.time()
        sink.source(postfix.port, count, size)
        return count / (drain.wait(count) - begun)
