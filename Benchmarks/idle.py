#!/usr/bin/python3
"""How often an idle daemon wakes and how much memory it holds: `Benchmarks/idle.py DEADLINED [SECONDS]`.

Runs the given binary on the shipped configuration and the system's clock, with the Huzhou list accepted and nothing
due, asks for the status a few times, waits, and prints the switches of its threads a second, RssAnon and VmRSS
(proc(5)).
"""

import glob
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def ask(path, method, target, body=""):
    with socket.socket(socket.AF_UNIX) as peer:
        peer.connect(path)
        peer.sendall(
            f"{method} {target} HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        answer = b""
        while more := peer.recv(65536):
            answer += more
    return answer.split(b"\r\n", 1)[0]


def switches(pid):
    counts = {}
    for path in glob.glob(f"/proc/{pid}/task/*/status"):
        fields = dict(line.split(":\t", 1) for line in open(path) if ":\t" in line)
        counts[path.split("/")[4], fields["Name"].strip()] = int(fields["voluntary_ctxt_switches"])
    return counts


def memory(pid):
    fields = dict(line.split(":", 1) for line in open(f"/proc/{pid}/status"))
    return {name: int(fields[name].split()[0]) / 1024 for name in ("RssAnon", "RssFile", "VmRSS", "Threads")}


binary, seconds = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 20
folder = tempfile.mkdtemp()
daemon = subprocess.Popen([binary, "--config", root + "/Config", "--state", folder], stderr=subprocess.DEVNULL)
control = folder + "/control.sock"
try:
    while True:
        try:
            ask(control, "GET", "/v1/status")
            break
        except OSError:
            time.sleep(0.05)
    accept = {"acts": [{"kind": "accepted", "list": "huzhou-2017", "all_units": False}], "dry_run": False}
    ask(control, "POST", "/v1/acts", json.dumps(accept))
    ask(control, "GET", "/v1/agenda?days=365")
    time.sleep(5)
    before = switches(daemon.pid)
    time.sleep(seconds)
    after = switches(daemon.pid)
    per = {key: (count - before.get(key, 0)) / seconds for key, count in after.items()}
    print(f"wake-ups a second: {sum(per.values()):.2f}")
    for (task, name), rate in sorted(per.items(), key=lambda pair: -pair[1]):
        if rate:
            print(f"  {name} {task}: {rate:.2f}")
    held = memory(daemon.pid)
    print(f"RssAnon {held['RssAnon']:.1f} MB, RssFile {held['RssFile']:.1f} MB, VmRSS {held['VmRSS']:.1f} MB")
finally:
    daemon.terminate()
    daemon.wait()
    shutil.rmtree(folder)
