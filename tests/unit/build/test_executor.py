"""Do jobs give the same results here and in other processes?"""

import gc
import os
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool

import pytest

from sitegen.build import executor
from sitegen.build.executor import Crew, default_start


def add(shared, job):
    return shared + job


def identify(_shared, _job):
    return os.getpid()


def fail_on_three(_shared, job):
    if job == 3:
        raise ValueError("three")
    return job


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("start", ["spawn", "default"])
def test_results_come_in_the_order_of_the_jobs(workers, start, monkeypatch):
    if start != "default":
        monkeypatch.setenv("SITEGEN_START_METHOD", start)
    assert list(Crew(workers).map(add, 10, [3, 1, 2])) == [13, 11, 12]


def test_one_worker_runs_in_this_process():
    assert set(Crew(1).map(identify, None, [1, 2])) == {os.getpid()}


def slowly(_shared, _job):
    time.sleep(0.05)
    return os.getpid()


@pytest.mark.parametrize("takes_part", [True, False])
def test_of_two_workers_one_is_this_process_where_that_is_small(monkeypatch, takes_part):
    monkeypatch.setattr(executor, "_SMALL", 1 << 50 if takes_part else 0)
    crew = Crew(2)
    took_part = set(crew.map(slowly, None, range(12)))
    assert (os.getpid() in took_part) == takes_part
    assert crew.costs.keys() == took_part - {os.getpid()}


def test_results_come_in_order_whoever_worked():
    assert list(Crew(3).map(add, 1, range(200))) == list(range(1, 201))


@pytest.mark.parametrize("workers", [2, 3])
def test_a_fault_here_or_elsewhere_ends_the_work(workers):
    for at in (0, 5, 39):
        jobs = [3 if n == at else 7 for n in range(40)]
        with pytest.raises(ValueError, match="three"):
            list(Crew(workers).map(fail_on_three, None, jobs))


def die_elsewhere(parent, job):
    if parent != os.getpid():
        os._exit(1)
    return job


def test_a_process_that_dies_is_told():
    with pytest.raises(BrokenProcessPool):
        list(Crew(2).map(die_elsewhere, os.getpid(), range(20)))


def test_two_workers_run_elsewhere_where_this_process_is_large(monkeypatch):
    monkeypatch.setattr(executor, "_SMALL", 0)
    crew = Crew(2)
    assert os.getpid() not in set(crew.map(identify, None, [1, 2, 3]))
    assert crew.costs
    assert crew.peak > 0


def test_what_is_to_be_done_meanwhile_is_done_here_and_once():
    done = []
    given = Crew(2).map(add, 10, [3, 1, 2], meanwhile=lambda: done.append(os.getpid()))
    assert list(given) == [13, 11, 12]
    assert done == [os.getpid()]


def test_nothing_is_done_meanwhile_where_no_others_work():
    done = []
    assert list(Crew(1).map(add, 10, [3, 1], meanwhile=lambda: done.append(1))) == [13, 11]
    assert not done


def test_a_fault_in_a_worker_reaches_the_caller():
    with pytest.raises(ValueError, match="three"):
        list(Crew(2).map(fail_on_three, None, [1, 2, 3, 4]))


def test_an_unknown_start_method_is_passed_over(monkeypatch):
    monkeypatch.setenv("SITEGEN_START_METHOD", "teleport")
    assert default_start() in {"fork", "spawn"}


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_of_cycles_is_left_as_it_was_found(is_on):
    (gc.enable if is_on else gc.disable)()
    try:
        with pytest.raises(ValueError, match="three"):
            list(Crew(1).map(fail_on_three, None, [3]))
        assert gc.isenabled() == is_on
    finally:
        gc.enable()


def test_stages_share_out_what_was_spent():
    crew = Crew(2)
    crew.end("start")
    list(crew.map(add, 1, range(4)))
    crew.end("add")
    assert [stage.name for stage in crew.stages] == ["start", "add"]
    assert 0 <= sum(stage.cpu for stage in crew.stages) <= crew.cpu
    assert crew.stages[0].peak <= crew.stages[1].peak


FORKING = """
import os, signal
from sitegen.build.executor import Crew
signal.signal(signal.SIGINT, signal.default_int_handler)
os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGINT))
try:
    list(Crew(2).map(max, 0, range(4)))
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_a_ctrl_c_while_processes_start_is_not_lost():
    done = subprocess.run(
        [sys.executable, "-c", FORKING], check=False, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("interrupted\n", "")
