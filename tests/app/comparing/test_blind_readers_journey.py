"""Two blind readers to a signed final layer, without a window: compared, decided, asked, signed, sent elsewhere."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from made_studies.readers_desk import DECIDER, FINGERPRINT, VOCABULARY, ReadersDesk, hypsarrhythmia, spasm, stage
from there import there

from eegview.app.comparing.agreed import agreed_plan
from eegview.app.comparing.comparison import compare
from eegview.app.comparing.decisions import MERGE, NEITHER, QUERY, TAKE_A, TAKE_B, Adjudication
from eegview.app.comparing.difference import CONFLICT, MATCHED, ONLY_A, ONLY_B, Difference
from eegview.app.comparing.final_events import OnSame
from eegview.app.comparing.progress import progress_of
from eegview.app.exchange.bundling import bundle_study, import_bundle, read_unbundled
from eegview.app.library.editing import Editor
from eegview.app.marks.index import MarkIndex
from eegview.app.marks.layers import SameEventStands
from eegview.app.marks.opinions import Giver, opinion_change
from eegview.app.review.open_items import open_queries
from eegview.app.review.review import Review
from eegview.app.review.signing import state_of
from eegview.model.annotation import FILE_LAYER, FINAL_LAYER, Annotation
from eegview.model.opinion import Verdict as Opined
from eegview.model.recording import Recording
from eegview.model.signature import Meaning, latest_signatures
from eegview.model.span import Span
from eegview.store.library import open_library


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ReadersDesk]:
    desk = ReadersDesk(tmp_path)
    read_by_ada(desk.ada)
    read_by_bo(desk.bo)
    desk.carla.show_file_notes([Annotation("note", "file_note", 100.6, text="Spasm", layer=FILE_LAYER)])
    yield desk
    assert not desk.errors
    desk.close()


def read_by_ada(review: Review) -> None:
    for number in range(8):
        review.acts.add(spasm(f"a{number}", 100.0 + 12 * number, movement="flexor", certainty="certain"))
    review.acts.add(spasm("a-twice", 100.6, movement="flexor"))
    review.acts.add(spasm("a-alone", 400.0, certainty="possible"))
    review.acts.import_all(stage(f"as{n}", n, "W" if n < 4 else "N2") for n in range(12))
    review.acts.add(hypsarrhythmia("ah", 0.0, 300.0, "present"))
    review.acts.sign("Ada", Meaning.REVIEWED, "ada", "{}")


def read_by_bo(review: Review) -> None:
    for number in range(8):
        movement = "mixed" if number == 3 else "flexor"
        review.acts.add(spasm(f"b{number}", 100.2 + 12 * number, movement=movement))
    review.acts.add(Annotation("b-mimic", "mimic", 500.0, 1.0))
    review.acts.import_all(stage(f"bs{n}", n, "W" if n < 6 else "N2") for n in range(12))
    review.acts.add(hypsarrhythmia("bh", 0.0, 300.0, "absent"))
    review.acts.sign("Bo", Meaning.REVIEWED, "bo", "{}")


def decide(desk: ReadersDesk, one: Difference, verdict: str, comment: str = "", **how: object) -> None:
    changes = desk.adjudication().plan(one, verdict, DECIDER, comment=comment, **how)  # type: ignore[arg-type]
    desk.carla.acts.do_together(changes)


def settle(desk: ReadersDesk) -> None:
    desk.carla.acts.do_together(agreed_plan(desk.adjudication(), DECIDER).changes())
    left = {one.onset_s: one for one in desk.adjudication().open() if one.term_id in ("spasm", "mimic")}
    decide(desk, left[136.0], TAKE_B, "arms open first")
    decide(desk, left[400.0], NEITHER, "movement artifact")
    decide(desk, left[500.0], TAKE_B)
    with pytest.raises(SameEventStands):
        decide(desk, left[100.6], TAKE_A)
    decide(desk, left[100.6], NEITHER, "second mark of the same spasm")
    (stages,) = (one for one in desk.adjudication().open() if one.term_id == "sleep_stage")
    decide(desk, stages, TAKE_A)
    (pattern,) = (one for one in desk.adjudication().open() if one.term_id == "hypsarrhythmia")
    decide(desk, pattern, QUERY, "Which stretch made you say so?")


def test_two_blind_readers_come_to_a_signed_final_layer(desk: ReadersDesk, tmp_path: Path) -> None:
    found = desk.adjudication().comparison
    assert found.counts("spasm") == {MATCHED: 7, CONFLICT: 1, ONLY_A: 2, ONLY_B: 0}
    assert not any(one.a and one.a.layer == FILE_LAYER for one in found.differences)
    settle(desk)
    desk.carla.acts.sign("Dr. Carla", Meaning.APPROVED, FINAL_LAYER, "{}")
    assert desk.errors.pop().sentence == (
        "The final layer is not settled: 1 difference between ada and bo is not decided."
    )
    bo_answers(desk)
    (pattern,) = desk.adjudication().open()
    decide(desk, pattern, TAKE_A, "bo agrees now")
    desk.carla.acts.sign("Dr. Carla", Meaning.APPROVED, FINAL_LAYER, "{}")
    final = desk.final()
    assert [mark.onset_s for mark in final if mark.term_id == "spasm"] == pytest.approx(
        [100.2 + 12 * n if n == 3 else 100.0 + 12 * n for n in range(8)]
    )
    assert [mark.attribute("stage") for mark in final if mark.term_id == "sleep_stage"] == ["W"] * 4 + ["N2"] * 8
    assert [(m.span, m.attribute("presence")) for m in final if m.term_id == "hypsarrhythmia"] == [
        (Span(0.0, 300.0), "present")
    ]
    again = desk.open("carla", "neurologist")
    assert desk.adjudication(again).open() == ()
    signature = latest_signatures(again.records)[FINAL_LAYER]
    assert state_of(signature, again.marks, ()).is_matching


def test_how_far_it_is_settled_is_counted(desk: ReadersDesk) -> None:
    before = progress_of(desk.adjudication(), "spasm")
    assert (before.n_open, before.n_agreed_open, before.n_disagreements, before.by_hand_text) == (3, 7, 3, "")
    settle(desk)
    after = progress_of(desk.adjudication())
    assert (after.n_open, after.n_queried, after.n_agreed_open, after.n_agreed_taken) == (1, 1, 0, 9)
    assert (after.n_by_hand, after.by_hand_text) == (5, "1 A · 2 B · 2 neither")


def test_a_final_mark_deleted_by_hand_opens_its_difference_again(desk: ReadersDesk) -> None:
    settle(desk)
    desk.carla.acts.delete([mark for mark in desk.final() if mark.onset_s == 500.0])
    assert [one.onset_s for one in desk.adjudication().open() if one.term_id == "mimic"] == [500.0]


def bo_answers(desk: ReadersDesk) -> None:
    """Have bo answer the query about their mark with a comment."""
    desk.bo.catch_up()
    (query,) = open_queries(desk.bo.records, [there(desk.bo.marks.get("bh"))])
    giver = Giver("bo", "technologist", "2026-03-02T10:00:00+00:00")
    desk.bo.acts.record(
        opinion_change(there(desk.bo.marks.get(query.about)), Opined.COMMENT, "I overlooked it.", giver, ())
    )
    assert not open_queries(desk.bo.records, [there(desk.bo.marks.get("bh"))])


def test_each_act_is_in_the_log_with_its_reason_and_is_undone_as_one(desk: ReadersDesk) -> None:
    settle(desk)
    edits: list[Any] = []
    desk.carla.history(lambda found, problems: edits.extend((found, problems)))
    assert edits[1] == []
    records = [change.after for edit in edits[0] for change in edit.changes if change.mark.term_id == "adjudication"]
    assert "movement artifact" in [record.text for record in records if record is not None]
    n_final = len(desk.final())
    for _ in range(3):
        desk.carla.acts.undo()  # the question, the stages, the second mark
    assert len(desk.final()) == n_final - 2
    assert len(desk.adjudication().open(is_agreed=False)) == 3


def test_another_library_knows_from_a_bundle_what_is_decided(desk: ReadersDesk, tmp_path: Path) -> None:
    settle(desk)
    recording = Recording("night.edf", "EDF", (), (Span(0, 600),), None, FINGERPRINT)
    file = tmp_path / "night.edf"
    file.write_bytes(b"any")
    with closing(open_library(desk.url)) as library:
        editor = Editor(library, FINGERPRINT, "carla", "neurologist")
        bundle_study(tmp_path / "bundle", [str(file)], [], recording, editor.marks(), editor.history())
    with closing(open_library(f"sqlite:///{tmp_path / 'other.sqlite'}")) as library:
        editor = Editor(library, FINGERPRINT, "dora", "neurologist")
        import_bundle(read_unbundled(tmp_path / "bundle"), editor)
        held = editor.stored()
        assert library.verify(FINGERPRINT) == []
    found = Adjudication(compare(held, "bo", "ada", VOCABULARY), MarkIndex(held), held, FINGERPRINT, VOCABULARY)
    assert [one.term_id for one in found.open()] == ["hypsarrhythmia"]
    decided = {one.onset_s: found.decision_on(one) for one in found.comparison.of("spasm")}
    decision = decided[136.0]
    assert decision is not None
    assert (decision.verdict, decision.author, decision.comment) == (TAKE_A, "carla", "arms open first")


def test_two_marks_of_one_event_come_only_when_a_person_says_so(desk: ReadersDesk) -> None:
    settle(desk)
    twice = next(one for one in desk.adjudication().comparison.of("spasm") if one.onset_s == 100.6)
    decide(desk, twice, TAKE_A, on_same=OnSame.KEEP_BOTH)
    assert len([mark for mark in desk.final() if 100 <= mark.onset_s < 101 and mark.term_id == "spasm"]) == 2
    decide(desk, twice, MERGE if twice.a and twice.b else NEITHER)
    assert len([mark for mark in desk.final() if 100 <= mark.onset_s < 101 and mark.term_id == "spasm"]) == 1
