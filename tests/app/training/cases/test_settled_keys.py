"""The key of an item from a settled study says what its experts said, no more: votes, onsets, blind reading."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from made_studies.settled_studies import mark, settle, write_named_edf

from eegview.app.blind_reading.acts import setting_change
from eegview.app.library.editing import Editor
from eegview.app.library.opening import open_source
from eegview.app.training.cases.candidate import Candidate
from eegview.app.training.cases.case_set import open_case_set
from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.making import draft_of, write_draft
from eegview.app.training.cases.questions import load_questions
from eegview.app.training.cases.settled.epoch_items import epoch_items
from eegview.app.training.cases.settled.event_items import Experts
from eegview.app.training.cases.settled.opening import open_studies
from eegview.app.training.cases.settled.studies import SettledStudies
from eegview.app.training.cases.settled.study import ReaderScore, SettledStudy
from eegview.model.annotation import Annotation
from eegview.model.span import Span
from eegview.store.library import open_library

READERS = ("Dr. Able", "Dr. Best", "Dr. Clear", "Dr. Dash")
SETTINGS = MakeSettings("Ward", "team", n_items=60, test_share=0.0)
NOW = "2026-01-02T03:04:05+00:00"


class _Ward:
    """One recording and its library."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = write_named_edf(folder / "a.edf", seed=3, duration_s=900)
        self.url = str(folder / "library.sqlite")
        source = open_source([str(self.path)])
        self._fingerprint = source.recording.fingerprint
        source.close()
        self._opened: list[SettledStudies] = []

    def ask_blind(self, is_asked: bool) -> None:
        library = open_library(self.url)
        editor = Editor(library, self._fingerprint, "Dr. Chief", "neurologist")
        change = setting_change(editor.stored(), is_asked, "Dr. Chief", "neurologist", datetime.now(UTC))
        editor.change_together([change])
        library.close()

    def add(self, reader: str, one: Annotation) -> None:
        """Add a mark after the reader signed."""
        library = open_library(self.url)
        Editor(library, self._fingerprint, reader, "technologist").add(one, "addendum")
        library.close()

    def settle(
        self, layers: Mapping[str, Sequence[Annotation]], final: Sequence[Annotation] = (), signs_final: bool = True
    ) -> None:
        settle(self.url, self.path, layers, final, signs_final)

    def opened(self) -> SettledStudies:
        library = open_library(self.url)
        try:
            found = open_studies([self.path], library, "Dr. Chief", self.folder)
        finally:
            library.close()
        assert not found.refused, found.refused
        self._opened.append(SettledStudies(found.studies))
        return self._opened[-1]

    def candidates(self, *questions: str) -> list[Candidate]:
        return list(self.opened().candidates(replace(SETTINGS, questions=questions), load_questions()))

    def close(self) -> None:
        for one in self._opened:
            one.close()


@pytest.fixture
def ward(tmp_path) -> Iterator[_Ward]:
    held = _Ward(tmp_path)
    yield held
    held.close()


def _votes(one: Candidate) -> dict[str, int]:
    return {vote.value: vote.n for vote in one.votes}


def test_an_artifact_beside_a_settled_spasm_is_not_asked_as_no_spasm(ward):
    marks = [
        mark("spasm", 100.0),
        mark("artifact", 101.5, 2.0, kind="movement"),
        mark("electrodecrement", 102.5, 2.0),
        mark("artifact", 300.0, 2.0, kind="movement"),
    ]
    ward.settle({READERS[0]: [mark("spasm", 100.0), mark("artifact", 101.5), mark("artifact", 300.0)]}, marks)
    asked = {(one.ask_s, one.answer) for one in ward.candidates("spasm") if one.answer != "none"}
    assert asked == {(100.0, "spasm"), (300.0, "artifact")}


def test_an_expert_who_marked_another_event_said_something_else(ward):
    layers = {
        READERS[0]: [mark("mimic", 100.0, kind="startle")],
        READERS[1]: [mark("spasm", 100.2)],
        READERS[2]: [mark("mimic", 99.8, kind="reflux")],
        READERS[3]: [mark("artifact", 500.0, kind="chewing")],
    }
    ward.settle(layers, [mark("mimic", 100.0, kind="startle")])
    source, settings = ward.opened(), replace(SETTINGS, questions=("mimic",))
    draft = draft_of(source, settings)
    (one,) = (drawn.candidate for drawn in draft.drawn)
    assert _votes(one) == {"startle": 1, "something_else": 1, "reflux": 1}
    assert one.category.difficulty == "hard"
    write_draft(ward.folder / "x.eegcases", draft, source, NOW)
    with open_case_set(ward.folder / "x.eegcases", ward.folder / "own") as held:
        key = held.key_of(held.items[0].item_id)
        assert key.share_of("startle") == pytest.approx(1 / 3)
        assert held.questions["mimic"].label_of("something_else") == "Something else"


def test_an_expert_who_could_not_score_a_stage_said_something_else(ward):
    def staged(stage: str) -> list[Annotation]:
        return [mark("sleep_stage", 60.0, 30.0, stage=stage)]

    ward.settle({READERS[0]: staged("N2"), READERS[1]: staged("?")}, staged("N2"))
    (one,) = ward.candidates("stage")
    assert _votes(one) == {"N2": 1, "something_else": 1}


def test_a_decrement_marked_beside_a_spasm_is_no_vote_against_it(ward):
    layers = {READERS[0]: [mark("spasm", 99.6), mark("electrodecrement", 100.1, 2.0)]}
    ward.settle(layers, [mark("spasm", 100.0)])
    one = next(one for one in ward.candidates("spasm") if one.answer == "spasm")
    assert _votes(one) == {"spasm": 1}


def test_the_difficulty_of_an_onset_counts_experts_who_have_none(ward):
    layers = {
        READERS[0]: [mark("spasm", 100.0), mark("spasm", 300.0), mark("spasm", 500.0)],
        READERS[1]: [mark("spasm", 100.2), mark("spasm", 300.2), mark("spasm", 500.1)],
        READERS[2]: [mark("spasm", 100.1), mark("spasm", 300.1)],
        READERS[3]: [mark("spasm", 100.3)],
    }
    ward.settle(layers, [mark("spasm", 100.0), mark("spasm", 300.0), mark("spasm", 500.0)])
    found = sorted(ward.candidates("onset"), key=lambda one: one.span.start_s)
    assert [one.category.difficulty for one in found] == ["easy", "medium", "hard"]
    assert [one.onset_low_s for one in found] == [100.0, 300.0, 500.0]
    assert [one.onset_high_s for one in found] == [100.3, 300.2, 500.1]


def _layers() -> dict[str, list[Annotation]]:
    return {READERS[0]: [mark("spasm", 100.0)], READERS[1]: [mark("spasm", 100.1)]}


def _final() -> list[Annotation]:
    return [mark("spasm", 100.0)]


def test_nothing_is_known_of_blind_reading_where_the_study_did_not_ask_for_it(ward):
    ward.settle(_layers(), _final())
    assert {one.is_blind_read for one in ward.candidates("spasm", "onset")} == {None}


def test_readers_who_signed_while_the_study_asked_for_it_read_blind(ward):
    ward.ask_blind(True)
    ward.settle(_layers(), signs_final=False)
    ward.ask_blind(False)
    ward.settle({}, _final())
    source, settings = ward.opened(), replace(SETTINGS, questions=("spasm", "onset"))
    draft = draft_of(source, settings)
    assert {drawn.candidate.is_blind_read for drawn in draft.drawn} == {True}
    write_draft(ward.folder / "x.eegcases", draft, source, NOW)
    with open_case_set(ward.folder / "x.eegcases", ward.folder / "own") as held:
        assert {held.key_of(item.item_id).is_blind_read for item in held.items} == {True}


def test_a_reader_who_signed_after_it_was_lifted_may_have_seen_the_others(ward):
    first, second = _layers().items()
    ward.ask_blind(True)
    ward.settle(dict([first]), signs_final=False)
    ward.ask_blind(False)
    ward.settle(dict([second]), _final())
    assert {one.is_blind_read for one in ward.candidates("onset")} == {False}


def test_who_changed_marks_once_all_was_shown_and_signed_again_did_not_read_blind(ward):
    ward.ask_blind(True)
    ward.settle(_layers(), signs_final=False)
    ward.settle({READERS[1]: [mark("spasm", 400.0)]}, signs_final=False)
    ward.ask_blind(False)
    ward.settle({}, _final())
    assert {one.is_blind_read for one in ward.candidates("onset")} == {False}


def test_marks_of_a_reader_who_is_left_out_keep_negatives_away(ward):
    events = [mark("spasm", 50.0 + 20 * place) for place in range(20)]
    ward.settle({READERS[0]: [mark("spasm", 800.0)], READERS[1]: events}, [mark("spasm", 800.0)])
    ward.add(READERS[1], mark("spasm", 870.0))
    negatives = [one for one in ward.candidates("spasm") if one.answer == "none"]
    assert negatives
    for one in negatives:
        assert not any(one.span.contains(event.onset_s) for event in events)
        assert [reason.text for reason in one.reasons] == [
            "neither the settled marks nor the expert have an event here"
        ]


def test_stretches_without_an_event_are_as_long_as_those_with_one(ward):
    def events() -> list[Annotation]:
        return [mark("spasm", 60.0 + 60 * place) for place in range(12)]

    ward.settle({READERS[0]: events()}, events())
    found = ward.candidates("spasm")
    with_event = {round(one.span.duration_s, 3) for one in found if one.answer == "spasm"}
    without = {round(one.span.duration_s, 3) for one in found if one.answer == "none"}
    assert len(with_event) > 1
    assert without == with_event


def test_epochs_that_readers_began_almost_together_are_one_item():
    asked, settings = load_questions(), replace(SETTINGS, questions=("based",))
    experts = Experts({reader: f"expert {number}" for number, reader in enumerate(READERS[:2], 1)})
    scores = (ReaderScore(READERS[0], Span(60.0, 360.0), 3), ReaderScore(READERS[1], Span(60.4, 360.4), 3))
    study = SettledStudy("k", "i", ("a.edf",), (Span(0.0, 900.0),), (), READERS[:2], scores=scores)
    (one,) = epoch_items(study, asked, settings, experts)
    assert (one.answer, _votes(one), one.is_blind_read) == ("3", {"3": 2}, None)
    assert [reason.text for reason in one.reasons] == ["committed by 2 readers"]
    blind = replace(study, read_blind=dict.fromkeys(READERS[:2], True))
    (one,) = epoch_items(blind, asked, settings, experts)
    assert [reason.text for reason in one.reasons] == ["committed by 2 readers, who read blind"]
    seen = replace(blind, scores=(scores[0], replace(scores[1], has_seen=True)))
    (one,) = epoch_items(seen, asked, settings, experts)
    assert one.is_blind_read is False
