"""Prometheus' Alertmanager with its e-mail receiver: a group a unit, so a mail a unit with all its alerts."""

import json
import os
import time
import urllib.request

import sink
from process import Child, free_port, listens, until

# It reads its own templates under /usr/share, and is not installed: for it alone they are there.
LENT = 'mount -t overlay overlay -o "lowerdir=$0:/usr/share" /usr/share && exec "$@"'


class Alertmanager(Child):
    def __init__(self, folder, smtp):
        self.port = free_port()
        os.makedirs(folder, exist_ok=True)
        with open(folder + "/alertmanager.yml", "w") as file:
            file.write(
                f"""global:
  smtp_smarthost: 127.0.0.1:{smtp}
  smtp_from: ducha@huzhou.example
  smtp_require_tls: false
route: {{receiver: mail, group_by: [unit], group_wait: 0s, group_interval: 1h, repeat_interval: 1h}}
receivers: [{{name: mail, email_configs: [{{to: u1@huzhou.example}}]}}]
"""
            )
        super().__init__(
            [
                *["unshare", "--map-root-user", "--mount", "sh", "-c", LENT, sink.path("alertmanager", "usr/share")],
                *[sink.path("alertmanager", "usr/bin/prometheus-alertmanager")],
                *[f"--config.file={folder}/alertmanager.yml", f"--storage.path={folder}/alerts"],
                *[f"--web.listen-address=127.0.0.1:{self.port}", "--cluster.listen-address="],
            ]
        )
        until("alertmanager listens", lambda: listens(self.port))

    def post(self, count, items):
        alerts = [
            {"labels": {"alertname": "bench", "unit": f"u{unit}", "milestone": f"{unit}.{item}"}}
            for unit in range(count)
            for item in range(items)
        ]
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v2/alerts",
            json.dumps(alerts).encode(),
            {"Content-Type": "application/json"},
        )
        urllib.request.urlopen(request, timeout=60).close()


def mails(folder, count, items):
    """Mails of so many alerts a second: from the alerts' arrival until the sink has the last mail."""
    with sink.Sink(counts=True) as drain, Alertmanager(folder, drain.port) as alertmanager:
        begun = time.time()
        alertmanager.post(count, items)
        return count / (drain.wait(count, 100) - begun)
