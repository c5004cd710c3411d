"""Is memory that a process has freed used again, without the system clearing it anew?"""

import subprocess
import sys

import pytest

_ASKS = """
import resource, sys
from sitegen.build.memory import hold_freed
held = hold_freed() if sys.argv[1] == "hold" else True
sizes = [3_000_000, 9_000_000, 20_000_000]
for size in sizes:
    bytearray(size)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    for size in sizes:
        bytearray(size)
print(held, resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(how):
    told = subprocess.run(
        [sys.executable, "-c", _ASKS, how], capture_output=True, text=True, check=True
    ).stdout
    held, count = told.split()
    return held == "True", int(count)


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc can be told")
def test_what_was_freed_is_not_asked_of_the_system_again():
    held, few = faults("hold")
    if held:  # of another C library nothing is promised
        assert few * 5 < faults("not")[1]
