"""Killed at any moment, the program has lost nothing it had shown, and starts again without repair."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from shared_data import PROJECT
from waiting import wait_for_lines, wait_until

from eegview.app.library.editing import Editor
from eegview.store.library import open_library

RECORDING = "f" * 64

# Marks as fast as it can, now and then changing or undoing; tells each act only after it was committed.
REVIEWER = """
import itertools, sys
from dataclasses import replace
from eegview.app.library.editing import Editor
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.store.library import open_library

library = open_library(sys.argv[1])
editor = Editor(library, "f" * 64, "ann", "technologist")
for n in itertools.count():
    mark = editor.add(Annotation(new_annotation_id(), "spasm", n * 1.1, 1.0)).changes[0].after
    print("there", mark.annotation_id, flush=True)
    if n % 5 == 1:
        editor.change(mark, replace(mark, text="seen twice"))
        print("changed", mark.annotation_id, flush=True)
    if n % 7 == 3:
        gone = editor.undo().changes[0]
        print("there" if gone.after else "gone", mark.annotation_id, flush=True)
"""


def run_until_killed(library_file: Path, n_lines: int) -> list[tuple[str, str]]:
    """Return what the reviewer's program had told before it was killed in the middle of its work."""
    child = subprocess.Popen(
        [sys.executable, "-c", REVIEWER, str(library_file)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )
    assert child.stdout
    with child:
        told = wait_for_lines(child, n_lines)
        child.kill()
        told += child.stdout.readlines()  # what it said before the signal reached it
    assert child.returncode == -signal.SIGKILL
    return [(state, name) for state, name in (line.split() for line in told if line.endswith("\n"))]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_kill_9_loses_nothing(tmp_path: Path):
    library_file = tmp_path / "library.sqlite"
    chance = random.Random(9)
    told: dict[str, str] = {}
    for _ in range(3):
        told |= {name: state for state, name in run_until_killed(library_file, chance.randint(1, 60))}
        told.popitem()  # what was done to the last one may have been committed unheard
        library = open_library(str(library_file))
        marks = {mark.annotation_id: mark for mark in library.annotations(RECORDING)}
        for name, state in told.items():
            assert (name in marks) == (state != "gone")
            assert (marks[name].text == "seen twice") == (state == "changed") if name in marks else True
        assert library.verify(RECORDING) == []
        editor = Editor(library, RECORDING, "ann", "technologist")
        assert editor.can_undo
        library.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_kill_9_while_the_library_is_made(tmp_path: Path):
    library_file = tmp_path / "library.sqlite"
    child = subprocess.Popen(
        [sys.executable, "-c", REVIEWER, str(library_file)],
        stdout=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )
    with child:
        wait_until(lambda: library_file.exists() or child.poll() is not None, "the library's file is there")
        child.kill()
    library = open_library(str(library_file))
    assert library.verify(RECORDING) == []
    library.close()
