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
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from sitegen.build.collector import collector_at_rest
from sitegen.build.report import StageCost

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Shared = TypeVar("Shared")
Job = TypeVar("Job")
Result = TypeVar("Result")

_SMALL = 256 << 20  # bytes; a process that has no more works beside those that it starts
_FEW = 4  # jobs for each process: then none is given before the last is done

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
        takes less than to start others. Else *meanwhile* is done here, while the others work;
        then this process works with them, unless it is large: what it has is then not doubled
        in one process more, and it would keep what jobs leave. *tidy* work leaves no cycles.
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
        joins = cost_of_this_process().peak < _SMALL
        n_others = min(self.n_workers, len(queue)) - joins
        ahead = n_others * (2 if len(queue) > _FEW * n_others else 1)
        ours = partial(done_at_rest, work, shared, tidy=tidy) if joins else None
        given = _Given(_pool(n_others, shared), _Runner(work, tidy), queue, ours)
        here: dict[int, int] = {}
        try:
            with _no_interrupt():
                given.begin(ahead if joins else len(queue))  # processes start here
            queue.clear()  # jobs are let go when they are done
            meanwhile()
            for at in range(given.size):
                result, cost = given.result(at)
                if cost:
                    self.costs[cost.pid] = cost
                    here[cost.pid] = cost.peak
                yield result
        finally:
            given.end()
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


class _Given:
    """Jobs given to a pool one after the other, from the first on, while we may take the last.

    Both sides take from one queue, of which each step is whole; no lock is held over the pool's.
    """

    def __init__(
        self,
        pool: ProcessPoolExecutor,
        run: _Runner,
        jobs: Iterable[Any],
        ours: Callable[[Any], Any] | None,
    ) -> None:
        self._pool, self._run, self._ours = pool, run, ours
        self._jobs = deque(enumerate(jobs))
        self._told: SimpleQueue[tuple[int, Future[tuple[Any, Cost]]]] = SimpleQueue()
        self._done: dict[int, Future[tuple[Any, Cost]]] = {}
        self._here: dict[int, Any] = {}
        self.size = len(self._jobs)

    def begin(self, most: int) -> None:
        """Give so many of the jobs; for each that is done one more is given."""
        for _ in range(min(most, self.size)):
            self._give()

    def _give(self) -> None:
        try:
            at, job = self._jobs.popleft()
        except IndexError:
            return
        try:
            future = self._pool.submit(self._run, job)
        except RuntimeError as fault:  # a process died: who waits for this job is told
            from concurrent.futures import Future  # noqa: PLC0415 - most edits start none

            future = Future()
            future.set_exception(fault)
        future.add_done_callback(partial(self._note, at))

    def _note(self, at: int, done: Future[tuple[Any, Cost]]) -> None:
        self._told.put((at, done))
        if done.cancelled() or done.exception() is not None:
            self._jobs.clear()  # who asks for results meets this one before
        else:
            self._give()

    def result(self, at: int) -> tuple[Any, Cost | None]:
        """Give the result of a job, and its cost if it was done elsewhere.

        Until it is there, the last jobs that wait are done here, if we join in.
        """
        while self._ours and at not in self._here and not self._is_done(at):
            try:
                last, job = self._jobs.pop()
            except IndexError:
                break
            self._here[last] = self._ours(job)
        if at in self._here:
            return self._here.pop(at), None
        while at not in self._done:
            self._note_done(self._told.get())
        return self._done.pop(at).result()

    def _is_done(self, at: int) -> bool:
        while not self._told.empty():
            self._note_done(self._told.get())
        return at in self._done

    def _note_done(self, told: tuple[int, Future[tuple[Any, Cost]]]) -> None:
        self._done[told[0]] = told[1]

    def end(self) -> None:
        """Let the others go; no job that waits is begun."""
        self._jobs.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Runner:
    """A picklable closure over the stage's function."""

    work: Callable[[Any, Any], Any]
    tidy: bool

    def __call__(self, job: Any) -> tuple[Any, Cost]:
        return _run(self.work, job, tidy=self.tidy)
