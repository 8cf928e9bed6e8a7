"""What the runners in Python have in common; it stands before each of them.

The inputs are the first line of standard input. Each case is answered by one line of JSON, and then by one line for
each sample that is asked for: the other side takes its own in between.
"""

import json
import sys
import time

WARM_UP = 300_000_000
# As long as those of the other sides.
SAMPLE = 10_000_000

inputs = json.loads(sys.stdin.readline())


def timed(run, times):
    started = time.perf_counter_ns()
    for _ in range(times):
        run()
    return time.perf_counter_ns() - started


def warmed_up(run):
    """So many runs that the clock is fine enough, after a while of them."""
    started = time.perf_counter_ns()
    while time.perf_counter_ns() - started < WARM_UP:
        run()
    times = 1
    while timed(run, times) < SAMPLE:
        times *= 2
    return times


def answer(run, shown):
    """Says what a case answers, or why it was refused, and then in nanoseconds what one run takes, as often as asked.

    `shown` makes JSON of what `run` has returned; its time does not count.
    """
    times = 1
    try:
        said = {"answer": shown(run())}
        times = warmed_up(run)
    except Exception as error:
        said = {"refused": f"{type(error).__name__}: {error}"}
    print(json.dumps(said), flush=True)
    while sys.stdin.readline() == "sample\n":
        print(timed(run, times) / times, flush=True)
