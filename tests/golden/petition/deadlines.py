"""Writes deadlines.tsv: 180 deadlines counted with the public package holidays 0.109 (MIT licence), which is made
independently of the data that the program ships. Same seed, same file.

Run: python3 deadlines.py > deadlines.tsv
"""
import datetime as d
import random
import holidays

ONE = d.timedelta(1)
china = holidays.country_holidays("CN", years=range(2021, 2027))

def works(day):
    return china.is_working_day(day)

def count(start, days, working):
    day, left, skipped = start, days, []
    while left:
        day += ONE
        if working and not works(day):
            skipped.append(day)
        else:
            left -= 1
    safe = day
    while not works(safe):
        safe -= ONE
    later = day
    while not works(later):
        later += ONE
    return day, safe, later, skipped

def main():
    dice = random.Random(20220501)
    span = (d.date(2026, 9, 20) - d.date(2021, 1, 6)).days
    print("law\tfrom\tdays\tunit\tdue\tsafe\tnext\tskipped")
    for at in range(180):
        working = at % 3 == 0
        days = dice.choice([5, 5, 5, 3, 10]) if working else dice.choice([15, 15, 30, 60, 60, 90])
        start = d.date(2021, 1, 6) + dice.randrange(span) * ONE
        due, safe, later, skipped = count(start, days, working)
        law = 2005 if start < d.date(2022, 5, 1) else 2022
        print(law, start, days, "working" if working else "calendar", due, safe, later,
              ",".join(map(str, skipped)), sep="\t")

main()
