"""Writes workdays.txt: each year's days as working (1) or off (0), by PyPI's chinesecalendar.

pip install chinesecalendar==1.11.0; python3 make_workdays.py > workdays.txt
"""

import datetime

import chinese_calendar

print("# chinesecalendar 1.11.0: a year, then a digit a day from 1 January: 1 worked, 0 off")
for year in range(2017, 2027):
    day = datetime.date(year, 1, 1)
    digits = ""
    while day.year == year:
        digits += "1" if chinese_calendar.is_workday(day) else "0"
        day += datetime.timedelta(days=1)
    print(year, digits)
