"""Scored epochs of two readers: compared bin by bin, settled into the final layer, scored there."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from made_studies.readers_desk import DECIDER, FINGERPRINT, NOW, ReadersDesk

from eegview.app.comparing.agreed import agreed_plan
from eegview.app.comparing.decisions import MERGE, NEITHER, QUERY, TAKE_A, TAKE_B
from eegview.app.comparing.difference import Matter
from eegview.app.review.review import Review
from eegview.app.scoring.evidence_book import EvidenceBook
from eegview.app.scoring.final_scores import with_final_scores
from eegview.app.scoring.scales import scale_parameters
from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.scoring.sheet_acts import SheetActs
from eegview.model.annotation import FINAL_LAYER
from eegview.model.edit import Change
from eegview.model.recording import Recording
from eegview.model.scoring.evidence import SheetKey
from eegview.model.span import Span

QUIET = {"high_amplitude": "absent"}
KEY = SheetKey("based2021", 600.0)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ReadersDesk]:
    desk = ReadersDesk(tmp_path)
    desk.score(desk.ada, {0: ("O1",), 1: ("O1",), 2: ("O1",), 40: ("C3",)}, gmfs="absent", pva="absent", **QUIET)
    desk.score(desk.bo, {0: ("O1",), 1: ("O2",), 2: ("O2",), 90: ("T7",)}, gmfs="absent", pva="present", **QUIET)
    yield desk
    assert not desk.errors
    desk.close()


def final_sheet(desk: ReadersDesk) -> ScoreSheet:
    book = EvidenceBook(scale_parameters())
    desk.carla.catch_up()
    book.replace_all((*desk.carla.marks, *desk.carla.records.evidence))
    return book.sheet(KEY, FINAL_LAYER)


def test_neighbouring_bins_with_the_same_difference_are_one(desk: ReadersDesk) -> None:
    bins = [one for one in desk.adjudication().comparison.differences if one.matter is Matter.BINS]
    assert [(one.kind, one.span.start_s, one.span.stop_s, one.summary) for one in bins if one.is_disagreement] == [
        ("conflict", 601.0, 603.0, "2 bins: spike O1 / spike O2"),
        ("conflict", 640.0, 641.0, "bin: spike C3 / none"),
        ("conflict", 690.0, 691.0, "bin: none / spike T7"),
    ]


def test_an_answer_that_differs_is_one_difference(desk: ReadersDesk) -> None:
    answers = [one for one in desk.adjudication().comparison.differences if one.matter is Matter.ANSWER]
    assert [(one.kind, one.summary) for one in answers] == [
        ("matched", "Grouped multifocal spikes: absent"),
        ("matched", "High amplitude: not high"),
        ("conflict", "Paroxysmal voltage attenuation: absent / present"),
    ]


def test_deciding_all_leaves_nothing_open_and_a_final_sheet_that_can_be_scored(desk: ReadersDesk) -> None:
    desk.carla.acts.do_together(agreed_plan(desk.adjudication(), DECIDER).changes())
    answer, first, second, third = desk.adjudication().open()
    for one, verdict in ((first, MERGE), (second, NEITHER), (third, TAKE_B), (answer, TAKE_A)):
        desk.carla.acts.do_together(desk.adjudication().plan(one, verdict, DECIDER))
    assert desk.adjudication().open() == ()
    sheet = final_sheet(desk)
    assert {number: one.foci for number, one in sheet.bins.items() if one.is_spike} == {
        0: ("O1",),
        1: ("O1", "O2"),
        2: ("O1", "O2"),
        90: ("T7",),
    }
    assert (sheet.gmfs.answer, sheet.pva.answer, len(sheet.read_pages)) == ("absent", "absent", 20)


def test_the_final_score_is_committed_with_the_last_decision_and_withdrawn_with_a_new_question(
    desk: ReadersDesk,
) -> None:
    do_with_scores(desk, agreed_plan(desk.adjudication(), DECIDER).changes())
    assert not final_sheet(desk).is_committed
    for one in desk.adjudication().open():
        do_with_scores(desk, desk.adjudication().plan(one, TAKE_A, DECIDER))
    sheet = final_sheet(desk)
    assert (sheet.is_committed, sheet.is_changed, sheet.committed_score) == (True, False, sheet.score.score)
    answer = next(one for one in desk.adjudication().comparison.differences if one.summary.startswith("Paroxysmal"))
    do_with_scores(desk, desk.adjudication().plan(answer, QUERY, DECIDER, comment="Which page?"))
    assert not final_sheet(desk).is_committed
    desk.carla.acts.undo()
    assert final_sheet(desk).is_committed


def test_a_whole_epoch_of_one_reader_is_taken_with_the_score(tmp_path: Path) -> None:
    desk = ReadersDesk(tmp_path / "scores")
    desk.score(desk.ada, {0: ("O1",), 1: ("O1",)}, gmfs="absent", pva="absent", high_amplitude="absent")
    desk.score(desk.bo, {0: ("C3",), 7: ("T7",)}, gmfs="absent", pva="absent", high_amplitude="absent")
    commit(desk, desk.ada)
    commit(desk, desk.bo)
    found = desk.adjudication()
    (score,) = (one for one in found.comparison.differences if one.matter is Matter.SCORE)
    assert score.kind == "matched"
    do_with_scores(desk, agreed_plan(found, DECIDER).changes())
    for one in desk.adjudication().open():
        do_with_scores(desk, desk.adjudication().plan(one, TAKE_B, DECIDER))
    assert {n: one.foci for n, one in final_sheet(desk).bins.items() if one.is_spike} == {0: ("C3",), 7: ("T7",)}
    assert final_sheet(desk).is_committed
    assert not desk.errors
    desk.close()


def commit(desk: ReadersDesk, review: Review) -> None:
    book = EvidenceBook(scale_parameters())
    book.replace_all((*review.marks, *review.records.evidence))
    recording = Recording("night.edf", "EDF", (), (Span(0, 3600),), None, FINGERPRINT)
    changes = SheetActs(book, recording, review.author).commit(KEY, "2026-03-01T10:00:00+00:00")
    review.acts.do_together(changes)


def do_with_scores(desk: ReadersDesk, changes: Iterable[Change]) -> None:
    desk.carla.acts.do_together(with_final_scores(desk.adjudication(), changes, NOW.isoformat()))


def test_an_undone_decision_on_bins_is_open_again(desk: ReadersDesk) -> None:
    found = desk.adjudication()
    desk.carla.acts.do_together(found.plan(found.open(is_agreed=False)[0], TAKE_A, DECIDER))
    assert len(desk.adjudication().open(is_agreed=False)) == 3
    desk.carla.acts.undo()
    assert len(desk.adjudication().open(is_agreed=False)) == 4
    assert not final_sheet(desk).bins


def test_an_epoch_that_one_reader_scored_is_one_difference(tmp_path: Path) -> None:
    desk = ReadersDesk(tmp_path / "other")
    desk.score(desk.ada, {0: ("O1",), 5: ("C3",)}, gmfs="absent")
    found = desk.adjudication()
    (one,) = found.comparison.differences
    assert (one.kind, one.summary) == ("only_a", "not committed, B did not score this epoch")
    desk.carla.acts.do_together(found.plan(one, TAKE_A, DECIDER))
    assert sorted(final_sheet(desk).bins) == [0, 5]
    desk.carla.acts.do_together(desk.adjudication().plan(one, NEITHER, DECIDER))
    assert not final_sheet(desk).bins
    assert desk.adjudication().open() == ()
    assert not desk.errors
    desk.close()
