"""nginx as a receiver that answers 200 to everything, and wrk, which drives it as fast as it can."""

import os
import re
import subprocess

import sink
from process import Child, free_port, listens, until


class Receiver(Child):
    """With `log` it writes each request's webhook-id to that file."""

    def __init__(self, folder, log=None):
        self.port = free_port()
        os.makedirs(folder, exist_ok=True)
        with open(folder + "/nginx.conf", "w") as file:
            file.write(self._settings(folder, log))
        super().__init__(
            [sink.path("nginx", "usr/sbin/nginx"), "-p", folder, "-c", folder + "/nginx.conf", "-e", folder + "/error"],
            env=sink.environment("nginx"),
        )
        until("nginx listens", lambda: listens(self.port))

    def _settings(self, folder, log):
        places = "".join(
            f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        user = "user root;\n" if os.getuid() == 0 else ""
        access = f"{folder}/{log} ids" if log else "off"
        return f"""{user}daemon off;
worker_processes 1;
pid {folder}/pid;
events {{ worker_connections 512; }}
http {{
{places}log_format ids $http_webhook_id;
access_log {access};
keepalive_requests 100000000;
server {{ listen 127.0.0.1:{self.port}; location / {{ return 200; }} }}
}}
"""


def drive(folder, port, size, seconds=5, connections=16):
    """Requests a second that wrk gets answered, each a POST of `size` bytes."""
    script = folder + "/post.lua"
    with open(script, "w") as file:
        file.write(
            f'wrk.method = "POST"\nwrk.body = string.rep("x", {size})\n'
            'wrk.headers["Content-Type"] = "application/json"\n'
        )
    said = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script, f"http://127.0.0.1:{port}/hooks"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return float(re.search(r"Requests/sec:\s*([\d.]+)", said).group(1))
