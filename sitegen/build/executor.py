"""Where do the batches run: here, or in a pool of processes? (On a cluster: ``cluster``.)

A stage is a function of (shared, job). ``shared`` is read-only and reaches each worker once: by
fork where the platform has it, else pickled at the worker's start.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sitegen.build.collector import collector_at_rest
from sitegen.build.report import StageCost

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Shared = TypeVar("Shared")
Job = TypeVar("Job")
Result = TypeVar("Result")

_worker: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process has used so far: CPU seconds, and its peak of resident bytes."""

    pid: int
    cpu: float
    peak: int


def cost_of_this_process() -> Cost:
    """Read the operating system's account of this process."""
    times = os.times()
    return Cost(os.getpid(), times.user + times.system, _peak())


def _peak() -> int:
    status = Path("/proc/self/status")
    with contextlib.suppress(OSError):
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def default_start() -> str:
    """Name the start method: fork where it is safe and shares memory (Linux), else spawn."""
    chosen = os.environ.get("SITEGEN_START_METHOD", "")
    if chosen:
        import multiprocessing  # noqa: PLC0415 - most edits start no process

        if chosen in multiprocessing.get_all_start_methods():
            return chosen
    return "fork" if sys.platform == "linux" else "spawn"


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Let a Ctrl-C wait until processes have started.

    Python runs handlers of signals in what the interpreter does around a fork, too, and there an
    exception is printed and dropped: the Ctrl-C would be lost.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows starts processes otherwise
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(shared: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _worker["shared"] = shared


def _run(work: Callable[[Any, Any], Any], job: Any, *, tidy: bool) -> tuple[Any, Cost]:
    return done_at_rest(work, _worker["shared"], job, tidy=tidy), cost_of_this_process()


def done_at_rest(
    work: Callable[[Shared, Job], Result], shared: Shared, job: Job, *, tidy: bool = False
) -> Result:
    """Do a job while the collector of cycles rests; it looks once, at what the job left.

    On its own it would walk every record of the corpus again and again: a tenth of the CPU. At what
    *tidy* work left, which makes no cycles, it never looks.
    """
    with collector_at_rest():
        result = work(shared, job)
        if tidy:
            gc.freeze()
        else:
            gc.collect(0)  # before it wakes, else it looks at the same again
    return result


def _give_back() -> None:
    """Return to the system what is free: glibc keeps it, and every fork would have it too."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - numpy has loaded it

        with contextlib.suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


def _pool(n_workers: int, shared: object) -> ProcessPoolExecutor:
    """Prepare a pool of processes that have *shared*."""
    import multiprocessing  # noqa: PLC0415 - most edits start no process
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - and need none of this

    context = multiprocessing.get_context(default_start())
    return ProcessPoolExecutor(n_workers, context, initializer=_start, initargs=(shared,))


class Crew:
    """Runs jobs of one stage, results in the order of the jobs, and keeps count of the cost."""

    def __init__(self, n_workers: int) -> None:
        self.n_workers = max(1, n_workers)
        self.costs: dict[int, Cost] = {}
        self.remote: dict[str, Cost] = {}  # of processes elsewhere, by their address
        self.stages: list[StageCost] = []
        self._peak = 0
        self._begun = time.monotonic()

    def end(self, stage: str) -> None:
        """Note what was done since the last end as the cost of *stage*."""
        cpu = self.cpu - sum(one.cpu for one in self.stages)
        wall = time.monotonic() - self._begun - sum(one.wall for one in self.stages)
        self.stages.append(StageCost(stage, cpu, wall, self.peak))

    def map(
        self,
        work: Callable[[Shared, Job], Result],
        shared: Shared,
        jobs: Iterable[Job],
        *,
        alone: bool = False,
        tidy: bool = False,
        meanwhile: Callable[[], object] = int,
    ) -> Iterator[Result]:
        """Run *work* on every job; the order of results is that of *jobs*.

        With one worker, or one job, everything runs in this process; also *alone*, for what
        takes less than to start others. Else *meanwhile* is done here, while the others work.
        *tidy* work leaves no cycles.
        """
        queue = deque(jobs)
        del jobs
        if alone or len(queue) < 2:  # little: no fork, and no cycles worth looking for
            while queue:
                with collector_at_rest():
                    result = work(shared, queue.popleft())
                yield result
            return
        _give_back()
        gc.freeze()  # what is known by now stays: no collector need walk it, here or in a fork
        if self.n_workers == 1:
            while queue:
                yield done_at_rest(work, shared, queue.popleft(), tidy=tidy)
            return
        pool = _pool(min(self.n_workers, len(queue)), shared)
        here: dict[int, int] = {}
        try:
            with _no_interrupt():
                results = pool.map(_Runner(work, tidy), queue)  # processes start here
            queue.clear()  # the pool lets jobs go when they are done
            meanwhile()
            for result, cost in results:
                self.costs[cost.pid] = cost
                here[cost.pid] = cost.peak
                yield result
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            self.took(sum(here.values()))

    def took(self, peaks: int) -> None:
        """Note that a stage's processes had *peaks* bytes together, beside this one's."""
        self._peak = max(self._peak, cost_of_this_process().peak + peaks)

    def close(self) -> None:
        """Let the crew go."""

    @property
    def cpu(self) -> float:
        """CPU seconds of all processes so far, this one included."""
        costs = (*self.costs.values(), *self.remote.values())
        return cost_of_this_process().cpu + sum(cost.cpu for cost in costs)

    @property
    def peak(self) -> int:
        """Bytes resident at most: of the stages, the greatest sum of the peaks of its processes.

        An upper bound: what forked processes share counts once for each.
        """
        return max(self._peak, cost_of_this_process().peak)


@dataclass(frozen=True, slots=True)
class _Runner:
    """A picklable closure over the stage's function."""

    work: Callable[[Any, Any], Any]
    tidy: bool

    def __call__(self, job: Any) -> tuple[Any, Cost]:
        return _run(self.work, job, tidy=self.tidy)
