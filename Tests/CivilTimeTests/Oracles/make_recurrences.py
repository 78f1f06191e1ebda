"""Writes recurrences.tsv: rules, made up from a fixed seed, and their days by PyPI's python-dateutil.

pip install python-dateutil==4.0.0; python3 make_recurrences.py > recurrences.tsv
Where BYDAY mixes plain and numbered weekdays (SA,-1SU), dateutil takes the days that meet both, RFC 5545 those that
meet either (its grammar knows one list of weekdays, each with or without a number); so such a rule is asked as two.
Columns: rule, start, through (inclusive), limit, days (comma-separated, may be empty).
"""

import datetime
import random

from dateutil.rrule import rrulestr

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
dice = random.Random(20170331)


def some(values, most):
    return dice.sample(values, dice.randint(1, most))


def joined(values):
    return ",".join(str(value) for value in values)


def day_name(most_ordinal):
    ordinal = dice.choice(["", "", *range(1, most_ordinal + 1), *range(-most_ordinal, 0)])
    return f"{ordinal}{dice.choice(WEEKDAYS)}"


def rule(start):
    frequency = dice.choice(["DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY"])
    parts = [f"FREQ={frequency}"]
    if dice.random() < 0.5:
        parts.append(f"INTERVAL={dice.choice([1, 2, 3, 4, 5, 6, 7, 11, 13])}")
    if dice.random() < 0.4:
        parts.append(f"BYMONTH={joined(some(range(1, 13), 5))}")
    if frequency != "WEEKLY" and dice.random() < 0.5:
        days = [*range(1, 32), *range(-31, 0), -1, -1, 31, 30, 29]
        parts.append(f"BYMONTHDAY={joined(some(days, 4))}")
    if dice.random() < 0.5:
        if frequency in ("DAILY", "WEEKLY"):
            parts.append(f"BYDAY={joined(some(WEEKDAYS, 4))}")
        else:
            by_month = frequency == "MONTHLY" or any(part.startswith("BYMONTH=") for part in parts)
            most = 5 if by_month else 53
            parts.append(f"BYDAY={joined(day_name(most) for _ in range(dice.randint(1, 3)))}")
    if dice.random() < 0.4:
        parts.append(f"WKST={dice.choice(WEEKDAYS)}")
    end = dice.random()
    if end < 0.3:
        parts.append(f"COUNT={dice.randint(1, 30)}")
    elif end < 0.6:
        until = start + datetime.timedelta(days=dice.randint(-3, 2500))
        parts.append(f"UNTIL={until:%Y%m%d}")
    dice.shuffle(parts)
    return ";".join(parts)


def work_list_rule(start):
    """A rule as a work list has it: every month by a day, at each quarter's end, on the last Friday."""
    ends = [-1, -1, -1, 31, 30, 29, 28, -2, -5, 25, 20, 15, 10, 5, 1]
    month_day = f"BYMONTHDAY={dice.choice(ends)}"
    ordinal = f"BYDAY={dice.choice([1, 2, 3, 4, 5, -1, -1, -1, -2])}{dice.choice(WEEKDAYS)}"
    day = dice.choice([month_day, month_day, month_day, ordinal, ordinal, None])
    quarters = dice.choice(["3,6,9,12", "3,6,9,12", "1,4,7,10", "6,12", "6,9,12", "2,5,8,11", "12", "2"])
    shape = dice.random()
    if shape < 0.3:
        parts = ["FREQ=MONTHLY", dice.choice([None, "INTERVAL=1", "INTERVAL=2"]), day]
    elif shape < 0.55:
        parts = ["FREQ=MONTHLY", dice.choice(["INTERVAL=3", "INTERVAL=3", "INTERVAL=6", "INTERVAL=12"]), day]
    elif shape < 0.75:
        parts = [dice.choice(["FREQ=YEARLY", "FREQ=YEARLY", "FREQ=MONTHLY"]), f"BYMONTH={quarters}", day]
    elif shape < 0.8:
        parts = ["FREQ=MONTHLY", f"BYMONTHDAY={joined(dice.sample([1, 10, 15, 20, -1, 30, 31], 2))}"]
    elif shape < 0.9:
        parts = [
            "FREQ=WEEKLY", dice.choice([None, "INTERVAL=2"]),
            dice.choice(["BYDAY=FR", "BYDAY=MO", "BYDAY=MO,TH", None])]
    else:
        parts = ["FREQ=YEARLY", dice.choice([None, "INTERVAL=2", "INTERVAL=4"]), None]
    year_end = datetime.date(start.year + dice.choice([0, 0, 1, 3]), 12, 31)
    later = start + datetime.timedelta(days=dice.randint(0, 1200))
    parts.append(
        dice.choice([None, f"COUNT={dice.randint(1, 16)}", f"UNTIL={year_end:%Y%m%d}", f"UNTIL={later:%Y%m%d}"]))
    return ";".join(part for part in parts if part)


def work_list_start():
    """The first of a month, a month's end, or any day."""
    first = datetime.date(dice.randint(2015, 2026), dice.randint(1, 12), 1)
    return first + datetime.timedelta(days=dice.choice([0, -1, -1, dice.randint(0, 27)]))


def plain_and_numbered(text):
    """The rule, or where its BYDAY has both kinds, one rule for each kind."""
    parts = dict(part.split("=") for part in text.split(";"))
    names = parts.get("BYDAY", "").split(",")
    halves = [half for half in ([n for n in names if len(n) == 2], [n for n in names if len(n) > 2]) if half]
    for half in halves or [[]]:
        whole = {**parts, "BYDAY": joined(half)} if half else parts
        yield ";".join(f"{name}={value}" for name, value in whole.items() if name != "COUNT")


def days(text, start, through, limit):
    parts = dict(part.split("=") for part in text.split(";"))
    found = set()
    for rule in plain_and_numbered(text):
        for moment in rrulestr(rule, dtstart=datetime.datetime.combine(start, datetime.time())):
            if moment.date() > through:
                break
            found.add(moment.date())
    return sorted(found)[: min(limit, int(parts.get("COUNT", limit)))]


def row(text, start, through, limit):
    found = ",".join(day.isoformat() for day in days(text, start, through, limit))
    print(f"{text}\t{start}\t{through}\t{limit}\t{found}")


# Some forms that work lists ask for, then more of their kind, then whatever the dice give.
date = datetime.date
row("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1;UNTIL=20171231", date(2017, 7, 31), date(2020, 1, 1), 40)
row("FREQ=MONTHLY;INTERVAL=2;UNTIL=20171231", date(2017, 7, 31), date(2020, 1, 1), 40)
row("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20", date(2023, 1, 1), date(2024, 12, 31), 40)
row("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", date(2020, 2, 29), date(2030, 12, 31), 40)
row("FREQ=YEARLY", date(2020, 2, 29), date(2061, 1, 1), 40)
row("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", date(2024, 3, 31), date(2026, 12, 31), 40)
row("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", date(1997, 8, 5), date(1999, 1, 1), 40)
row("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", date(1997, 8, 5), date(1999, 1, 1), 40)
for _ in range(2400):
    start = work_list_start()
    row(work_list_rule(start), start, start + datetime.timedelta(days=dice.randint(0, 2500)), dice.randint(1, 40))
for _ in range(1592):
    start = date(2015, 1, 1) + datetime.timedelta(days=dice.randint(0, 4000))
    row(rule(start), start, start + datetime.timedelta(days=dice.randint(0, 6000)), dice.randint(1, 40))
