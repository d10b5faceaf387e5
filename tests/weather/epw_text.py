"""EPW, TMY3 and CSV texts made for tests: a smooth year of 10 ± 8 ± 5 K, dew point 4 K below."""

import math

DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def smooth(hour):
    """Dry bulb [°C] of an hour of the year: coldest in January and at 3 h."""
    return (
        10.0
        - 8.0 * math.cos(2.0 * math.pi * hour / 8760.0)
        - 5.0 * math.cos(2.0 * math.pi * (hour % 24 - 3) / 24.0)
    )


def calendar(leap=False):
    """Month, day, hour 1 to 24 of every hour."""
    for month, days in enumerate(DAYS, start=1):
        for day in range(1, days + 1 + (leap and month == 2)):
            for hour in range(1, 25):
                yield month, day, hour


def epw(changes=None, *, latitude=48.0, longitude=11.0, zone=1.0, elevation=500.0, leap=False, name="Town"):
    """An EPW file; ``changes`` maps (hour of the year, cell) to another text. Cells: 6 dry, 7 dew, 9
    pressure.
    """
    lines = [f"LOCATION,{name},-,DEU,IWEC,100000,{latitude},{longitude},{zone},{elevation}"]
    lines += ["DESIGN CONDITIONS,0", "TYPICAL/EXTREME PERIODS,0", "GROUND TEMPERATURES,0"]
    lines += ["HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0", "COMMENTS 1,", "COMMENTS 2,"]
    lines += ["DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31"]
    for at, (month, day, hour) in enumerate(calendar(leap)):
        dry = smooth(at)
        cells = [
            "1990",
            str(month),
            str(day),
            str(hour),
            "60",
            "x",
            f"{dry:.1f}",
            f"{dry - 4.0:.1f}",
            "75",
            "95500",
        ]
        cells += ["0"] * 25
        for (where, cell), text in (changes or {}).items():
            if where == at:
                cells[cell] = text
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def tmy3(changes=None):
    """A TMY3 file with the columns that matter; ``changes`` maps (hour, column) to another text."""
    names = ["Date (MM/DD/YYYY)", "Time (HH:MM)", "Dry-bulb (C)", "Dew-point (C)", "Pressure (mbar)"]
    lines = ['722780,"PHOENIX",AZ,-7.0,33.450,-111.983,337', ",".join(names)]
    for at, (month, day, hour) in enumerate(calendar()):
        row = {
            names[0]: f"{month:02d}/{day:02d}/1990",
            names[1]: f"{hour:02d}:00",
            names[2]: f"{smooth(at):.1f}",
            names[3]: f"{smooth(at) - 4.0:.1f}",
            names[4]: "974",
        }
        for (where, column), text in (changes or {}).items():
            if where == at:
                row[column] = text
        lines.append(",".join(row[name] for name in names))
    return "\n".join(lines) + "\n"


def csv(rows=8760, year=2023, pressure=True, changes=None):
    """A plain CSV of hours; ``changes`` maps row to a whole line."""
    from datetime import datetime, timedelta

    start = datetime(year, 1, 1)
    lines = ["time,dry_bulb_c,dew_point_c" + (",pressure_pa" if pressure else "")]
    for at in range(rows):
        dry = smooth(at)
        line = f"{(start + timedelta(hours=at)).isoformat()},{dry:.2f},{dry - 4.0:.2f}"
        lines.append((changes or {}).get(at, line + (",95500" if pressure else "")))
    return "\n".join(lines) + "\n"
