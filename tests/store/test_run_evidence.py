"""What a detector found, judgements and signatures cannot be changed unseen."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change
from eegview.model.signature import Meaning, signature_mark
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, ScoreTerm, Trend, new_run_id
from eegview.model.suggestion.judgement import Verdict, judgement_mark
from eegview.model.suggestion.run_record import RunEvent, run_record_of
from eegview.store.library import Library
from eegview.store.run_digest import digest_of, digest_of_results
from eegview.store.runs import BEAT_LOST_AFTER_S, select_row

RECORDING = "f" * 64
Outside = Callable[[str], None]

MEDDLING = {
    "a suggestion moved": ("UPDATE detection SET onset_s = onset_s + 1 WHERE number = 2", "suggestions were changed"),
    "a score": ("UPDATE detection SET score = 0.99 WHERE number = 2", "suggestions were changed"),
    "a score's last bit": ("UPDATE detection SET score = score + 1e-16 WHERE number = 2", "suggestions were changed"),
    "a reason": (
        "UPDATE detection SET terms = replace(terms, '1.4', '1.5') WHERE number = 2",
        "suggestions were changed",
    ),
    "rows": ("UPDATE detection SET channels = '[]' WHERE number = 2", "suggestions were changed"),
    "a suggestion gone": ("DELETE FROM detection WHERE number = 2", "had 5 suggestions when it ended, and has 4 now"),
    "a suggestion more": (
        "INSERT INTO detection SELECT run_id, 9, onset_s, duration_s, term_id, score, channels, terms, attributes"
        " FROM detection WHERE number = 2",
        "had 5 suggestions when it ended, and has 6 now",
    ),
    "two suggestions swapped": (
        "UPDATE detection SET number = 99 WHERE number = 2; UPDATE detection SET number = 2 WHERE number = 3;"
        " UPDATE detection SET number = 3 WHERE number = 99",
        "suggestions were changed",
    ),
    "a trend's unit": ("UPDATE trend SET unit = 'mV'", "trends were changed"),
    "a trend's step": ("UPDATE trend SET step_s = 3.0", "trends were changed"),
    "a trend's later block": ("UPDATE trend SET start_s = start_s + 0.25 WHERE start_s > 11", "trends were changed"),
    "a trend gone": ("DELETE FROM trend", "had 1 trend when it ended, and has 0 now"),
    "a setting": ("UPDATE detector_run SET parameters = '[]'", "was changed after it had ended"),
    "the version": ("UPDATE detector_run SET version = '9'", "was changed after it had ended"),
    "the program": ("UPDATE detector_run SET program_version = '9'", "was changed after it had ended"),
    "the code": ("UPDATE detector_run SET code_hash = 'ab'", "was changed after it had ended"),
    "who ran it": ("UPDATE detector_run SET author = 'eve'", "was changed after it had ended"),
    "how it ended": ("UPDATE detector_run SET ended = 'done', message = ''", "was changed after it had ended"),
    "set back to running": (
        f"UPDATE detector_run SET ended = 'running', beat_s = beat_s - {BEAT_LOST_AFTER_S + 1};"
        " UPDATE detection SET score = 0.9",
        "was changed after it had ended",
    ),
    "what cannot be read": ("UPDATE detector_run SET notes = 'x'", "was changed after it had ended"),
    "the run gone": (
        "DELETE FROM detection; DELETE FROM trend; DELETE FROM detector_run",
        "is gone, and no deletion of it is in the log",
    ),
    "a run more": (
        "INSERT INTO detector_run SELECT 'other', fingerprint, detector_id, title, version, content_hash, parameters,"
        " start_s, stop_s, started_utc, author, ended, message, outside, reached_s, notes, beat_s, always_listed,"
        " program_version, code_hash FROM detector_run",
        "has no record in the log",
    ),
}


def a_run() -> DetectorRun:
    return DetectorRun(
        new_run_id(),
        RECORDING,
        "spasms",
        "Epileptic spasms",
        "1.2.0",
        "ab" * 32,
        (("minimum_score", "0.5"), ("name", "Zoë")),
        Span(10.0, 3600.0),
        "2026-01-01T12:00:00+00:00",
        "ann",
        program_version="0.2.0",
        code_hash="cd" * 32,
    )


def a_detection(number: int) -> Detection:
    terms = (ScoreTerm("slow wave", 5.2, "z", 1.4), ScoreTerm("no EMG", float("nan"), "", -0.5), ScoreTerm("count", 3))
    return Detection(number, 100.1 * number, 1.25, "spasm", 0.3, ("Fp1-F7", "T7–P7"), terms, (("side", "left"),))


DETECTIONS = tuple(map(a_detection, range(5)))
VALUES = np.array([1.5, np.nan, 0.1, 7.0, -0.0], np.float32)


def ended_run(library: Library, end: RunEnd = RunEnd.CRASHED) -> DetectorRun:
    run = a_run()
    library.start_run(run)
    library.add_detections(run.run_id, DETECTIONS)
    library.add_trend(run.run_id, Trend("power", "µV²", 10.0, 0.5, VALUES[:3]))
    library.add_trend(run.run_id, Trend("power", "µV²", 11.5, 0.5, VALUES[3:]))
    library.end_run(run.run_id, end, "It broke.", 700.0, ("A note.",))
    return replace(run, end=end, message="It broke.", reached_s=700.0, notes=("A note.",))


def judge(library: Library, run: DetectorRun, detection: Detection = DETECTIONS[2], author: str = "ann") -> None:
    mark = judgement_mark(run, detection, Verdict.REJECT, layer=author)
    library.apply(RECORDING, "ann", "neurologist", Action.ADD, [Change(None, mark)])


@pytest.mark.parametrize("end", [end for end in RunEnd if end is not RunEnd.RUNNING])
def test_each_end_of_a_run_is_recorded_and_found_sound(library: Library, end: RunEnd):
    ended_run(library, end)
    (edit,) = library.edits(RECORDING)
    assert (edit.action, edit.author) == (Action.RECORD, "ann")
    assert library.verification(RECORDING).problems == ()
    assert library.verification(RECORDING).notes == ()


@pytest.mark.parametrize(("statements", "said"), MEDDLING.values(), ids=MEDDLING.keys())
def test_a_run_changed_from_outside_is_told(library: Library, outside: Outside, statements: str, said: str):
    ended_run(library)
    assert library.verify(RECORDING) == []
    outside(statements)
    library.verify(RECORDING)  # twice: looking must not heal it
    problems = library.verify(RECORDING)
    assert any(said in problem for problem in problems), problems


def test_a_deletion_is_an_act_in_the_log(library: Library, outside: Outside):
    run = ended_run(library)
    judge(library, run)
    library.delete_run(run.run_id, "bob", "neurologist")
    assert (library.edits(RECORDING)[-1].author, library.edits(RECORDING)[-1].role) == ("bob", "neurologist")
    assert library.verify(RECORDING) == []


def test_a_run_of_a_dead_program_is_recorded_as_it_was_found(library: Library, outside: Outside):
    run = a_run()
    library.start_run(run)
    library.add_detections(run.run_id, DETECTIONS)
    assert library.verification(RECORDING).notes == ("Not covered: 1 run of detectors that did not end yet.",)
    outside(f"UPDATE detector_run SET beat_s = beat_s - {BEAT_LOST_AFTER_S + 1}")
    assert library.runs(RECORDING)[0].end is RunEnd.CANCELLED
    assert library.verification(RECORDING).notes == ()
    outside("UPDATE detection SET score = 0.9 WHERE number = 1")
    assert "suggestions were changed" in library.verify(RECORDING)[0]


def test_a_run_that_was_only_asleep_goes_on(library: Library, outside: Outside):
    run = a_run()
    library.start_run(run)
    outside(f"UPDATE detector_run SET beat_s = beat_s - {BEAT_LOST_AFTER_S + 1}")
    library.runs(RECORDING)
    library.add_detections(run.run_id, DETECTIONS)
    assert library.runs(RECORDING)[0].end is RunEnd.RUNNING
    assert library.verify(RECORDING) == []
    library.end_run(run.run_id, RunEnd.DONE)
    assert library.verify(RECORDING) == []
    records = [run_record_of(edit.changes[0].mark) for edit in library.edits(RECORDING)]
    assert [r.event for r in records if r] == [RunEvent.ENDED, RunEvent.RESUMED, RunEvent.ENDED]


def test_the_hash_of_results_is_that_of_the_stored_run(library: Library):
    run = ended_run(library)
    with library.transaction() as connection:
        row = select_row(connection, run.run_id)
        assert row is not None
        stored = digest_of(connection, run.run_id, {**row})
    assert stored == digest_of_results(run, DETECTIONS, [Trend("power", "µV²", 10.0, 0.5, VALUES)])
    assert stored == digest_of_results(run, library.detections(run.run_id), library.trends(run.run_id))


def test_a_missing_block_of_a_trend_is_the_same_as_values_that_are_no_numbers(library: Library):
    run = a_run()
    library.start_run(run)
    for k in (0, 3, 7):
        library.add_trend(run.run_id, Trend("power", "", 0.1 * k, 0.1, VALUES[:1]))
    joined = digest_of_results(run, (), library.trends(run.run_id))
    with library.transaction() as connection:
        row = select_row(connection, run.run_id)
        assert row is not None
        assert digest_of(connection, run.run_id, {**row}) == joined


def test_judgements_are_held_against_their_run(library: Library, outside: Outside):
    run = ended_run(library)
    judge(library, run)
    assert library.verify(RECORDING) == []
    outside("DELETE FROM detection WHERE number = 2")
    assert any("which is not in its run" in problem for problem in library.verify(RECORDING))


@pytest.mark.parametrize(
    ("detection", "said"),
    [
        (replace(DETECTIONS[2], number=77), "suggestion 77, which is not in its run"),
        (replace(DETECTIONS[2], onset_s=1.0), "of another suggestion"),
        (replace(DETECTIONS[2], score=0.9), "of another suggestion"),
        (replace(DETECTIONS[2], term_id="spike"), "of another suggestion"),
    ],
)
def test_a_judgement_of_what_was_never_suggested_is_told(library: Library, detection: Detection, said: str):
    judge(library, ended_run(library), detection)
    assert any(said in problem for problem in library.verify(RECORDING))


def test_a_judgement_of_a_run_of_nowhere_is_told(library: Library):
    judge(library, a_run())
    assert any("not in the library and was never deleted" in problem for problem in library.verify(RECORDING))


def test_a_judgement_in_somebody_elses_name_is_told(library: Library):
    judge(library, ended_run(library), author="bob")
    assert any("entered by “ann”" in problem for problem in library.verify(RECORDING))


def sign(library: Library, **forged: str) -> None:
    number = library.last_number(RECORDING)
    head = (number, library.edit(RECORDING, number).hash)
    mark = signature_mark("Dr. Bo", "neurologist", Meaning.APPROVED, "bo", "2026-01-01", [], head, "{}", RECORDING)
    attributes = tuple(sorted((dict(mark.attributes) | forged).items()))
    mark = replace(mark, attributes=attributes, layer=forged.get("layer", "bo"))
    library.apply(RECORDING, "bo", "neurologist", Action.ADD, [Change(None, mark)])


def test_an_honest_signature_is_sound(library: Library, add: Callable[..., object]):
    add(1.0, "a")
    sign(library)
    assert library.verify(RECORDING) == []


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        ({"head_hash": "0" * 64}, "of a log that is not this one"),
        ({"head_number": "7"}, "of a log that is not this one"),
        ({"head_number": "2"}, "of a log that is not this one"),
        ({"fingerprint": "e" * 64}, "of another recording"),
        ({"layer": "ann"}, "entered by “bo”"),
        ({"role": "resident"}, "was given as resident"),
        ({"meaning": "loved"}, "cannot be read"),
    ],
)
def test_a_forged_signature_is_told(library: Library, add: Callable[..., object], forged: dict[str, str], said: str):
    add(1.0, "a")
    sign(library, **forged)
    assert any(said in problem for problem in library.verify(RECORDING))


def test_marks_of_a_run_stay_where_they_are(library: Library):
    mark = Annotation("m", "spasm", 1.0, layer="ann")
    library.apply(RECORDING, "ann", "neurologist", Action.ADD, [Change(None, mark)])
    ended_run(library)
    assert library.annotations(RECORDING, "spasm") == (mark,)


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "²", "-1", ""])
def test_a_record_with_a_number_that_is_none_is_told(library: Library, add: Callable[..., object], number: str):
    add(1.0, "a")
    sign(library, head_number=number)
    run = ended_run(library)
    mark = judgement_mark(run, DETECTIONS[2], Verdict.REJECT, layer="ann")
    attributes = tuple(sorted((dict(mark.attributes) | {"number": number}).items()))
    change = Change(None, replace(mark, attributes=attributes))
    library.apply(RECORDING, "ann", "neurologist", Action.ADD, [change])
    problems = library.verify(RECORDING)
    assert ["cannot be read" in problem for problem in problems] == [True, True]


def test_runs_are_not_held_against_a_broken_log(library: Library, outside: Outside):
    ended_run(library)
    outside("UPDATE head SET number = 7")
    found = library.verification(RECORDING)
    assert len(found.problems) == 1
    assert "runs, judgements and signatures" in found.notes[0]
