"""What the tests themselves stand on: waits end with a word, and what a test leaves behind is found."""

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import waiting
from waiting import PATIENCE_S, WaitedInVain, wait_for_event, wait_for_exit, wait_for_item, wait_for_lines, wait_until

SHORT_S = 0.05


def test_a_wait_ends_with_the_value_it_waited_for() -> None:
    answers = iter([0, None, "", "there"])
    assert wait_until(lambda: next(answers)) == "there"


def test_a_failed_assertion_means_not_yet() -> None:
    looks = iter(range(3))

    def third_look() -> bool:
        assert next(looks) == 2
        return True

    assert wait_until(third_look)


def test_a_wait_in_vain_says_what_for() -> None:
    with pytest.raises(WaitedInVain, match=r"until .*never_comes"):
        wait_until(lambda: never_comes(), timeout_s=SHORT_S)
    with pytest.raises(WaitedInVain, match="until the moon is full"):
        wait_until(lambda: False, "the moon is full", SHORT_S)
    with pytest.raises(WaitedInVain, match="until the bell rings"):
        wait_for_event(threading.Event(), "the bell rings", SHORT_S)
    with pytest.raises(WaitedInVain, match="until a letter comes"):
        wait_for_item(queue.Queue(), "a letter comes", SHORT_S)


def never_comes() -> bool:
    return False


def test_a_process_that_does_not_end_or_say_enough_is_killed() -> None:
    program = "import threading; print('one', flush=True); threading.Event().wait()"
    for wait in (lambda p: wait_for_exit(p, SHORT_S), lambda p: wait_for_lines(p, 2, 0.5)):
        process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
        with process, pytest.raises(WaitedInVain):
            wait(process)
        assert process.returncode != 0


LEAVING = """
import threading
import leftovers
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

leftovers.GRACE_S = 0.2
held = []

def test_thread():
    held.append(threading.Event())
    threading.Thread(target=held[-1].wait, name="night watch", daemon=True).start()

def test_timer(qapp):
    held.append(QTimer(objectName="egg"))
    held[-1].start(1000)

def test_window(qapp):
    held.append(QLabel(objectName="pane"))
    held[-1].show()

def test_clean(qapp):
    QLabel().show()
"""


def test_what_a_test_leaves_behind_is_named(tmp_path: Path) -> None:
    (tmp_path / "test_leaving.py").write_text(LEAVING)
    helpers = str(Path(waiting.__file__).parent)
    options = ["-q", "-p", "leftovers", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(tmp_path)]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([helpers, *filter(None, sys.path)])},
    )
    assert "4 passed, 3 errors" in ran.stdout, ran.stdout
    for words in ("the thread “night watch”", "the timer QTimer egg", "the window QLabel pane"):
        assert words in ran.stdout
