"""Writes src/rules/calendar.toml (working days 2021 to 2026) from the public data package chinesecalendar (MIT licence).

Run: python3 working_days.py > ../../../src/rules/calendar.toml
"""
import datetime as d
import chinese_calendar as cc
from chinese_calendar import constants as k

NAMES = {"New Year's Day": "元旦", "Spring Festival": "春节", "Tomb-sweeping Day": "清明节", "Labour Day": "劳动节",
         "Dragon Boat Festival": "端午节", "National Day": "国庆节", "Mid-autumn Festival": "中秋节"}

def short(name):
    value = getattr(name, "value", name)
    return NAMES[value]

print("""# Working days (放假安排): days off and make-up working days, one table a year. Replaceable: `kuqu calendar import FILE`
# takes a file of this shape. A weekday that is not listed is a working day, a Saturday or Sunday that is not listed a rest day.
#
# Source: notices of the State Council's general office on each year's holidays, as the public data package
# chinesecalendar 1.11.0 (MIT licence) has them; written by tests/golden/petition/working_days.py.
""")
for year in range(2021, 2027):
    day, off, work = d.date(year, 1, 1), [], []
    while day.year == year:
        if day in k.workdays:
            work.append(f'"{day} {short(k.workdays[day])}"')
        elif day in k.holidays:
            off.append(f'"{day} {short(k.holidays[day])}"')
        day += d.timedelta(1)
    print("[[year]]")
    print(f"year = {year}")
    print(f'document = "国务院办公厅关于{year}年部分节假日安排的通知"')
    for word, days in (("off", off), ("work", work)):
        print(f"{word} = [")
        for at in range(0, len(days), 5):
            print("    " + ", ".join(days[at:at + 5]) + ",")
        print("]")
    print()
