"""One writer at a time, in this process and others; the lock goes with its holder."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.storage.locks import Busy, exclusive

HOLD = """
import sys, time
from pathlib import Path
from data.storage.locks import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_process_waits_and_is_told_who_is_busy(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", HOLD, tmp_path / "lock"], stdout=subprocess.PIPE, text=True)
    assert other.stdout.readline() == "held\n"
    with pytest.raises(Busy), exclusive(tmp_path / "lock", patience=0.2):
        pass
    other.kill()
    other.communicate()
    with exclusive(tmp_path / "lock", patience=5) as outermost:
        assert outermost, "the system freed the lock of the dead"


def test_a_thread_may_enter_again_and_leaves_as_often(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with exclusive(lock) as first:
        with exclusive(lock) as second:
            assert (first, second) == (True, False)
        with ThreadPoolExecutor(1) as pool, pytest.raises(Busy):
            pool.submit(enter, lock, 0.1).result()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(enter, lock, 5).result() is True


def enter(lock: Path, patience: float) -> bool:
    with exclusive(lock, patience=patience) as outermost:
        return outermost


def test_threads_take_turns(tmp_path: Path) -> None:
    inside: list[int] = []

    def work(n: int) -> int:
        with exclusive(tmp_path / "lock"):
            inside.append(n)
            most = len(inside)
            time.sleep(0.001)
            inside.remove(n)
            return most

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(32))) == {1}


def test_an_error_inside_frees_the_lock(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), exclusive(tmp_path / "lock"):
        _ = 1 / 0
    with exclusive(tmp_path / "lock", patience=0.1) as outermost:
        assert outermost
