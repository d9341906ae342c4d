"""How fast aoristic sums are in Python, row by row over a pandas frame as packages for crime analysis do them.

Run: python3 benches/peers/aoristic_pandas.py     (the same rows as crates/evidence/methods/examples/aoristic_speed.rs)
"""

import resource
import statistics
import time

import numpy as np
import pandas as pd


def rows(count):
    state = 12345

    def following(bound):
        nonlocal state
        state = (state * 1103515245 + 12345) % 2147483648
        return (state >> 8) % bound

    start, length, open_ended = [], [], []
    for _ in range(count):
        start.append(1451606400 + 60 * following(525600))
        length.append(60 * following(2160))
        open_ended.append(following(16) == 0)
    start = np.array(start)
    end = pd.Series(pd.to_datetime(start + np.array(length), unit="s")).mask(np.array(open_ended))
    return pd.DataFrame({"start": pd.to_datetime(start, unit="s"), "end": end})


def sums(frame):
    table = np.zeros((24, 7))
    for row in frame.itertuples(index=False):
        minutes = 0 if row.end is pd.NaT else int((row.end - row.start).total_seconds() // 60)
        hour, day = row.start.hour, row.start.weekday()
        left = 60 - row.start.minute
        if minutes >= 10080:
            table += 1 / 168
        elif minutes <= left:
            table[hour, day] += 1
        else:
            rest, step = minutes, left
            while rest > 0:
                table[hour, day] += step / minutes
                rest -= step
                step = min(60, rest)
                hour += 1
                if hour == 24:
                    hour, day = 0, (day + 1) % 7
    return table


for count in (10_000, 30_000, 100_000):
    frame, times = rows(count), []
    for _ in range(3):
        begin = time.perf_counter()
        table = sums(frame)
        times.append(time.perf_counter() - begin)
    median = statistics.median(times)
    print(f"{count:>9} rows: {1e3 * median:>9.1f} ms, {count / median:>9.0f} rows/s", f"check {table[3, 2]:.9f}" if count == 10_000 else "")
print("peak memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, "kB")
