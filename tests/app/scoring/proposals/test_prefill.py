"""Proposals in a sheet: off at first, never over an answer, accepted with their origin, and counted nowhere before."""

from dataclasses import replace

import pytest
from detectors.spike_runs import spike
from detectors.spike_runs import spike_run as run

from eegview.app.review.review import Review
from eegview.app.scoring.proposals.prefill import Prefill
from eegview.app.scoring.proposals.proposal_states import n_accepted, origin_of, proposals_of
from eegview.app.scoring.proposals.spike_proposal import SpikeRun
from eegview.app.scoring.scoring import Scoring
from eegview.model.errors import UsageError
from eegview.model.scoring.evidence import ACCEPTED, SheetKey

START_S = 600.0


@pytest.fixture
def key(scoring: Scoring) -> SheetKey:
    return scoring.key(START_S)


@pytest.fixture
def prefill(scoring: Scoring, key: SheetKey) -> Prefill:
    """Return proposals for bins 0, 1 and 2 on page 1, and 15 and 16 on page 2; bin 2 has a score of 0.4."""
    scoring.open_sheet(key)
    one = Prefill(scoring)
    one.use_epoch(key)
    found = [
        spike(7, 600.2, "P4", 0.9),
        spike(8, 601.5, "F3", 0.6),
        spike(9, 602.5, "F3", 0.4),
        spike(10, 615.0, "T7"),
        spike(11, 616.0, "O1"),
        spike(12, 616.4, "P4", 0.9),
    ]
    one.use_run(SpikeRun(run("the run"), scoring.own(key).span, tuple(found)))
    return one


def test_nothing_is_in_sight_until_it_is_shown_and_nothing_is_counted_until_it_is_accepted(
    prefill: Prefill, scoring: Scoring, key: SheetKey
) -> None:
    assert not prefill.open_bins
    assert prefill.accept_page(0) == ()
    prefill.show(True)
    assert list(prefill.open_bins) == [0, 1, 15, 16]
    assert scoring.own(key).score.bins_with_spike == 0
    assert not scoring.own(key).has_record
    prefill.set_threshold(0.3)
    assert list(prefill.open_on_page(0)) == [0, 1, 2]


def test_accepting_a_page_is_one_act_in_which_each_bin_names_its_run_and_detection(
    prefill: Prefill, scoring: Scoring, key: SheetKey, review: Review
) -> None:
    prefill.show(True)
    assert prefill.accept_page(1) == (15, 16)
    sheet = scoring.own(key)
    assert {n: (one.foci, one.source) for n, one in sheet.bins.items()} == {
        15: (("T7",), ACCEPTED),
        16: (("P4", "O1"), ACCEPTED),
    }
    origin = origin_of(sheet.bins[16].records[0])
    assert origin is not None
    assert (origin.run_id, origin.number, origin.detector_id, origin.score) == ("the run", 12, "spikes", 0.9)
    assert (proposals_of(sheet), n_accepted(sheet), sheet.score.bins_with_spike) == ("accepted", 2, 2)
    assert list(prefill.open_bins) == [0, 1]
    assert review.undo_state.undo_text == "Undo accept 2 proposed bins from 00:10:15"
    review.acts.undo()
    assert not scoring.own(key).bins
    assert list(prefill.open_on_page(1)) == [15, 16]  # they are proposed again
    review.acts.redo()
    assert n_accepted(scoring.own(key)) == 2


def test_an_answer_of_the_reader_stays_whatever_is_proposed(prefill: Prefill, scoring: Scoring, key: SheetKey) -> None:
    scoring.mark_no_spike(key, 0)
    scoring.mark_bin(key, 1, ("Cz",))
    prefill.show(True)
    assert prefill.accept([0, 1, 15]) == (15,)
    bins = scoring.own(key).bins
    assert (bins[0].is_spike, bins[1].foci) == (False, ("Cz",))
    scoring.set_read(key, 1)  # the rest of the page holds no spike
    assert not prefill.open_bins
    assert prefill.accept([16]) == ()
    scoring.set_read(key, 1, is_read=False)
    assert list(prefill.open_bins) == [16]


def test_what_was_in_sight_is_kept_with_each_answer(prefill: Prefill, scoring: Scoring, key: SheetKey) -> None:
    scoring.mark_bin(key, 0, ("P4",))  # a proposal there, hidden
    scoring.mark_bin(key, 5, ("P4",))  # none there
    assert proposals_of(scoring.own(key)) == "hidden"
    prefill.show(True)
    scoring.mark_no_spike(key, 1)
    scoring.set_read(key, 1)
    scoring.set_read(key, 2)
    sheet = scoring.own(key)
    assert [sheet.bins[n].records[0].attribute("proposal") for n in (0, 5, 1)] == ["hidden", None, "shown"]
    pages = {record.attribute("page"): record.attribute("proposal") for record in sheet.records}
    assert (pages["1"], pages["2"]) == ("shown", None)
    assert proposals_of(sheet) == "shown"


def test_a_bin_changed_by_hand_after_it_was_accepted_is_by_hand(
    prefill: Prefill, scoring: Scoring, key: SheetKey
) -> None:
    prefill.show(True)
    prefill.accept([0])
    scoring.mark_bin(key, 0, ("Cz",))
    sheet = scoring.own(key)
    assert (sheet.bins[0].foci, n_accepted(sheet), origin_of(sheet.bins[0].records[0])) == (("Cz",), 0, None)
    assert proposals_of(sheet) == "shown"


def test_dismissed_proposals_leave_no_answer_and_can_be_brought_back(
    prefill: Prefill, scoring: Scoring, key: SheetKey
) -> None:
    prefill.show(True)
    assert prefill.dismiss_page(0) == (0, 1)
    assert list(prefill.open_bins) == [15, 16]
    assert not scoring.own(key).bins
    counts = prefill.counts
    assert (counts.proposed, counts.dismissed, counts.open) == (4, 2, 2)
    prefill.bring_back()
    assert prefill.counts.open == 4


def test_the_counts_add_up(prefill: Prefill, scoring: Scoring, key: SheetKey) -> None:
    prefill.show(True)
    prefill.accept([0])
    scoring.mark_no_spike(key, 1)
    prefill.dismiss([15])
    counts = prefill.counts
    assert (counts.accepted, counts.answered, counts.dismissed, counts.open) == (1, 1, 1, 1)
    assert counts.proposed == 4


def test_another_epoch_has_other_proposals_and_a_committed_sheet_takes_none(
    prefill: Prefill, scoring: Scoring, key: SheetKey
) -> None:
    prefill.show(True)
    for page in range(20):
        scoring.set_read(key, page)
    for question in ("gmfs", "pva", "high_amplitude", "spike_focus", "nonepileptiform"):
        scoring.answer(key, question, "absent")
    scoring.commit(key)
    assert not prefill.open_bins
    other = scoring.key(1200.0)
    prefill.use_epoch(other)
    assert not prefill.bins
    found = SpikeRun(run(), scoring.own(other).span, (spike(0, 1200.5, "P4"),))
    prefill.use_run(replace(found))
    assert prefill.accept([0]) == (0,)
    with pytest.raises(UsageError, match="committed"):
        scoring.accept_bins(key, {0: ("P4",)})
