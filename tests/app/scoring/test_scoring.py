"""A reader's evidence on an epoch: kept as edits, scored, undone, committed, and read again."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from eegview.app.review.review import Review
from eegview.app.scoring.scoring import Scoring
from eegview.model.annotation import Annotation
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
    assert "Mark an example of grouped multifocal spikes." in scoring.own(KEY).score.missing
    lines = [line.text for line in scoring.own(KEY).score.derivation]
    assert "Grouped multifocal spikes: present, but no example is marked" in lines
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


def test_bins_that_were_not_recorded_are_said(review: Review, parameters: ScaleParameters) -> None:
    recording = Recording("night.edf", "EDF+D", (), (Span(0.0, 620.4), Span(625.6, 3600.0)), None, "f" * 64)
    scoring = Scoring(review, recording, parameters)
    (issue,) = scoring.own(KEY).issues
    assert issue.message == "6 of 300 bins were not recorded; they count as bins without a spike."
    assert scoring.own(SheetKey("based2021", 1000.0)).issues == ()


def test_a_sheet_is_scored_by_the_values_it_was_begun_with(
    review: Review, recording: Recording, parameters: ScaleParameters
) -> None:
    first = Scoring(review, recording, parameters)
    first.measure(KEY, "F3-C3", 220.0, Span(610.0, 610.3))
    other = replace(parameters, name="mine", limit_uv=250.0)
    second = Scoring(review, recording, other)
    assert second.own(KEY).high_rows == ("F3-C3",)
    assert second.own(KEY).parameters_id == parameters.parameters_id
    second.measure(KEY, "C3-P3", 230.0, Span(620.0, 620.3))
    assert second.own(KEY).high_rows == ("F3-C3", "C3-P3")
    later = SheetKey("based2021", 1200.0)
    second.measure(later, "C3-P3", 230.0, Span(1210.0, 1210.3))
    assert second.own(later).high_rows == ()
    assert second.own(later).parameters_id == other.parameters_id


@pytest.mark.parametrize("start_s", [-1.0, 3301.0, float("nan"), float("inf")])
def test_an_epoch_outside_the_recording_is_refused(scoring: Scoring, start_s: float) -> None:
    with pytest.raises(UsageError, match=r"is not all in the recording|is a time in seconds"):
        scoring.open_sheet(scoring.key(start_s))


def test_bins_and_pages_outside_the_epoch_are_refused(scoring: Scoring) -> None:
    for number in (-1, 300):
        with pytest.raises(UsageError, match="There is no bin"):
            scoring.mark_bin(KEY, number)
    with pytest.raises(UsageError, match="There is no page 21"):
        scoring.set_read(KEY, 20)
    with pytest.raises(UsageError, match="not an answer to “gmfs”"):
        scoring.answer(KEY, "gmfs", "perhaps")
    with pytest.raises(UsageError, match="is not a pattern of this scale"):
        scoring.add_example(KEY, "spasm", Span(610.0, 611.0))
    with pytest.raises(UsageError, match="not in the epoch"):
        scoring.measure(KEY, "F3-C3", 300.0, Span(10.0, 10.3))
    with pytest.raises(UsageError, match="not a number of µV"):
        scoring.measure(KEY, "F3-C3", float("nan"), Span(610.0, 610.3))
    with pytest.raises(UsageError, match="There is no scale"):
        scoring.mark_bin(SheetKey("kramer1997", 600.0), 0)
    assert not scoring.own(KEY).has_record


def test_a_proposal_never_goes_over_an_answer(scoring: Scoring) -> None:
    scoring.mark_no_spike(KEY, 3)
    scoring.mark_bin(KEY, 4, ("O1",))
    scoring.accept_bins(KEY, {3: ("P4",), 4: ("P4",), 5: ("P4",)})
    bins = scoring.own(KEY).bins
    assert not bins[3].is_spike
    assert (bins[4].foci, bins[4].source) == (("O1",), "hand")
    assert (bins[5].foci, bins[5].source) == (("P4",), "accepted")


def test_foci_elsewhere_count_for_the_study(scoring: Scoring, review: Review) -> None:
    """Marks of the reader's layer, other sheets, and what is named on this one."""
    review.acts.add(Annotation("m", "spike_focus", 20.0, 0.0, ("T7",)))
    scoring.mark_bin(SheetKey("based2021", 1200.0), 0, ("F3",))
    scoring.set_other_foci(KEY, ("O1", "T7"))
    sheet = scoring.own(KEY)
    assert sheet.study_foci == ("F3", "O1", "T7")
    assert sheet.spike_focus == "present"
    read_all(scoring)
    for question in ("gmfs", "pva", "high_amplitude"):
        scoring.answer(KEY, question, "absent")
    result = scoring.own(KEY).score
    assert (result.score, result.note) == (2, "uncommon multifocal spikes")


def test_marks_of_another_reader_are_hidden_while_one_scores(
    scoring: Scoring, open_review: Callable[[str], Review], recording: Recording, parameters: ScaleParameters
) -> None:
    scoring.add_example(KEY, GMFS_TERM, Span(630.0, 631.0))
    (mark,) = scoring.own(KEY).gmfs.examples
    other = Scoring(open_review("ben"), recording, parameters)
    assert not other.is_mark_hidden(mark)
    other.open_sheet(KEY)
    assert other.is_mark_hidden(mark)
    assert other.hidden_marks() == {mark.annotation_id}
    assert scoring.hidden_marks() == frozenset()
    assert not scoring.is_mark_hidden(mark)
    other.close_sheet(KEY)
    assert not other.is_mark_hidden(mark)


def test_absent_with_marks_of_it_is_said(scoring: Scoring) -> None:
    scoring.add_example(KEY, GMFS_TERM, Span(630.0, 631.0))
    scoring.add_example(KEY, GMFS_TERM, Span(640.0, 641.0))
    assert scoring.own(KEY).issues == ()
    scoring.answer(KEY, "gmfs", "absent")
    (issue,) = scoring.own(KEY).issues
    assert issue.message == "Grouped multifocal spikes: answered absent, but 2 marks of them lie in the epoch."


def test_a_committed_score_that_the_rest_of_the_study_changes_is_said(scoring: Scoring, review: Review) -> None:
    read_all(scoring)
    for question in ("gmfs", "pva", "high_amplitude", "nonepileptiform"):
        scoring.answer(KEY, question, "absent")
    scoring.set_other_foci(KEY, ())
    scoring.commit(KEY)
    assert (scoring.own(KEY).committed_score, scoring.own(KEY).is_changed) == (0, False)
    review.acts.add(Annotation("m", "spike_focus", 20.0, 0.0, ("T7",)))
    sheet = scoring.own(KEY)
    assert (sheet.committed_score, sheet.score.score, sheet.is_changed) == (0, 2, True)
    assert sheet.issues[0].message.endswith("since the score was committed gives a score of 2.")


def test_bins_without_an_electrode_are_counted_beside_the_foci(scoring: Scoring) -> None:
    scoring.mark_bins(KEY, {0: ("P4",), 1: (), 2: ()})
    text = "Spike foci in the epoch: 1 (P4) (≥ 3 needed); 2 bins with a spike without an electrode"
    assert scoring.own(KEY).score.derivation[0].text == text
    scoring.answer(KEY, "foci", "named")
    assert scoring.own(KEY).score.derivation[0].text == "Spike foci in the epoch: 1 (P4) (≥ 3 needed)"
