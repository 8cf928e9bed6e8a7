"""What the runners in Python have in common; it stands before each of them.

The inputs come on standard input, and each case is answered by one line of JSON.
"""

import json
import sys
import time

SAMPLES = 41
WARM_UP = 300_000_000
# As long as those of the other sides.
SAMPLE = 10_000_000

inputs = json.load(sys.stdin)


def timed(run, times):
    started = time.perf_counter_ns()
    for _ in range(times):
        run()
    return time.perf_counter_ns() - started


def samples(run):
    """Nanoseconds of one run: samples, each of so many runs that the clock is fine enough."""
    started = time.perf_counter_ns()
    while time.perf_counter_ns() - started < WARM_UP:
        run()
    times = 1
    while timed(run, times) < SAMPLE:
        times *= 2
    return [timed(run, times) / times for _ in range(SAMPLES)]


def answer(run, shown):
    """Says what a case answers and how long that takes, or why it was refused.

    `shown` makes JSON of what `run` has returned; its time does not count.
    """
    try:
        said = {"answer": shown(run()), "nanoseconds": samples(run)}
    except Exception as error:
        said = {"refused": f"{type(error).__name__}: {error}"}
    print(json.dumps(said), flush=True)
