"""Whatever two reviewers say of a study, with undo and restarts: both see the same, which is what was said last."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from inline_lane import Inline
from libraries.postgres_server import needs_postgres, running_server

from eegview.app.library.opening import Reviewer, open_marks
from eegview.app.review.review import Review
from eegview.app.study.records import Statement, StudyRecords
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.display.view import RowStyle
from eegview.model.errors import EegViewError
from eegview.model.study.bad_channels import bad_channels, held_state
from eegview.model.study.display_state import RowArrangement, held_rows, rows_for, rows_subject
from eegview.model.study.patient_age import AGE, held_age, parsed_age, typed_age
from eegview.model.study.records import AGE_TERM, BAD_CHANNEL_TERM, DISPLAY_TERM, VIDEO_TERM
from eegview.model.study.video import KnownVideo, held_video, study_videos

RECORDING = "f" * 64
VOCABULARY = load_vocabulary()
people = st.sampled_from(("ann", "bob"))
Said = dict[tuple[str, str], tuple[int, object]]  # by term and subject: when, and what


@dataclass
class Person:
    """One reviewer's window, and what it is thought to have said."""

    name: str
    said: Said = field(default_factory=dict)
    past: list[Said] = field(default_factory=list)
    future: list[Said] = field(default_factory=list)
    gain: float = 1.0

    def open(self, place: str, lane: Inline, errors: list[EegViewError]) -> None:
        reviewer = Reviewer(self.name)
        self.review = Review(lane, self.name, lambda: open_marks(place, RECORDING, reviewer, VOCABULARY), errors.append)
        self.records = StudyRecords(self.review)
        self.review.open()


class StudyMachine(RuleBasedStateMachine):
    """Bad channels, videos, the age and the display of one study, on a library in a file."""

    def new_place(self) -> str:
        return f"sqlite:///{self.folder / 'library.sqlite'}"

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.place, self.lane = self.new_place(), Inline()
        self.errors: list[EegViewError] = []
        self.n_said = 0
        self.people = {name: Person(name) for name in ("ann", "bob")}
        for person in self.people.values():
            person.open(self.place, self.lane, self.errors)

    def now(self) -> Said:
        """Return what holds: what was said last about each subject."""
        held: Said = {}
        for person in self.people.values():
            for subject, one in person.said.items():
                held[subject] = max(held.get(subject, one), one, key=lambda what: what[0])
        return held

    def say(self, who: str, term_id: str, about: str, held: dict[str, str], meaning: object) -> None:
        person = self.people[who]
        person.review.catch_up()
        stands, own = self.now().get((term_id, about)), person.said.get((term_id, about))
        person.records.say([Statement(term_id, about, held)])
        if own is not None and own == stands and own[1] == meaning:
            return  # said already, and by this reviewer last
        self.n_said += 1
        person.past.append(person.said)
        person.said = {**person.said, (term_id, about): (self.n_said, meaning)}
        person.future.clear()

    @rule(who=people, channel=st.sampled_from(("Fp1", "O2")), is_bad=st.booleans())
    def mark_bad(self, who: str, channel: str, is_bad: bool) -> None:
        self.say(who, BAD_CHANNEL_TERM, channel, held_state(is_bad), is_bad)

    @rule(who=people, name=st.sampled_from("vw"), is_removed=st.booleans(), camera=st.sampled_from(("", "ceiling")))
    def keep_video(self, who: str, name: str, is_removed: bool, camera: str) -> None:
        video = KnownVideo(name, 12, "video 1", camera, is_removed)
        self.say(who, VIDEO_TERM, name, held_video(video), (is_removed, camera))

    @rule(who=people, text=st.sampled_from(("", "5.5", "24 weeks")))
    def type_age(self, who: str, text: str) -> None:
        age = parsed_age(text)
        self.say(who, AGE_TERM, AGE, held_age(age), age.text if age is not None else None)

    @rule(who=people, gain=st.sampled_from((2.0, 3.0)))
    def display(self, who: str, gain: float) -> None:
        person = self.people[who]
        rows = RowArrangement((RowStyle("Fp1-F7", gain),))
        person.records.keep_display([Statement(DISPLAY_TERM, rows_subject("none"), held_rows(rows))])
        person.gain = gain

    @rule(who=people)
    def undo(self, who: str) -> None:
        person = self.people[who]
        if person.past:
            person.future.append(person.said)
            person.said = person.past.pop()
            person.review.acts.undo()

    @rule(who=people)
    def redo(self, who: str) -> None:
        person = self.people[who]
        if person.future:
            person.past.append(person.said)
            person.said = person.future.pop()
            person.review.acts.redo()

    @rule(who=people)
    def restart(self, who: str) -> None:
        person = self.people[who]
        person.review.close()
        person.open(self.place, self.lane, self.errors)

    @invariant()
    def both_see_what_was_said_last(self) -> None:
        if not hasattr(self, "people"):
            return
        held = self.now()
        bad = {about for (term, about), (_when, what) in held.items() if term == BAD_CHANNEL_TERM and what}
        videos = {about: what for (term, about), (_when, what) in held.items() if term == VIDEO_TERM}
        _when, age = held.get((AGE_TERM, AGE), (0, None))
        for person in self.people.values():
            person.review.catch_up()
            records = person.records.all()
            assert set(bad_channels(records)) == bad
            assert {name: (one.is_removed, one.camera) for name, one in study_videos(records).items()} == videos
            typed = typed_age(records)
            assert (typed.text if typed is not None else None) == age
            undo = person.review.undo_state
            assert (undo.can_undo, undo.can_redo) == (bool(person.past), bool(person.future))
            if person.gain != 1.0:
                assert rows_for(records, person.name)["none"].styles[0].gain == person.gain
        assert self.errors == []

    def teardown(self) -> None:
        for person in getattr(self, "people", {}).values():
            problems: list[list[str]] = []
            person.review.history(lambda _edits, found, told=problems: told.append(found))
            assert problems == [[]]
            person.review.close()
        if hasattr(self, "folder"):
            self.lane.close()
            shutil.rmtree(self.folder)


class ServerStudyMachine(StudyMachine):
    """The same on a server."""

    def new_place(self) -> str:
        return running_server().fresh_url()


TestStudyMachine = StudyMachine.TestCase
TestStudyMachine.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)


@needs_postgres
class TestServerStudyMachine(ServerStudyMachine.TestCase):
    settings = settings(max_examples=6, stateful_step_count=20, deadline=None)
