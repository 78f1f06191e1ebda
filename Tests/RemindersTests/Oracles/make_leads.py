"""Writes leads.tsv: deadlines and policies, made up from a seed, and the days on which `remind` would speak.

apt-get install remind (here: 04.02.03); python3 make_leads.py > leads.tsv
python3 make_leads.py SEED ROWS gives other rows, which a test asks for where remind is installed.

remind gets China's calendars as one OMIT for each run of off days: an OMIT of Saturdays and Sundays could not be taken
back for the Saturdays that are worked. What remind does otherwise than we do is put in its own words here, and told in
docs/reminding.md: its moves move the deadline, and the leads with it, so a lead is counted in one REM and moved in a
second; its omitted days are left out of a count, which our quiet days are not, so they are omitted for the second REM
alone; what UNTIL would drop we say on the last day that is left.

Columns: form, deadline, time of day or -, move, quiet (comma-separated weekdays and spans), leads, leads after the
deadline, and then by form:
  slots   each lead's day (- where it is left out), the due day, the later leads' days in order, separated by |
  warn    the days from lead to deadline on which a REM with WARN speaks, asked day by day
  delta   the first day on which a REM with +N or ++N speaks, and how many there are up to the deadline
"""

import datetime
import itertools
import json
import pathlib
import random
import subprocess
import sys

CALENDARS = pathlib.Path(__file__).resolve().parents[3] / "Config/calendars/cn"
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MOVES = ["previous", "next", "keep", "skip"]
FIRST, LAST = datetime.date(2017, 3, 1), datetime.date(2026, 6, 30)
DAY = datetime.timedelta(days=1)
# Before any day that is asked for: remind looks for triggers from here on.
EARLY = "'2016-01-01'"
AT = "09:00"


def off_days():
    """Every off day of the years around, and the days that are worked or off against the plain week."""
    said = {}
    for path in sorted(CALENDARS.glob("*.json")):
        for day in json.loads(path.read_text())["days"]:
            said[datetime.date.fromisoformat(day["date"])] = day["isOffDay"]
    days = (datetime.date(2016, 1, 1) + n * DAY for n in range(12 * 366))
    return [day for day in days if said.get(day, day.weekday() >= 5)], sorted(said)


def omit(first, last):
    return f"OMIT {first} THROUGH {last}" if first < last else f"OMIT {first}"


def omits(days):
    """An OMIT for each run of days."""
    runs = []
    for day in days:
        if runs and day - runs[-1][1] == DAY:
            runs[-1][1] = day
        else:
            runs.append([day, day])
    return [omit(first, last) for first, last in runs]


OFF, SPECIAL = off_days()
# A month earlier or later, as a function of the month's number since year 0: a day that it lacks becomes its last.
HEADER = [
    "BANNER %", 'SET $DateSep "-"',
    "FSET _month(n, d) date(n / 12, n % 12 + 1, min(d, daysinmon(n % 12 + 1, n / 12)))",
]


def calendar(year):
    """The off days of a year and of those beside it: more than a thousand days remind does not take."""
    return ["CLEAR-OMIT-CONTEXT"] + omits(day for day in OFF if abs(day.year - year) <= 1)


def remind(lines, start, days=1):
    """What remind prints from a day on, a line a message."""
    run = subprocess.run(
        ["remind", "-q", "-", start.isoformat(), f"*{days}"], input="\n".join(HEADER + lines) + "\n",
        capture_output=True, text=True, env={"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"})
    if run.returncode != 0 or run.stderr:
        sys.exit(f"remind: {run.returncode}: {run.stderr[:500]}")
    return [line for line in run.stdout.split("\n") if line and line != "No reminders."]


class Questions:
    """What remind is asked in one go, and its answers."""

    def __init__(self):
        self.lines = []
        self.count = 0
        self.answers = {}

    def ask(self, expression):
        self.lines.append(f"MSG {self.count} [{expression}]")
        self.count += 1
        return self.count - 1

    def put(self):
        for line in remind(self.lines, FIRST):
            number, answer = line.split()
            self.answers[int(number)] = answer

    def day(self, number):
        """The day; None where remind has no trigger."""
        answer = self.answers[number]
        return None if answer.startswith("-") else datetime.date.fromisoformat(answer)


# The cases.

def deadline(dice):
    """Month ends, days around holidays and days worked for them, any days."""
    kind = dice.random()
    if kind < 0.35:
        year, month = dice.randint(2017, 2026), dice.choice([3, 6, 9, 12, dice.randint(1, 12)])
        day = datetime.date(year + month // 12, month % 12 + 1, 1) - DAY
    elif kind < 0.7:
        day = dice.choice(SPECIAL) + dice.randint(-6, 6) * DAY
    else:
        day = FIRST + dice.randint(0, (LAST - FIRST).days) * DAY
    return day if FIRST <= day <= LAST else deadline(dice)


def lead(dice):
    unit = dice.choice(["d", "d", "w", "m", "wd", "wd", "wd"])
    most = {"d": 60, "w": 9, "m": 4, "wd": 40}[unit]
    return f"{dice.randint(0, dice.choice([most // 8, most, most]))}{unit}"


def leads(dice, least, most):
    return list(dict.fromkeys(lead(dice) for _ in range(dice.randint(least, most))))


def quiet(dice, about):
    if dice.random() < 0.5:
        return [], []
    weekdays = sorted(dice.sample(WEEKDAYS, dice.choice([0, 0, 1, 1, 2, 3])), key=WEEKDAYS.index)
    spans = []
    for _ in range(dice.randint(0, 2)):
        first = about + dice.randint(-50, 25) * DAY
        spans.append((first, first + dice.choice([0, 0, 1, 4, 9]) * DAY))
    return weekdays, spans


def parsed(text):
    number = text.rstrip("dwm")
    return int(number), text[len(number):]


# Rows of slots: every day by a REM of its own, evaluated once.

def back(day, text):
    """The trigger that a lead ahead of the deadline is; None for months, where remind has no word for it."""
    number, unit = parsed(text)
    return None if unit == "m" else f"{day} {'-' if unit == 'wd' else '--'}{number * (7 if unit == 'w' else 1)}"


def month_back(day, text):
    return f"_month({day.year * 12 + day.month - 1 - parsed(text)[0]}, {day.day})"


def forth(day, text):
    """The day that a lead after the deadline names. remind counts back alone: slide() is its way forward."""
    number, unit = parsed(text)
    if unit == "m":
        return f"_month({day.year * 12 + day.month - 1 + number}, {day.day})"
    if unit == "wd":
        return f"slide('{day}', {number})" if number else f"'{day}'"
    return f"'{day}' + {number * (7 if unit == 'w' else 1)}"


class Slots:
    def __init__(self, dice):
        self.deadline = deadline(dice)
        self.time = dice.choice(["-"] * 7 + ["08:00", AT, "18:00"])
        self.move = dice.choice(MOVES)
        self.weekdays, self.spans = quiet(dice, self.deadline)
        self.ahead, self.overdue = leads(dice, 1, 5), leads(dice, 0, 3)
        # With a time of day at or before the reminding hour the day before is the last that is not too late.
        self.last = self.deadline - DAY if self.time != "-" and self.time <= AT else self.deadline

    def ask(self, questions):
        lines, local = questions.lines, "OMIT " + " ".join(self.weekdays) if self.weekdays else ""
        word = {"previous": "BEFORE", "next": "AFTER", "keep": "BEFORE", "skip": "SKIP"}[self.move]
        # Where the same days are left out of the count and passed over by the move, one REM does both.
        is_one = not self.weekdays and not self.spans and self.move != "keep"
        for number, text in enumerate(self.ahead):
            trigger = back(self.deadline, text)
            if trigger is None:
                lines.append(f"SET a{number} {month_back(self.deadline, text)}")
            elif is_one:
                lines.append(f'SET a{number} "{trigger}"')
            else:
                lines.append(f'SET a{number} evaltrig("{trigger}", {EARLY})')
        for number, text in enumerate(self.overdue):
            lines.append(f"SET b{number} max('{self.deadline + DAY}', {forth(self.deadline, text)})")
        lines.append("PUSH-OMIT-CONTEXT")
        lines.extend(omit(first, last) for first, last in self.spans)
        after = [
            questions.ask(f'evaltrig(b{number} + " {local} AFTER", {EARLY})') for number in range(len(self.overdue))]
        if self.move == "keep":
            lines.append("CLEAR-OMIT-CONTEXT")
            lines.extend(omit(first, last) for first, last in self.spans)
        before = [
            questions.ask(f'evaltrig(a{number} + " {local} {word}", {EARLY})') for number in range(len(self.ahead))]
        due_word = "BEFORE" if self.move == "skip" else word
        due = questions.ask(f'evaltrig("{self.last} {local} {due_word}", {EARLY})')
        latest = questions.ask(f'evaltrig("{self.last} {local} BEFORE", {EARLY})')
        lines.append("POP-OMIT-CONTEXT")
        self.asked = before, due, after, latest

    def row(self, questions):
        before, due, after, latest = self.asked
        end = questions.day(latest)
        told = lambda number: end if (questions.day(number) or end) > self.last else questions.day(number)
        days = lambda numbers: " ".join(str(told(number) or "-") for number in numbers)
        later = " ".join(sorted(str(questions.day(number)) for number in after))
        spans = [f"{first}..{last}" for first, last in self.spans]
        return [
            "slots", self.deadline, self.time, self.move, ",".join(self.weekdays + spans), " ".join(self.ahead),
            " ".join(self.overdue), f"{days(before)}|{told(due)}|{later}"]


# Rows of warnings: remind is run for each day of a span, as it is from a crontab.

class Warnings:
    longest = 120

    def __init__(self, dice, form):
        self.form, self.deadline = form, deadline(dice)
        # remind stops at a WARN that does not get smaller, whatever it counts.
        sizes = sorted(dice.sample(range(1, 60), dice.randint(1, 5)), reverse=True)
        units = [dice.choice(["d", "wd"]) for _ in sizes]
        self.leads = [f"{size}{unit}" for size, unit in zip(sizes, units)]
        if form == "delta":
            self.leads = self.leads[:1]
        self.days = []

    def lines(self, number):
        if self.form == "delta":
            size, unit = parsed(self.leads[0])
            return [f"REM {self.deadline} {'+' if unit == 'wd' else '++'}{size} MSG {number} [today()]"]
        values = [size if unit == "d" else -size for size, unit in map(parsed, self.leads)]
        return [
            f"FSET _warn{number}(x) choose(x, {', '.join(map(str, values))}, 0)",
            f"REM {self.deadline} WARN _warn{number} MSG {number} [today()]"]

    def row(self):
        answer = " ".join(self.days) if self.form == "warn" else f"{self.days[0]} {len(self.days)}"
        return [self.form, self.deadline, "-", "keep", "", " ".join(self.leads), "", answer]


def run_daily(cases):
    cases = sorted(cases, key=lambda case: case.deadline)
    while cases:
        first = cases[0].deadline
        batch = [case for case in cases if case.deadline < first + 60 * DAY]
        cases = cases[len(batch):]
        lines = calendar(first.year) + [
            line for number, case in enumerate(batch) for line in case.lines(number)]
        for line in remind(lines, first - Warnings.longest * DAY, Warnings.longest + 60):
            number, day = line.split()
            batch[int(number)].days.append(day)


def main():
    seed, rows = (int(text) for text in sys.argv[1:3]) if len(sys.argv) > 2 else (20170331, 4000)
    dice = random.Random(seed)
    questions = Questions()
    slots = sorted((Slots(dice) for _ in range(rows * 3 // 4)), key=lambda case: case.deadline)
    for year, cases in itertools.groupby(slots, key=lambda case: case.deadline.year):
        questions.lines.extend(calendar(year))
        for case in cases:
            case.ask(questions)
    warnings = [Warnings(dice, dice.choice(["warn", "warn", "delta"])) for _ in range(rows - len(slots))]
    questions.put()
    run_daily(warnings)
    for row in [case.row(questions) for case in slots] + [case.row() for case in warnings]:
        print(*row, sep="\t")


main()
