"""Any order of acts, merges, outages, kills, reviewers and runs: at the end the library holds what was meant."""

import os
import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass, replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from inline_lane import Inline
from libraries.away_library import AwayLibrary
from libraries.postgres_server import needs_postgres, running_server

from eegview.app.library.left_acts import send_left
from eegview.app.library.opening import MarksPlace, Reviewer
from eegview.app.library.refused_act import ActRefused
from eegview.app.review.review import Review
from eegview.app.review.unsaved import NOT_SAVED
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FINAL_LAYER, Annotation
from eegview.model.edit import Action
from eegview.model.errors import EegViewError
from eegview.model.film.video import SyncMap
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, new_run_id
from eegview.model.sync import SYNC_TERM, is_clinical
from eegview.store.backends import sqlite
from eegview.store.library import open_library

RECORDING = "f" * 64
VIDEO = "v" * 64
VOCABULARY = load_vocabulary()
WHOLE = Span(0, 10_000)
AUTHORS = ("ann", "bob", "cem")
PARTS = ("text", "onset_s", "class")
windows = st.integers(0, 1)


@dataclass(frozen=True)
class Own:
    """What one reviewer's own layer holds: marks by id, and where the video lies."""

    marks: dict[str, Annotation]
    video: float | None = None


class Person:
    """What is meant to stand, whatever the library does meanwhile."""

    def __init__(self) -> None:
        self.now = Own({})
        self.past: list[Own] = []
        self.future: list[Own] = []

    def did(self, now: Own) -> None:
        self.past.append(self.now)
        self.future.clear()
        self.now = now

    def forget_undo(self) -> None:
        """An act on a shared mark came between: what undo does then is not asked here."""
        self.past.clear()
        self.future.clear()


class Window:
    """A window of one program, with its reviewer."""

    def __init__(self, author: str) -> None:
        self.author = author
        self.errors: list[EegViewError] = []
        self.review: Review


def part_of(mark: Annotation, part: str) -> object:
    return mark.attribute("class") if part == "class" else getattr(mark, part)


def with_part(mark: Annotation, part: str, value: int) -> Annotation:
    if part == "class":
        return replace(mark, attributes=(("class", str(value)),))
    return replace(mark, text=str(value)) if part == "text" else replace(mark, onset_s=float(value))


class WaitingMachine(RuleBasedStateMachine):
    """Two windows, three reviewers, one library that comes and goes."""

    def new_place(self) -> str:
        os.mkdir(f"{self.folder}/library")  # noqa: PTH102 - as short as the place below
        return f"sqlite:///{self.folder}/library/library.sqlite"

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.mkdtemp()
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("XDG_DATA_HOME", f"{self.folder}/data")
        self.patch.setattr(sqlite, "BUSY_TIMEOUT_MS", 1)
        self.place = self.new_place()
        with closing(open_library(self.place)):
            pass
        self.away = AwayLibrary(self.place)
        self.is_away = False
        self.lane = Inline()
        self.people = {name: Person() for name in AUTHORS}
        self.shared: dict[str, Annotation] = {}  # the final layer as it will be once all waiting acts are done in order
        self.n_made = 0
        self.runs: dict[str, int] = {}
        self.windows = [Window("ann"), Window("bob")]
        for window in self.windows:
            self.open(window)

    def here(self, author: str) -> MarksPlace:
        return MarksPlace(self.place, RECORDING, Reviewer(author, "neurologist"), VOCABULARY)

    def open(self, window: Window) -> None:
        here = self.here(window.author)
        window.review = Review(self.lane, window.author, here.open, window.errors.append, here.journal())
        window.review.role = "neurologist"
        window.review.open()

    def kill(self, window: Window) -> None:
        """Leave what a killed program leaves: nothing in memory, its files on the disk, nobody who holds them."""
        writer = window.review._saving.writer
        for file in writer._journal._files:
            os.close(file._handle)
        writer._journal._files.clear()
        if writer._opened is not None:
            writer._opened.close()
        window.review._is_closed = True

    def person(self, which: int) -> tuple[Window, Person]:
        window = self.windows[which]
        return window, self.people[window.author]

    def fresh(self, layer: str) -> Annotation:
        self.n_made += 1
        return Annotation(f"{self.n_made:04d}", "spasm", float(self.n_made), 1.0, layer=layer)

    # acts on one's own marks

    @rule(which=windows)
    def add(self, which: int) -> None:
        window, person = self.person(which)
        mark = self.fresh(window.author)
        window.review.acts.add(mark)
        person.did(replace(person.now, marks=person.now.marks | {mark.annotation_id: mark}))

    @rule(which=windows, data=st.data(), part=st.sampled_from(PARTS), value=st.integers(1, 9))
    def change(self, which: int, data: st.DataObject, part: str, value: int) -> None:
        window, person = self.person(which)
        if not person.now.marks:
            return
        before = person.now.marks[data.draw(st.sampled_from(sorted(person.now.marks)))]
        after = with_part(before, part, value)
        if after != before:
            window.review.acts.change(before, after)
            person.did(replace(person.now, marks=person.now.marks | {before.annotation_id: after}))

    @rule(which=windows, data=st.data())
    def delete(self, which: int, data: st.DataObject) -> None:
        window, person = self.person(which)
        if not person.now.marks:
            return
        name = data.draw(st.sampled_from(sorted(person.now.marks)))
        window.review.acts.delete([person.now.marks[name]])
        person.did(replace(person.now, marks={k: m for k, m in person.now.marks.items() if k != name}))

    @rule(which=windows, offset_s=st.integers(1, 1000))
    def place_video(self, which: int, offset_s: int) -> None:
        window, person = self.person(which)
        if person.now.video != offset_s:
            window.review.acts.set_video_time(VIDEO, SyncMap(float(offset_s), 0.0, "by hand"))
            person.did(replace(person.now, video=float(offset_s)))

    @rule(which=windows)
    def undo(self, which: int) -> None:
        window, person = self.person(which)
        if person.past:
            person.future.append(person.now)
            person.now = person.past.pop()
            window.review.acts.undo()

    @rule(which=windows)
    def redo(self, which: int) -> None:
        window, person = self.person(which)
        if person.future:
            person.past.append(person.now)
            person.now = person.future.pop()
            window.review.acts.redo()

    # acts on marks that all may change

    @precondition(lambda self: not self.is_away)
    @rule(which=windows)
    def share(self, which: int) -> None:
        window, person = self.person(which)
        mark = self.fresh(FINAL_LAYER)
        window.review.acts.add(mark)
        self.shared[mark.annotation_id] = mark
        person.forget_undo()

    @precondition(lambda self: not self.is_away)
    @rule(which=windows, data=st.data(), part=st.sampled_from(PARTS), value=st.integers(1, 9))
    def change_shared(self, which: int, data: st.DataObject, part: str, value: int) -> None:
        """Change one part of a mark as this window shows it, which may be long ago."""
        window, person = self.person(which)
        seen = {mark.annotation_id: mark for mark in window.review.marks if mark.layer == FINAL_LAYER}
        if not seen:
            return
        before = seen[data.draw(st.sampled_from(sorted(seen)))]
        after = with_part(before, part, value)
        if after == before:
            return
        now = self.shared[before.annotation_id]
        n_errors = len(window.errors)
        window.review.acts.change(before, after)
        if part_of(now, part) in (part_of(before, part), part_of(after, part)):
            self.shared[before.annotation_id] = with_part(now, part, value)
            assert len(window.errors) == n_errors
        else:
            (error,) = window.errors[n_errors:]
            assert isinstance(error, ActRefused)
        person.forget_undo()

    # what happens to the library, the program and the reviewer

    @precondition(lambda self: not self.is_away)
    @rule()
    def go_away(self) -> None:
        self.away.take()
        self.is_away = True

    @precondition(lambda self: not self.is_away)
    @rule()
    def begin_while_away(self) -> None:
        for window in self.windows:
            self.kill(window)
        self.away.take_whole()
        self.is_away = True
        for window in self.windows:
            self.open(window)

    @precondition(lambda self: self.is_away)
    @rule()
    def come_back(self) -> None:
        self.away.bring_back()
        self.is_away = False
        for window in self.windows:
            window.review.catch_up()

    @rule(which=windows)
    def look(self, which: int) -> None:
        self.windows[which].review.catch_up()

    @rule(which=windows)
    def kill_and_start(self, which: int) -> None:
        self.kill(self.windows[which])
        self.open(self.windows[which])

    @rule(which=windows)
    def close_and_start(self, which: int) -> None:
        self.windows[which].review.close()
        self.open(self.windows[which])

    @rule(which=windows, name=st.sampled_from(AUTHORS))
    def change_reviewer(self, which: int, name: str) -> None:
        if all(name != window.author for window in self.windows):
            window = self.windows[which]
            window.author = name
            here = self.here(name)
            window.review.reopen(name, here.open, here.journal())

    @rule()
    def send_what_was_left(self) -> None:
        left = send_left(self.place, VOCABULARY)
        assert (left.refused, left.issues) == ([], [])

    @precondition(lambda self: not self.is_away)
    @rule(which=windows, n_found=st.integers(0, 3))
    def run_detector(self, which: int, n_found: int) -> None:
        run = DetectorRun(
            new_run_id(), RECORDING, "spasms", "Spasms", "1", "ab", (), WHOLE, f"{len(self.runs):04d}", "ann"
        )
        found = [Detection(number, float(number), 1.0, "spasm", 0.5) for number in range(n_found)]
        with closing(open_library(self.place)) as library:
            library.start_run(run)
            library.add_detections(run.run_id, found)
            library.end_run(run.run_id, RunEnd.DONE)
        self.runs[run.run_id] = n_found

    # what must hold

    @invariant()
    def each_window_shows_what_is_meant(self) -> None:
        for window in getattr(self, "windows", ()):
            if not window.review.is_open:
                continue  # only what waits is known
            own = {
                mark.annotation_id: replace(mark, layer=window.author)
                for mark in window.review.within(WHOLE)
                if mark.layer == window.author or (mark.layer == NOT_SAVED and is_clinical(mark))
            }
            assert own == self.people[window.author].now.marks
            assert window.review.is_safe or not window.review.n_waiting

    def teardown(self) -> None:
        if not hasattr(self, "windows"):
            return
        try:
            self.away.bring_back()
            for window in self.windows:
                window.review.catch_up()
                window.review.close()
            left = send_left(self.place, VOCABULARY)
            assert (left.refused, left.issues, left.waiting.total()) == ([], [], 0)
            self.check_library()
        finally:
            self.lane.close()
            self.patch.undo()
            shutil.rmtree(self.folder)

    def check_library(self) -> None:
        with closing(open_library(self.place)) as library:
            assert library.verify(RECORDING) == []
            stored = library.annotations(RECORDING)
            runs = {run.run_id: len(library.detections(run.run_id)) for run in library.runs(RECORDING)}
            edits = library.edits(RECORDING)
        assert runs == self.runs
        for name, person in self.people.items():
            own = [mark for mark in stored if mark.layer == name]
            assert {m.annotation_id: m for m in own if is_clinical(m)} == person.now.marks
            videos = [float(mark.attribute("offset_s") or "nan") for mark in own if mark.term_id == SYNC_TERM]
            assert videos == ([person.now.video] if person.now.video is not None else [])
        assert {m.annotation_id: m for m in stored if m.layer == FINAL_LAYER} == self.shared
        added = [c.annotation_id for e in edits if e.action is Action.ADD for c in e.changes if c.before is None]
        assert len(added) == len(set(added))
        for window in self.windows:
            assert [error for error in window.errors if isinstance(error, ActRefused)] == [
                error for error in window.errors if "in the meantime" in error.sentence
            ]


class ServerWaitingMachine(WaitingMachine):
    """The same on a server, which is killed and started again."""

    def new_place(self) -> str:
        return running_server().fresh_url()


TestWaitingMachine = WaitingMachine.TestCase
TestWaitingMachine.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)


def test_an_undo_that_waits_after_a_restart_is_shown_at_once() -> None:
    machine = WaitingMachine()
    machine.start()
    try:
        for _ in range(3):
            machine.add(which=0)
        machine.undo(which=0)
        machine.go_away()
        machine.close_and_start(which=0)  # the edits are those of another day; the library can be read, not written
        review = machine.windows[0].review
        for step in (machine.undo, machine.undo, machine.redo, machine.undo):
            step(which=0)
            machine.each_window_shows_what_is_meant()
        assert len(review.unsaved_marks) == 0
        assert review.n_waiting == 4
        machine.redo(which=0)
        assert review.undo_state.undo_text == "Undo add spasm at 00:00:01"
    finally:
        machine.teardown()


@needs_postgres
@pytest.mark.timeout(600)  # the server is killed and started many times
class TestServerWaitingMachine(ServerWaitingMachine.TestCase):
    settings = settings(max_examples=4, stateful_step_count=15, deadline=None)
