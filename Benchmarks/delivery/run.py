#!/usr/bin/python3
"""Times deliveries against their peers: `Benchmarks/delivery/run.py DEADLINED [--only NAME] [--count N] …`.

Everything runs on loopback with programs of its own, and ends with the benchmark. Prints a table; compares within one
run only.
"""

import argparse
import sys
import time

import measures
import table


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", help="the daemon, as released")
    parser.add_argument("--only", action="append", choices=measures.ALL, help="measure just this; may be repeated")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the shorter measures (default 5)")
    parser.add_argument("--few", type=int, default=3, help="rounds of the longer ones (default 3)")
    parser.add_argument("--count", type=int, default=10000, help="deliveries (default 10000)")
    parser.add_argument("--large", type=int, default=100000, help="deliveries of the largest burst (default 100000)")
    parser.add_argument("--items", type=int, default=5, help="items a message (default 5)")
    parser.add_argument("--samples", type=int, default=200, help="reminders of the latency, one a second (default 200)")
    parser.add_argument("--write", metavar="FILE", help="write the table to this file too")
    return parser.parse_args()


def main():
    chosen = options()
    bench = measures.Bench(chosen)
    rows = []
    begun = time.monotonic()
    try:
        for name in chosen.only or measures.ALL:
            print(f"{name}: {getattr(bench, name).__doc__.splitlines()[0]}", flush=True)
            rows += getattr(bench, name)()
    except KeyboardInterrupt:
        print("bench: stopped", file=sys.stderr)
    finally:
        bench.clean()
    text = table.markdown(rows)
    print(f"\n{text}\n{table.machine()}; {(time.monotonic() - begun) / 60:.0f} minutes")
    if chosen.write:
        with open(chosen.write, "w") as file:
            file.write(text)


if __name__ == "__main__":
    main()
