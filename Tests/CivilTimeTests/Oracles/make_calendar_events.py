"""Writes calendar-events.tsv: calendar event expressions, made up from a seed, and what systemd makes of them.

python3 make_calendar_events.py [SEED [COUNT]] > calendar-events.tsv (systemd 252)
Columns: expression, base (UTC), its normal form, the five events after the base (comma-separated, may be fewer).
Where systemd refuses the expression, the normal form is `-`; all are read here as well, or refused as well. Counted from
the month's end, systemd 252 takes up to the 28th day alone, the 25th as the second of a list and the 22nd as the third,
which is followed by nobody: lists keep to 22 here, with the slips. Nor is it followed where a step without an end runs over its field's
end, as 7/7 does at the 35th of December: it counts on from the 4th of January, and the rest of the list loses the days
before. In lists steps have an end here.
"""

import datetime
import os
import random
import subprocess
import sys

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 20170331
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
dice = random.Random(SEED)


def day_name(number):
    name = DAYS[number] if dice.random() < 0.2 else DAYS[number][:3]
    return dice.choice([name, name, name.lower(), name.upper()])


def weekdays():
    parts = []
    for _ in range(dice.choice([1, 1, 1, 2, 3])):
        first = dice.randrange(7)
        last = dice.randrange(7) if dice.random() < 0.1 else dice.randrange(first, 7)
        parts.append(day_name(first) if dice.random() < 0.6 else f"{day_name(first)}..{day_name(last)}")
    return ",".join(parts)


def number(low, high):
    value = dice.randint(low - 1, high + 1) if dice.random() < 0.03 else dice.randint(low, high)
    return f"{value:02}" if dice.random() < 0.8 else str(max(value, 0))


def field(low, high, any_chance, high_of_list=None):
    if dice.random() < any_chance:
        return "*"
    parts = []
    count = dice.choice([1, 1, 1, 1, 2, 3])
    if count > 1:
        high = high_of_list or high
    for _ in range(count):
        part = number(low, high)
        has_step = dice.random() < 0.2
        if dice.random() < 0.25 or (has_step and count > 1):
            part += f"..{number(min(int(part), high), high) if dice.random() < 0.9 else number(low, high)}"
        if has_step:
            part += f"/{dice.randint(1, 8) if dice.random() < 0.9 else dice.randint(0, high)}"
        parts.append(part)
    return ",".join(parts)


def date():
    from_end = dice.random() < 0.25
    day = field(1, 27, 0, 21) if from_end else field(1, 31, 0.4)
    text = f"{field(1, 12, 0.5)}{'~' if from_end else '-'}{day}"
    return text if dice.random() < 0.3 else f"{field(2010, 2040, 0.8)}-{text}"


def expression():
    if dice.random() < 0.03:
        return dice.choice(["daily", "weekly", "Monthly", "quarterly", "semiannually", "yearly"])
    parts = []
    if dice.random() < 0.6:
        parts.append(weekdays())
    if dice.random() < 0.7:
        parts.append(date())
    if not parts or dice.random() < 0.7:
        parts.append(f"{dice.randint(0, 23):02}:{dice.randint(0, 59):02}" + dice.choice(["", "", ":00", ":30"]))
    return " ".join(parts)


def ask(text, base):
    run = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=5", f"--base-time={base} UTC", text], capture_output=True,
        text=True, env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"}, check=False)
    if run.returncode != 0:
        return "-", []
    normal, events = "", []
    for line in run.stdout.splitlines():
        head, _, value = line.strip().partition(": ")
        if head == "Normalized form":
            normal = value
        elif (head == "Next elapse" or head.startswith("Iter")) and value != "never":
            events.append(" ".join(value.split()[1:3]))
    return normal, events


for _ in range(COUNT):
    base = datetime.datetime(2015, 1, 1) + datetime.timedelta(seconds=dice.randint(0, 9 * 365 * 86_400))
    wanted = expression()
    normal, events = ask(wanted, base)
    print(wanted, base, normal, ",".join(events), sep="\t")
