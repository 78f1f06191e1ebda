"""What is measured, each beside what it is compared with, one after the other in turn."""

import base64
import os
import re
import shutil
import tempfile
from statistics import median

import alertmanager
import daemon
import latency
import office
import postfix
import web
from process import free_port
from sink import Sink, source
from table import Row, at_least, rate

STRACE = ["strace", "-f", "--seccomp-bpf", "-e", "trace=fsync,fdatasync"]
STRACE += ["-e", "inject=fsync,fdatasync:delay_enter=5000", "-o"]


class Bench:
    def __init__(self, options):
        self.options = options
        self.folder = tempfile.mkdtemp(prefix="deadlined-bench-")
        # Postfix gives up root: everybody may pass through.
        os.chmod(self.folder, 0o755)
        self.offices = {}

    def clean(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def say(self, text):
        print(f"  {text}", flush=True)

    def new_folder(self, name):
        folder = tempfile.mkdtemp(prefix=name + "-", dir=self.folder)
        os.chmod(folder, 0o755)
        return folder

    def office(self, count=None, items=None):
        """The office of that size, which is made once."""
        key = count or self.options.count, items or self.options.items
        if key not in self.offices:
            self.offices[key] = office.Office(self.new_folder("office"), *key)
        return self.offices[key]

    def burst(self, channel, count=None, items=None, **more):
        chosen = self.office(count, items)
        return self._tell(
            self._in_time(chosen, lambda lead: daemon.run(self.options.binary, chosen, channel, lead, **more))
        )

    def take_up(self):
        chosen, port = self.office(), free_port()
        return self._tell(
            self._in_time(
                chosen, lambda lead: daemon.take_up(self.options.binary, chosen, office.mail(port), port, lead, Sink)
            )
        )

    def _in_time(self, chosen, run):
        """Tries again with more seconds before the moment where the daemon was not ready."""
        lead = 2 + 0.0002 * chosen.units * chosen.items
        for _ in range(4):
            try:
                return run(lead)
            except daemon.TooLate:
                lead = 2 * lead + 20
        raise SystemExit("bench: the daemon was never ready in time")

    def _tell(self, burst):
        self.say(
            f"{burst.count} in {burst.seconds:.2f} s, {rate(burst.rate)}; first after {burst.first:.2f} s; "
            f"processor {1000 * burst.processor / burst.count:.3f} ms each; {burst.size:.0f} bytes; "
            f"memory {burst.before:.0f} to {burst.most:.0f} MB; started in {burst.start:.1f} s"
        )
        return burst

    # Each answers rows.

    def mail(self):
        """10 000 reminders to smtp-sink, beside smtp-source, Postfix and Alertmanager."""
        ours, theirs, relayed, alerted, single, size = [], [], [], [], [], 4096
        for _ in range(self.options.rounds):
            with Sink() as sink:
                burst = self.burst(office.mail(sink.port))
                ours.append(burst.rate)
                size = int(burst.size)
                theirs.append(self.options.count / source(sink.port, self.options.count, size))
            relayed.append(postfix.relay(self.new_folder("postfix"), min(self.options.count, 2000), size))
            for rates, items in ((alerted, self.options.items), (single, 1)):
                count = min(self.options.count, 1000)
                rates.append(alertmanager.mails(self.new_folder("alertmanager"), count, items))
            self.say(
                f"smtp-source {rate(theirs[-1])}, Postfix {rate(relayed[-1])}, "
                f"Alertmanager {rate(alerted[-1])}, with an alert each {rate(single[-1])}"
            )
        what = f"{self.options.count} mails of {size} bytes, composed"
        return [
            at_least(what, median(ours), "smtp-source -d -s 16:", median(theirs), 0.25),
            at_least("the same", median(ours), "Postfix through its queue:", median(relayed), 5),
            at_least("the same", median(ours), f"Alertmanager, {self.options.items} alerts a mail:", median(alerted), 4),
            at_least("the same", median(ours), "Alertmanager, an alert a mail:", median(single), 4),
        ]

    def prepared(self):
        """The same, with all messages composed and on disk before: taken up after a crash."""
        ours, theirs, size = [], [], 4096
        for _ in range(self.options.few):
            burst = self.take_up()
            ours.append(burst.rate)
            size = int(burst.size)
            with Sink() as sink:
                theirs.append(self.options.count / source(sink.port, self.options.count, size))
        what = f"{self.options.count} mails of {size} bytes, composed before"
        return [at_least(what, median(ours), "smtp-source -d -s 16:", median(theirs), 0.25)]

    def once(self):
        """None is lost and none comes twice: by the Message-IDs that the sink wrote down."""
        folder = self.new_folder("dump")
        with Sink(dump=folder + "/mails") as sink:
            burst = self.burst(office.mail(sink.port))
        ids = []
        for name in os.listdir(folder):
            with open(f"{folder}/{name}", "rb") as file:
                ids += re.findall(rb"^Message-ID: *(\S+)", file.read(), re.MULTILINE | re.IGNORECASE)
        shutil.rmtree(folder)
        lost, twice = burst.count - len(set(ids)), len(ids) - len(set(ids))
        found = f"{lost} lost, {twice} twice"
        return [Row(f"{burst.count} mails at the sink", found, "", "", "none", not lost + twice)]

    def slow(self):
        """5 ms are added to each sync."""
        ours, syncs = [], []
        for _ in range(self.options.few):
            trace = self.new_folder("strace") + "/syncs"
            with Sink() as sink:
                ours.append(self.burst(office.mail(sink.port), under=STRACE + [trace]).rate)
            with open(trace) as file:
                syncs.append(sum("DELAYED" in line or "sync(" in line for line in file))
            self.say(f"{syncs[-1]} syncs")
        value = median(ours)
        against = f"{median(syncs):.0f} syncs in all"
        return [Row("the same, 5 ms added to each sync", rate(value), against, "", "≥ 1000/s", value >= 1000)]

    def webhooks(self):
        """10 000 webhooks to nginx, beside wrk."""
        ours, theirs, size = [], [], 0
        secret = self.new_folder("secret") + "/secret"
        with open(secret, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write("whsec_" + base64.b64encode(os.urandom(32)).decode())
        for _ in range(self.options.few):
            folder = self.new_folder("nginx")
            with web.Receiver(folder) as receiver:
                burst = self.burst(office.webhook(receiver.port, secret))
                ours.append(burst.rate)
                size = int(burst.size)
                theirs.append(web.drive(folder, receiver.port, size))
                self.say(f"wrk {rate(theirs[-1])}")
        ratio = median(ours) / median(theirs)
        what = f"{self.options.count} webhooks of {size} bytes"
        return [Row(what, rate(median(ours)), f"wrk -c 16: {rate(median(theirs))}", f"{ratio:.2f}")]

    def flat(self):
        """What a delivery costs, from 1 000 to 100 000, and the memory that the largest takes."""
        costs, processors, largest = {}, {}, None
        for count in (1000, 10000, self.options.large):
            bursts = []
            for _ in range(self.options.few if count < self.options.large else 1):
                with Sink() as sink:
                    bursts.append(self.burst(office.mail(sink.port), count))
            largest = bursts[-1]
            costs[count] = median(burst.cost for burst in bursts)
            processors[count] = median(1000 * burst.processor / burst.count for burst in bursts)
        ours = ", ".join(f"{count}: {cost:.3f} ms" for count, cost in costs.items())
        times = ", ".join(f"{count}: {cost:.3f} ms" for count, cost in processors.items())
        ratio = max(costs.values()) / min(costs.values())
        share = max(processors.values()) / min(processors.values())
        return [
            Row("time a delivery", ours, "", f"{ratio:.2f}", "≤ 1.3", ratio <= 1.3),
            Row("processor time a delivery", times, "", f"{share:.2f}"),
            Row(
                f"memory during {self.options.large}",
                f"{largest.most:.0f} MB",
                f"before them {largest.before:.0f} MB",
                "",
                "< 150 MB",
                largest.most < 150,
            ),
        ]

    def latency(self):
        """From a timer's instant to the first byte on the socket, a reminder a second."""
        count = self.options.samples
        chosen = office.Office(self.new_folder("office"), count, self.options.items)
        times = latency.samples(self.options.binary, chosen)
        middle, late = (1000 * times[min(count - 1, int(count * share))] for share in (0.5, 0.99))
        return [
            Row(
                f"from the timer's instant to the first byte, {count} times",
                f"p99 {late:.1f} ms",
                f"median {middle:.1f} ms, most {1000 * times[-1]:.1f} ms",
                "",
                "≤ 10 ms",
                late <= 10,
            )
        ]


ALL = ["latency", "mail", "prepared", "once", "slow", "webhooks", "flat"]
