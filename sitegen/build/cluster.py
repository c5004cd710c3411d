"""How do the batches run on many machines? On the workers of a Dask scheduler (extra ``cluster``).

The stages are those of one machine, and so are the bytes. What a stage's jobs share lies in the
work folder, which every worker must see under the same path, as it must the archive and the
output; only jobs and results go through the scheduler. A job whose worker died is done again by
another: it writes the same files with the same bytes.
"""

from __future__ import annotations

import gc
import pickle
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from sitegen.build.executor import Cost, Crew, cost_of_this_process, done_at_rest
from sitegen.build.stamp import code_stamp
from sitegen.errors import CorpusError, Place, Problem

Shared = TypeVar("Shared")
Job = TypeVar("Job")
Result = TypeVar("Result")

PATIENCE = 10  # seconds that a scheduler has to answer
_alone = threading.Lock()  # our stages keep one batch at a time: a worker's threads wait
_held: dict[str, Any] = {}  # what the last stage's jobs share, by its path


class ClusterCrew(Crew):
    """Runs the jobs of each stage on the workers of a scheduler.

    Raises CorpusError where there is no scheduler, no worker, or a worker of another sitegen.
    """

    def __init__(self, address: str, work: Path) -> None:
        super().__init__(1)
        self._address = address
        self._work = work
        self._stages = 0
        self._client = _client(address)
        self._check_workers()

    def map(
        self,
        work: Callable[[Shared, Job], Result],
        shared: Shared,
        jobs: Iterable[Job],
        *,
        alone: bool = False,  # noqa: ARG002 - others may have what this machine lacks
        tidy: bool = False,  # noqa: ARG002 - workers serve many builds, and look for cycles
        meanwhile: Callable[[], object] = int,  # noqa: ARG002 - for those that part from this one
    ) -> Iterator[Result]:
        """Run *work* on every job, on any worker; the order of results is that of *jobs*."""
        gc.freeze()
        path = self._work / f"shared-{self._stages}"
        self._stages += 1
        path.write_bytes(pickle.dumps(shared, protocol=pickle.HIGHEST_PROTOCOL))
        here_is = code_stamp()
        waiting = [
            self._client.submit(_work, work, str(path), job, here_is, pure=False) for job in jobs
        ]
        waiting.reverse()
        here: dict[str, int] = {}
        try:
            while waiting:
                who, result, cost = self._result(waiting.pop())
                self.remote[who] = cost
                here[who] = cost.peak
                yield result
        finally:
            self._client.cancel(waiting, force=True)
            self.took(sum(here.values()))
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Leave the scheduler; its workers stay."""
        self._client.close()

    def _result(self, future: Any) -> tuple[str, Any, Cost]:
        from distributed import CancelledError, KilledWorker  # noqa: PLC0415 - an extra

        try:
            found: tuple[str, Any, Cost] = future.result()
        except (CancelledError, KilledWorker) as error:
            raise self._problem(
                "the cluster gave a batch up",
                f"its workers died, again and again: {error}",
                "look at the workers' logs; give them more memory, or fewer threads",
            ) from error
        return found

    def _check_workers(self) -> None:
        """Wait for a worker, and ask those that are there; who comes later is asked by its jobs."""
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise self._problem(
                f"the scheduler has no worker after {PATIENCE} seconds",
                fix=f"start some: dask worker {self._address}",
            ) from error
        stamps = self._client.run(code_stamp)
        strange = sorted(who for who, stamp in stamps.items() if stamp != code_stamp())
        if strange:
            raise _others(self._address, *strange)

    def _problem(self, what: str, why: str = "", fix: str = "") -> CorpusError:
        return CorpusError([Problem(Place(self._address), what, why, fix)])


def _others(address: str, *workers: str) -> CorpusError:
    return CorpusError(
        [
            Problem(
                Place(address),
                f"another sitegen, Python or library runs on {', '.join(workers)}",
                "the site would not be, byte for byte, that of this machine",
                "install the same versions everywhere, and start the workers again",
            )
        ]
    )


def _client(address: str) -> Any:
    place = Place(address)
    try:
        import distributed  # noqa: PLC0415 - an extra
    except ImportError:
        raise CorpusError(
            [
                Problem(
                    place,
                    "Dask is not installed",
                    "a cluster's workers are reached by it",
                    "install it: pip install 'sitegen[cluster]'",
                )
            ]
        ) from None
    try:
        connect: Any = distributed.Client  # untyped
        return connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise CorpusError(
            [
                Problem(
                    place,
                    "no scheduler answers here",
                    str(error),
                    "start one (dask scheduler), and give its address: tcp://host:8786",
                )
            ]
        ) from error


def _work(
    work: Callable[[Any, Any], Result], path: str, job: Any, stamp: bytes
) -> tuple[str, Result, Cost]:
    """Do a job on a worker, unless what runs here is not what has the *stamp* of who asks."""
    from distributed import get_worker  # noqa: PLC0415 - an extra

    if code_stamp() != stamp:
        raise _others(path, get_worker().address)
    with _alone:
        if path not in _held:
            _held.clear()
            _held[path] = pickle.loads(Path(path).read_bytes())  # noqa: S301 - the build's own
        result = done_at_rest(work, _held[path], job)
    return get_worker().address, result, cost_of_this_process()
