"""The results as a table: in Markdown, which reads well on a terminal too."""

import os
import platform
from dataclasses import dataclass


@dataclass
class Row:
    what: str
    ours: str
    #: What it is compared with, and what that gave.
    against: str = ""
    #: The number that is judged, as it is printed.
    ratio: str = ""
    required: str = ""
    passes: bool | None = None

    def cells(self):
        verdict = "" if self.passes is None else "pass" if self.passes else "MISS"
        return [self.what, self.ours, self.against, self.ratio, self.required, verdict]


def rate(number):
    return f"{number:.0f}/s"


def at_least(what, ours, against, theirs, limit):
    """Ours and theirs are rates."""
    ratio = ours / theirs
    digits = 2 if limit < 1 else 1
    return Row(what, rate(ours), f"{against} {rate(theirs)}", f"{ratio:.{digits}f}", f"≥ {limit}", ratio >= limit)


def markdown(rows):
    head = ["what", "ours", "against", "ratio", "required", ""]
    lines = [head, ["---"] * len(head)] + [row.cells() for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def machine():
    with open("/proc/cpuinfo") as file:
        model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "")
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores ({model}), Linux {platform.release()}, load {load:.1f} at the end"
