"""A reader's evidence on an epoch: kept as edits, scored, undone, committed, and read again."""

from collections.abc import Callable

import pytest

from eegview.app.review.review import Review
from eegview.app.scoring.scoring import Scoring
from eegview.model.errors import EegViewError, UsageError
from eegview.model.recording import Recording
from eegview.model.scoring.evidence import GMFS_TERM, SheetKey
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.span import Span

KEY = SheetKey("based2021", 600.0)


def read_all(scoring: Scoring, key: SheetKey = KEY) -> None:
    for page in range(20):
        scoring.set_read(key, page)


def score_five(scoring: Scoring, key: SheetKey = KEY) -> None:
    """Mark eight bins on each of ten pages, at three foci, and read all."""
    foci = ("P4", "F3", "T7")
    scoring.mark_bins(key, {page * 15 + n: (foci[n % 3],) for page in range(10) for n in range(8)})
    read_all(scoring, key)


def test_evidence_is_kept_bin_by_bin_and_undone(scoring: Scoring, review: Review) -> None:
    heard: list[None] = []
    scoring.changed.connect(heard.append)
    scoring.mark_bin(KEY, 7, ("P4",))
    assert len(heard) == 1
    scoring.mark_bin(KEY, 7, ("P4",))  # said already
    assert len(heard) == 1
    scoring.mark_bin(KEY, 7, ("P4", "F3"))
    scoring.mark_bin(KEY, 8)
    scoring.mark_no_spike(KEY, 9)
    sheet = scoring.own(KEY)
    assert sheet.bins[7].foci == ("P4", "F3")
    assert sheet.bins[7].span == Span(607.0, 608.0)
    assert (sheet.bins[8].is_spike, sheet.bins[9].is_spike) == (True, False)
    assert sheet.spike_bins[0] == 2
    assert sheet.foci == {"P4": (7,), "F3": (7,)}
    assert sheet.n_unnamed_bins == 1
    review.acts.undo()
    review.acts.undo()
    review.acts.undo()
    assert list(scoring.own(KEY).bins) == [7]
    assert scoring.own(KEY).bins[7].foci == ("P4",)
    review.acts.undo()
    assert not scoring.own(KEY).has_record
    assert scoring.sheets() == ()


def test_a_score_of_five_is_committed_and_read_again(
    scoring: Scoring,
    open_review: Callable[[str], Review],
    recording: Recording,
    parameters: ScaleParameters,
    errors: list[EegViewError],
) -> None:
    score_five(scoring)
    result = scoring.own(KEY).score
    assert (result.score, result.pages_met, result.bins_with_spike) == (5, 10, 80)
    assert result.literal_percent == pytest.approx(26.667, abs=0.001)
    assert result.disagrees
    scoring.set_confidence(KEY, 4)
    scoring.commit(KEY)
    assert scoring.own(KEY).committed_score == 5
    with pytest.raises(UsageError, match="committed"):
        scoring.mark_bin(KEY, 200, ("P4",))
    again = Scoring(open_review("ada"), recording, parameters)
    assert again.own(KEY).is_committed
    assert again.own(KEY).score == result
    assert not again.own(KEY).is_changed
    again.withdraw_commit(KEY)
    assert not again.own(KEY).is_committed
    assert errors == []


def test_an_example_makes_a_pattern_present(scoring: Scoring, review: Review) -> None:
    scoring.answer(KEY, "gmfs", "present")
    assert "Answer whether grouped multifocal spikes are present." in scoring.own(KEY).score.missing
    review.acts.undo()
    scoring.add_example(KEY, GMFS_TERM, Span(630.0, 631.0), ("P3-O1",))
    assert scoring.own(KEY).gmfs.is_shown
    assert [mark.term_id for mark in review.marks] == [GMFS_TERM]
    review.acts.undo()
    assert scoring.own(KEY).gmfs.answer == ""
    assert len(review.marks) == 0


def test_calipers_are_kept_above_and_below_the_limit(scoring: Scoring, review: Review) -> None:
    scoring.measure(KEY, "F3-C3", 150.0, Span(610.0, 610.2))
    assert scoring.own(KEY).is_high is False
    scoring.measure(KEY, "P3-O1", 290.0, Span(611.0, 611.2))
    assert scoring.own(KEY).high_rows == ()
    scoring.measure(KEY, "F3-C3", 200.0, Span(612.0, 612.2))
    assert scoring.own(KEY).high_rows == ("F3-C3",)
    assert [mark.term_id for mark in review.marks] == ["high_amplitude_channel"]
    measured = scoring.own(KEY).amplitudes
    assert [(one.row, one.value_uv, one.is_posterior, one.is_high) for one in measured] == [
        ("F3-C3", 150.0, False, False),
        ("P3-O1", 290.0, True, False),
        ("F3-C3", 200.0, False, True),
    ]
    scoring.withdraw(KEY, measured[2].record.annotation_id)
    assert scoring.own(KEY).high_rows == ()


def test_another_reader_sees_nothing_until_both_have_committed(
    scoring: Scoring, open_review: Callable[[str], Review], recording: Recording, parameters: ScaleParameters
) -> None:
    review = open_review("ben")
    second = Scoring(review, recording, parameters)
    score_five(scoring)
    review.catch_up()
    (line,) = second.all_readers()
    assert (line.reader, line.n_pages_read, line.is_hidden) == ("ada", 20, True)  # not committed yet
    scoring.commit(KEY)
    review.catch_up()
    assert [sheet.reader for sheet in second.sheets()] == ["ada"]  # who scores nothing there may see it
    near = second.open_sheet(second.key(720.0)).key
    assert second.others(near) == ()
    assert second.sheets() == ()
    score_five(second, near)
    assert second.others(near) == ()
    second.commit(near)
    assert [sheet.reader for sheet in second.others(near)] == ["ada"]
    second.withdraw_commit(near)
    assert second.others(near) == ()
    assert second.own(near).seen == ("ada",)
    assert not second.own(near).is_blind
