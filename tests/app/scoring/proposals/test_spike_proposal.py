"""Bins proposed from a run: where, with which electrode and score; which run is taken; what is said of its limits."""

from dataclasses import replace

import pytest
from detectors.spike_runs import spike
from detectors.spike_runs import spike_run as run
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.review.review import Review
from eegview.app.scoring.proposals.spike_proposal import SpikeRun, fittest_spike_run, spike_run_for
from eegview.model.span import Span
from eegview.model.suggestion.detection import DetectorRun, RunEnd
from eegview.store.library import Library

EPOCH = Span(600.0, 900.0)


def test_a_bin_has_the_electrodes_and_the_score_of_what_lies_in_it() -> None:
    found = [
        spike(0, 599.99, "P4"),  # before the epoch
        spike(1, 600.0, "P4", 0.7),
        spike(2, 600.9, "F3", 0.9),
        spike(3, 600.95, "P4", 0.6),
        spike(4, 601.0, "T7", 0.55),
        spike(5, 899.9, "O1"),
        spike(6, 900.0, "O1"),  # after it
    ]
    bins = SpikeRun(run(), EPOCH, tuple(found)).bins(1.0)
    assert {n: (b.foci, b.score, b.detections) for n, b in bins.items()} == {
        0: (("F3", "P4"), 0.9, (2, 1, 3)),
        1: (("T7",), 0.55, (4,)),
        299: (("O1",), 0.8, (5,)),
    }
    assert list(SpikeRun(run(), EPOCH, tuple(found)).bins(1.0, 0.8)) == [0, 299]


@given(st.lists(st.tuples(st.floats(500, 1000), st.floats(0, 1)), max_size=40), st.floats(0, 1))
def test_every_detection_is_in_one_bin_and_a_higher_threshold_never_adds_any(found, threshold: float) -> None:
    one = SpikeRun(run(), EPOCH, tuple(spike(n, t, "Cz", s) for n, (t, s) in enumerate(found)))
    bins = one.bins(1.0, threshold)
    numbers = [number for held in bins.values() for number in held.detections]
    assert len(numbers) == len(set(numbers))
    assert all(0 <= number < 300 and held.score >= threshold for number, held in bins.items())
    assert set(one.bins(1.0, min(threshold + 0.1, 1.0))) <= set(bins)


def test_the_run_that_searched_more_then_kept_all_then_is_newest_is_taken() -> None:
    clearest, part = run("clearest", every_minutes="10"), run("part", Span(0.0, 700.0))
    assert fittest_spike_run([clearest, part], EPOCH) is clearest
    all_of_them, newer = run("all"), run("newer")
    assert fittest_spike_run([all_of_them, clearest], EPOCH) is all_of_them
    assert fittest_spike_run([all_of_them, newer, clearest], EPOCH) is newer
    others = [run("x", Span(0.0, 600.0)), run("y", end=RunEnd.RUNNING), replace(run("z"), detector_id="spasms")]
    assert fittest_spike_run(others, EPOCH) is None
    cancelled = run("c", end=RunEnd.CANCELLED, reached_s=650.0)
    assert fittest_spike_run([*others, cancelled], EPOCH) is cancelled


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (run(), ()),
        (run(every_minutes="10"), ("kept only the clearest",)),
        (run(least="0.7"), ("kept scores from 0.70 only",)),
        (run(end=RunEnd.CANCELLED, reached_s=660.0), ("did not search the whole epoch (up to 00:11:00)",)),
        (run(outside=("Older than 18 years.",)), ("Outside validated use: Older than 18 years.",)),
    ],
)
def test_the_limits_of_a_run_are_said(of: DetectorRun, said: tuple[str, ...]) -> None:
    notes = SpikeRun(of, EPOCH, ()).notes()
    assert len(notes) == len(said)
    assert all(part in note for part, note in zip(said, notes, strict=True))


def test_a_run_is_found_in_the_library_with_what_lies_in_the_epoch(review: Review) -> None:
    answers: list[SpikeRun | None] = []

    def work(library: Library) -> SpikeRun | None:
        library.start_run(run("one", end=RunEnd.RUNNING))
        library.add_detections("one", [spike(0, 10.0, "Cz"), spike(1, 610.5, "P4"), spike(2, 3000.0, "Cz")])
        library.end_run("one", RunEnd.DONE, "", 3600.0)
        return spike_run_for(library, "f" * 64, EPOCH)

    review.ask_library(work, answers.append)
    (found,) = answers
    assert found is not None
    assert (found.run.run_id, [one.number for one in found.detections]) == ("one", [1])
    assert found.title.startswith("Spikes 1")
