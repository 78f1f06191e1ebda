"""Writes zones.tsv: wall times of zones with the moment each means, by Python's zoneinfo.

python3 make_zones.py > zones.tsv
Columns: zone, wall date, wall time, seconds since the epoch, offset there in seconds.
A wall time that is shown twice means the first; one that is skipped, the moment the clocks jump.
The years end with 2024: rules of later years still change from one release of the database to the next.
"""

import datetime
import random
import zoneinfo

ZONES = [
    "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Europe/London", "Pacific/Apia", "Asia/Kathmandu",
    "America/St_Johns", "Africa/Casablanca", "America/Santiago", "Antarctica/Troll", "Asia/Pyongyang", "UTC",
]
dice = random.Random(20170331)
HOUR = datetime.timedelta(hours=1)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def shown(seconds, zone):
    return (EPOCH + datetime.timedelta(seconds=seconds)).astimezone(zone).replace(tzinfo=None, fold=0)


def jumps(zone):
    """The moments at which the offset changes, from hour to hour and then to the second."""
    found = []
    at = int((datetime.datetime(1985, 1, 1) - datetime.datetime(1970, 1, 1)).total_seconds())
    end = int((datetime.datetime(2025, 1, 1) - datetime.datetime(1970, 1, 1)).total_seconds())
    offset = lambda seconds: shown(seconds, zone) - datetime.datetime(1970, 1, 1) - datetime.timedelta(seconds=seconds)
    while at < end:
        if offset(at) != offset(at + 3600):
            low, high = at, at + 3600
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == offset(at) else (low, middle)
            found.append(high)
        at += 3600
    return found


def moment(wall, zone, changes):
    first = wall.replace(tzinfo=zone, fold=0)
    seconds = int((first - EPOCH).total_seconds())
    if shown(seconds, zone) == wall:
        return seconds
    return next(jump for jump in changes if shown(jump - 1, zone) < wall < shown(jump, zone))


def row(name, wall, zone, changes):
    seconds = moment(wall, zone, changes)
    offset = int((shown(seconds, zone) - datetime.datetime(1970, 1, 1)).total_seconds()) - seconds
    print(f"{name}\t{wall:%Y-%m-%d}\t{wall:%H:%M}\t{seconds}\t{offset}")


for name in ZONES:
    zone = zoneinfo.ZoneInfo(name)
    changes = jumps(zone)
    for jump in dice.sample(changes, min(len(changes), 6)) + changes[-2:]:
        before, after = shown(jump - 1, zone), shown(jump, zone)
        for wall in (before, after):
            for minutes in (-90, -61, -60, -31, -30, -29, -1, 0, 1, 29, 30, 31, 60, 90):
                row(name, wall.replace(second=0) + datetime.timedelta(minutes=minutes), zone, changes)
    for _ in range(20):
        minutes = dice.randrange(40 * 365 * 24 * 60)
        row(name, datetime.datetime(1985, 1, 2) + datetime.timedelta(minutes=minutes), zone, changes)
