"""Runs of detectors in the library: as they were sent, joined, deleted, and told apart when their program died."""

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from waiting import wait_for_thread

from eegview.model.annotation import Annotation
from eegview.model.edit import Action, Change
from eegview.model.errors import LibraryRefused
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd, ScoreTerm, Trend, new_run_id
from eegview.model.sync import is_clinical
from eegview.store.library import Library, open_library
from eegview.store.runs import BEAT_LOST_AFTER_S, BROKEN_OFF, RunGone

RECORDING = "f" * 64


def a_run(started_utc: str = "2026-01-01T12:00:00+00:00") -> DetectorRun:
    return DetectorRun(
        new_run_id(),
        RECORDING,
        "spasms",
        "Epileptic spasms",
        "1.2.0",
        "ab" * 32,
        (("minimum_score", "0.5"), ("name", "Zoë")),
        Span(10.0, 3600.0),
        started_utc,
        "ann",
        outside=("The age is not known.",),
        reached_s=10.0,
        always_listed=("hypsarrhythmia",),
    )


def a_detection(number: int, onset_s: float) -> Detection:
    terms = (ScoreTerm("slow wave, both hemispheres", 5.2, "z", 1.4), ScoreTerm("no EMG", float("nan"), "", -0.5))
    answers = (("movement", "flexor"), ("side", "left"))
    return Detection(number, onset_s, 1.25, "spasm", 0.711, ("Fp1-F7", "T7–P7"), terms, answers)


def test_a_run_comes_back_as_it_was_started(library: Library) -> None:
    run = a_run()
    library.start_run(run)
    assert library.runs(RECORDING) == (run,)
    assert library.runs("e" * 64) == ()


def test_it_says_how_it_ended(library: Library) -> None:
    run = a_run()
    library.start_run(run)
    notes = ("There is no muscle channel.", "Zoë: 3 µV")
    library.end_run(run.run_id, RunEnd.OVER_MEMORY, "It took 2 GB.", 700.0, notes)
    (kept,) = library.runs(RECORDING)
    assert kept == replace(run, end=RunEnd.OVER_MEMORY, message="It took 2 GB.", reached_s=700.0, notes=notes)


def test_runs_are_told_oldest_first(library: Library) -> None:
    later, earlier = a_run("2026-01-02T00:00:00+00:00"), a_run("2026-01-01T00:00:00+00:00")
    library.start_run(later)
    library.start_run(earlier)
    assert [run.run_id for run in library.runs(RECORDING)] == [earlier.run_id, later.run_id]


def test_detections_come_back_whole_and_by_number(library: Library) -> None:
    run = a_run()
    library.start_run(run)
    found = [a_detection(number, 100.0 - number) for number in range(5)]
    library.add_detections(run.run_id, found[:3])
    library.add_detections(run.run_id, found[3:])
    back = library.detections(run.run_id)
    assert repr(back) == repr(tuple(found))  # by text, as one value is no number
    assert [d.number for d in library.detections(run.run_id, from_number=3)] == [3, 4]


@pytest.mark.parametrize("bad", [{"onset_s": float("nan")}, {"duration_s": -1.0}, {"score": float("inf")}])
def test_a_detection_that_makes_no_sense_is_a_bug(library: Library, bad: dict[str, float]) -> None:
    run = a_run()
    library.start_run(run)
    with pytest.raises(ValueError, match="finite"):
        library.add_detections(run.run_id, [a_detection(0, 1.0), replace(a_detection(1, 2.0), **bad)])
    assert library.detections(run.run_id) == ()


def test_the_pieces_of_a_trend_are_joined_and_what_is_missing_is_nan(library: Library) -> None:
    run = a_run()
    library.start_run(run)
    values = np.array([1.5, np.nan, 3.0], np.float32)
    library.add_trend(run.run_id, Trend("amplitude", "µV", 100.0, 10.0, values))
    library.add_trend(run.run_id, Trend("amplitude", "µV", 130.0, 10.0, values))
    library.add_trend(run.run_id, Trend("amplitude", "µV", 180.0, 10.0, values[:1]))
    library.add_trend(run.run_id, Trend("entropy", "", 0.0, 5.0, values))
    library.add_trend(run.run_id, Trend("entropy", "", 15.0, 5.0, values[:0]))
    amplitude, entropy = library.trends(run.run_id)
    np.testing.assert_array_equal(amplitude.values, [1.5, np.nan, 3, 1.5, np.nan, 3, np.nan, np.nan, 1.5])
    assert (amplitude.name, amplitude.unit, amplitude.start_s, amplitude.step_s) == ("amplitude", "µV", 100.0, 10.0)
    assert amplitude.values.dtype == np.float32
    assert len(entropy.values) == 3


def test_a_deleted_run_is_gone_and_takes_nothing_more(library: Library) -> None:
    run, other = a_run(), a_run()
    for one in (run, other):
        library.start_run(one)
        library.add_detections(one.run_id, [a_detection(0, 1.0)])
        library.add_trend(one.run_id, Trend("x", "", 0.0, 1.0, np.zeros(3, np.float32)))
    library.delete_run(run.run_id)
    assert library.runs(RECORDING) == (other,)
    assert (library.detections(run.run_id), library.trends(run.run_id)) == ((), ())
    assert len(library.detections(other.run_id)) == len(library.trends(other.run_id)) == 1
    for act in (
        lambda: library.add_detections(run.run_id, [a_detection(1, 2.0)]),
        lambda: library.add_trend(run.run_id, Trend("x", "", 3.0, 1.0, np.zeros(3, np.float32))),
        lambda: library.beat_run(run.run_id, 5.0),
        lambda: library.end_run(run.run_id, RunEnd.DONE),
    ):
        with pytest.raises(RunGone):
            act()
    assert library.detections(run.run_id) == ()


def test_a_run_whose_program_died_is_told_as_broken_off(library: Library, outside: Callable[[str], None]) -> None:
    run = a_run()
    library.start_run(run)
    library.beat_run(run.run_id, 1234.5)
    assert library.runs(RECORDING)[0].end is RunEnd.RUNNING
    outside(f"UPDATE detector_run SET beat_s = beat_s - {BEAT_LOST_AFTER_S + 1}")
    (dead,) = library.runs(RECORDING)
    assert (dead.end, dead.message, dead.reached_s) == (RunEnd.CANCELLED, BROKEN_OFF, 1234.5)
    assert dead.is_partial
    library.add_detections(run.run_id, [a_detection(0, 1.0)])  # it was only asleep
    assert library.runs(RECORDING)[0].end is RunEnd.RUNNING


def test_a_run_is_no_mark(library: Library) -> None:
    run = a_run()
    library.start_run(run)
    library.add_detections(run.run_id, [a_detection(0, 1.0)])
    library.delete_run(run.run_id)
    assert [edit.action for edit in library.edits(RECORDING)] == [Action.RECORD]
    assert not any(map(is_clinical, library.annotations(RECORDING)))
    assert library.verify(RECORDING) == []


def test_results_changed_from_outside_are_refused_plainly(library: Library, outside: Callable[[str], None]) -> None:
    run = a_run()
    library.start_run(run)
    library.add_detections(run.run_id, [a_detection(0, 1.0)])
    outside("UPDATE detection SET terms = 'no json'")
    with pytest.raises(LibraryRefused, match="changed from outside"):
        library.detections(run.run_id)
    outside("UPDATE detector_run SET ended = 'somehow'")
    with pytest.raises(LibraryRefused, match="changed from outside"):
        library.runs(RECORDING)


def test_marks_are_made_while_a_run_streams(library_file: Path) -> None:
    """Neither waits for the other to end: the run writes in short acts."""
    run = a_run()
    with closing(open_library(str(library_file))) as streams, closing(open_library(str(library_file))) as edits:
        streams.start_run(run)

        def stream() -> None:
            for first in range(0, 4000, 200):
                streams.add_detections(run.run_id, [a_detection(n, float(n)) for n in range(first, first + 200)])

        writer = threading.Thread(target=stream)
        writer.start()
        for number in range(10):
            mark = Annotation(f"m{number}", "spasm", float(number), layer="ann")
            edits.apply(RECORDING, "ann", "resident", Action.ADD, [Change(None, mark)])
        wait_for_thread(writer)
        assert len(edits.detections(run.run_id)) == 4000
        assert len(edits.annotations(RECORDING)) == 10


def test_nothing_to_add_is_no_fault(library: Library) -> None:
    run = a_run()
    library.start_run(run)
    library.add_detections(run.run_id, [])
    library.add_trend(run.run_id, Trend("rate", "1/h", 0.0, 10.0, np.zeros(0, np.float32)))
    assert (library.detections(run.run_id), library.trends(run.run_id)) == ((), ())


@pytest.mark.parametrize("change", ["step_s = 0", "samples = substr(samples, 1, 5)"])
def test_a_trend_changed_from_outside_is_refused(library: Library, outside: Callable[[str], None], change: str) -> None:
    run = a_run()
    library.start_run(run)
    library.add_trend(run.run_id, Trend("rate", "1/h", 0.0, 10.0, np.ones(6, np.float32)))
    outside(f"UPDATE trend SET {change}")
    with pytest.raises(LibraryRefused, match="changed from outside"):
        library.trends(run.run_id)
