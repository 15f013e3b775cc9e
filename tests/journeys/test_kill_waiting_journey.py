"""Killed at any moment, the library there, away or going, nothing shown as saved or waiting is lost, or done twice."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from libraries.away_library import AwayLibrary
from libraries.postgres_server import NOT_HERE, programs, running_server
from made_studies.act_walk import State, Walk, state_of
from shared_data import PROJECT
from waiting import wait_for_lines

from eegview.app.library.left_acts import send_left
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.suggestion.detection import RunEnd
from eegview.store.backends import sqlite
from eegview.store.library import open_library
from eegview.store.runs import BEAT_LOST_AFTER_S

RECORDING = "f" * 64
AUTHORS = ("ann", "bob")

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")

# Acts as fast as it can, for one reviewer and then the other; tells how far it came once all is saved, or waits.
REVIEWER = """
import queue, random, sys
from made_studies.act_walk import Walk
from eegview.app.lanes import Lane
from eegview.app.library.opening import MarksPlace, Reviewer
from eegview.app.review.review import Review
from eegview.app.vocabulary.store import load_vocabulary
from eegview.store.backends import sqlite

sqlite.BUSY_TIMEOUT_MS = 1
url, seed, *reached = sys.argv[1:]
chance, vocabulary, events = random.Random(seed), load_vocabulary(), queue.Queue()
store, journal = Lane("store", events.put), Lane("journal", events.put)
walks = {name: Walk(name).go_to(int(n)) for name, n in zip(("ann", "bob"), reached)}


def place(name):
    return MarksPlace(url, "f" * 64, Reviewer(name), vocabulary)


def handle(patience_s):
    try:
        events.get(timeout=patience_s)()
    except queue.Empty:
        return False
    return True


name = "ann"
review = Review(store, name, place(name).open, lambda error: None, place(name).journal(), journal)
review.open()
is_fetched = False
while True:
    if chance.random() < 0.02:
        name = "bob" if name == "ann" else "ann"
        review.reopen(name, place(name).open, place(name).journal())
        is_fetched = False
    walks[name].act(review)
    allowed = chance.choice((0, 0, 2, 5))  # acts on their way, before the next one is made
    while handle(0) or review.n_pending > allowed:
        handle(0.02)
    if chance.random() < 0.1:
        review.catch_up()
    if not review.n_pending and (review.is_open or review.problem):
        assert review.is_safe or not review.n_waiting
        print(name, walks[name].n_acts, review.n_waiting, flush=True)
"""

# A detector's run, stored as it comes.
RUN = """
import itertools, sys
from dataclasses import replace
from eegview.model.suggestion.detection import Detection, DetectorRun
from eegview.model.span import Span
from eegview.store.library import open_library

library = open_library(sys.argv[1])
run = DetectorRun(sys.argv[2], "f" * 64, "spasms", "Spasms", "1", "ab", (), Span(0.0, 9.0), "2026-01-01", "ann")
library.start_run(run)
for n in itertools.count():
    found = [Detection(number, number * 1.0, 1.0, "spasm", 0.7) for number in (2 * n, 2 * n + 1)]
    library.add_detections(run.run_id, found)
    print("run", 2 * n + 2, flush=True)
    if n == 40:
        library.end_run(run.run_id, run.end.__class__("done"), "", 9.0)
        print("run", "ended", flush=True)
        break
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 1000)
    if request.param == "sqlite":
        (tmp_path / "library").mkdir()
        return f"sqlite:///{tmp_path / 'library' / 'library.sqlite'}"
    if programs() is None:
        pytest.skip(NOT_HERE)
    return running_server().fresh_url()


@pytest.fixture
def away(place: str) -> Iterator[AwayLibrary]:
    away = AwayLibrary(place)
    yield away
    away.bring_back()


@dataclass
class Told:
    """How far each reviewer's acts had come as far as was shown, and the most that waited."""

    reached: dict[str, int] = field(default_factory=lambda: dict.fromkeys(AUTHORS, 0))
    n_waited: int = 0

    def take(self, lines: list[str]) -> None:
        for line in lines:
            if line.endswith("\n"):
                name, reached, n_waiting = line.split()
                self.reached[name] = int(reached)
                self.n_waited = max(self.n_waited, int(n_waiting))


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    paths = os.pathsep.join((str(PROJECT), str(PROJECT / "tests" / "helpers")))
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": paths},
    )


def killed(child: subprocess.Popen[str]) -> list[str]:
    """Kill a program and return what it said before the signal reached it."""
    assert child.stdout is not None
    child.kill()
    rest = child.stdout.readlines()
    child.wait()
    assert child.returncode == -signal.SIGKILL
    return rest


def standing(place: str) -> dict[str, State]:
    with closing(open_library(place)) as library:
        assert library.verify(RECORDING) == []
        stored = library.annotations(RECORDING)
    return {name: state_of(name, stored) for name in AUTHORS}


@pytest.mark.parametrize("when", ["there", "away at the start", "going away", "coming back"])
def test_kill_9_loses_nothing_and_doubles_nothing(place: str, away: AwayLibrary, when: str) -> None:
    chance = random.Random(when)
    with closing(open_library(place)):
        pass
    reached: dict[str, int] = dict.fromkeys(AUTHORS, 0)
    for turn in range(3):
        told = Told(dict(reached))
        if when in ("away at the start", "coming back"):
            away.take_whole()
        with start(REVIEWER, place, f"{when} {turn}", *(str(reached[name]) for name in AUTHORS)) as child:
            told.take(wait_for_lines(child, chance.randint(1, 40)))
            if when == "going away":
                away.take()
                told.take(wait_for_lines(child, chance.randint(1, 60)))
            if when == "coming back":
                away.bring_back()
                told.take(wait_for_lines(child, chance.randint(1, 60)))
            told.take(killed(child))
        away.bring_back()
        left = send_left(place, load_vocabulary())
        assert (left.refused, left.issues, left.away, left.waiting.total()) == ([], [], None, 0)
        for name, state in standing(place).items():
            shown = told.reached[name]
            walk = Walk(name).go_to(shown + 500)
            there = [k for k in range(shown, shown + 500) if walk.states[k] == state]
            assert there, f"{name}: {shown} acts were shown, and what stands is none of what came after"
            reached[name] = there[0]
        assert when == "there" or told.n_waited
    with closing(open_library(place)) as library:
        times = [(edit.author, edit.at_utc) for edit in library.edits(RECORDING)]
    assert len(set(times)) == len(times)


def test_kill_9_amid_a_run_keeps_what_was_told(place: str) -> None:
    chance = random.Random(3)
    for number in range(3):
        run_id = f"run{number}"
        with start(RUN, place, run_id) as child:
            told = wait_for_lines(child, chance.randint(1, 39)) + killed(child)
        n_told = max(int(n) for word, n in (line.split() for line in told if line.endswith("\n")) if n != "ended")
        with closing(open_library(place)) as library:
            found = library.detections(run_id)
            assert [one.number for one in found] == list(range(len(found)))
            assert n_told <= len(found) <= n_told + 2
            run = next(run for run in library.runs(RECORDING) if run.run_id == run_id)
            assert run.end is RunEnd.RUNNING  # until it has been silent for two minutes
            with library.transaction(writes=True) as connection:
                connection.exec_driver_sql(f"UPDATE detector_run SET beat_s = beat_s - {BEAT_LOST_AFTER_S + 1}")
            run = next(run for run in library.runs(RECORDING) if run.run_id == run_id)
            assert run.end is RunEnd.CANCELLED
