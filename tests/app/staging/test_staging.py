"""What keys do: where one goes, what is staged, what is copied forward, and what becomes of a proposal."""

import pytest

from eegview.app.review.review import Review
from eegview.app.staging.proposal import Proposal, is_same
from eegview.app.staging.so_far import so_far
from eegview.app.staging.staging import Staging
from eegview.clinical.stages import stages_for
from eegview.model.annotation import Annotation
from eegview.model.recording import Recording


@pytest.fixture
def staging(review: Review, recording: Recording) -> Staging:
    """Return 21 epochs; the epochs 4 and 5 lie in the gap."""
    return Staging(review, recording, 30.0)


def stage_all(staging: Staging, text: str) -> None:
    for stage in text.split():
        staging.stage(stage)


def test_a_key_stages_and_the_next_recorded_epoch_comes(staging: Staging) -> None:
    stage_all(staging, "W W N1 N2")
    assert staging.current == 6  # 4 and 5 are a gap
    assert staging.n_epochs == 19
    staging.set_advances(False)
    stage_all(staging, "R")
    assert (staging.current, staging.epochs.stage(6)) == (6, "R")
    staging.go(99)
    staging.set_advances(True)
    stage_all(staging, "N3")
    assert (staging.current, staging.epochs.stage(20)) == (20, "N3")


def test_back_clears_the_epoch_before(staging: Staging) -> None:
    stage_all(staging, "W N1")
    staging.step_back_and_clear()
    assert (staging.current, staging.epochs.stage(1), staging.epochs.stage(0)) == (1, "", "W")


def test_a_run_is_staged_by_one_key_without_what_was_not_recorded(staging: Staging, review: Review) -> None:
    staging.choose(7, 2)
    assert (staging.current, staging.run) == (2, range(2, 8))
    staging.stage("N2")
    assert [m.onset_s for m in review.marks] == [60.0, 90.0, 180.0, 210.0]
    assert (staging.current, staging.run) == (8, range(0))
    review.acts.undo()
    assert not len(review.marks)


def test_a_run_grows_and_shrinks_at_the_end_that_is_looked_at(staging: Staging) -> None:
    staging.go(5)
    staging.extend(1)
    staging.extend(1)
    assert (staging.run, staging.current) == (range(5, 8), 7)
    staging.extend(-1)
    assert (staging.run, staging.current) == (range(5, 7), 6)
    staging.step(1)
    assert (staging.run, staging.current) == (range(0), 7)


def test_the_next_unstaged_epoch_is_found_also_before_this_one(staging: Staging, review: Review) -> None:
    review.acts.add(Annotation("hand", "sleep_stage", 61.0, 60.0, attributes=(("stage", "N1"),)))
    stage_all(staging, "W W")
    staging.go(0)
    assert staging.go_to_unstaged()
    assert staging.current == 6  # 2 and 3 by hand, 4 and 5 not recorded
    staging.choose(6, 20)
    staging.stage("N2")
    staging.epochs.clear((1,))
    staging.go(20)
    assert staging.go_to_unstaged()
    assert staging.current == 1
    staging.stage("W")
    assert not staging.go_to_unstaged()


def test_copy_forward_repeats_up_to_the_next_staged_epoch_as_one_act(staging: Staging, review: Review) -> None:
    assert staging.to_repeat() == ("", range(0))
    staging.go(10)
    staging.stage("R")
    staging.go(6)
    staging.stage("N2")
    assert staging.to_repeat() == ("N2", range(7, 10))
    assert staging.to_repeat(2) == ("N2", range(7, 9))
    staging.go(6)
    assert staging.to_repeat() == ("N2", range(7, 10))  # on a staged epoch it begins with the next
    staging.repeat(*staging.to_repeat())
    assert (staging.current, [staging.epochs.stage(k) for k in range(6, 11)]) == (10, ["N2"] * 4 + ["R"])
    review.acts.undo()
    assert staging.epochs.n_staged == 2


def test_unsure_is_about_this_epoch_or_the_one_staged_last(staging: Staging) -> None:
    assert not staging.switch_unsure()
    staging.stage("N1")
    assert staging.switch_unsure()
    assert staging.epochs.is_unsure(0)
    staging.go(0)
    staging.switch_unsure()
    assert not staging.epochs.is_unsure(0)


def proposed(staging: Staging, text: str) -> None:
    stages = ["" if stage == "." else stage for stage in text.split()]
    staging.use_proposal(Proposal("Sleep 1", (*stages, *[""] * (staging.grid.n_epochs - len(stages)))))


def test_the_mark_keeps_whether_the_proposal_was_visible_and_whether_it_was_accepted(staging: Staging) -> None:
    proposed(staging, "W W W . S S S")
    staging.stage("W")
    staging.show_proposal(True)
    staging.stage("W")
    assert staging.accept()
    staging.stage("N2")
    kept = [staging.epochs.mark(k) for k in range(4)]
    assert [mark and mark.attribute("proposal") for mark in kept] == ["hidden", "shown", "accepted", None]


def test_accepting_a_run_takes_only_what_is_proposed_and_recorded(staging: Staging) -> None:
    proposed(staging, "W . S W W W S")
    staging.choose(0, 6)
    assert staging.to_accept() == [0, 2, 3, 6]
    assert staging.accept()
    assert [staging.epochs.stage(k) for k in range(7)] == ["W", "", "S", "W", "", "", "S"]
    staging.go(1)
    assert not staging.accept()


def test_differences_and_agreement_count_sleep_without_a_stage_as_any_sleep(staging: Staging) -> None:
    proposed(staging, "W S S S W W S .")
    stage_all(staging, "N1 N2 W ?")  # then 6
    stage_all(staging, "R N1")
    assert staging.differences().nonzero()[0].tolist() == [0, 2]
    assert staging.agreement() == (2, 4)  # what is not scorable or not proposed is left out
    staging.go(0)
    assert staging.go_to_difference()
    assert staging.current == 2
    assert not staging.go_to_difference()


def test_sleep_without_a_stage_is_no_stage_of_its_own_beside_others() -> None:
    assert is_same("N2", "S")
    assert is_same("S", "R")
    assert not is_same("N2", "R")
    assert not is_same("W", "S")


def test_the_table_names_what_shares_are_shares_of(staging: Staging) -> None:
    stage_all(staging, "W N2 N2 R ?")
    table = so_far(staging, stages_for(6.0))
    assert table.columns == ("W", "N1", "N2", "N3", "R")
    assert table.heading == "2 min staged · sleep 1.5 min"
    rows = dict(table.rows)
    assert rows["Minutes"] == ("0.5", "0", "1", "0", "0.5")
    assert rows["% of sleep"] == ("–", "0", "67", "0", "33")
    assert rows["% of recording"][2] == "10"
    lines = {name: text for name, text, _tip in table.lines}
    assert lines == {"Awakenings": "0", "Epochs staged": "5 of 19", "Not scorable": "0.5 min"}


def test_another_length_keeps_the_place(staging: Staging) -> None:
    staging.go(10)
    staging.use_epoch_length(20.0)
    assert (staging.current, staging.grid.n_epochs, len(staging.is_recorded)) == (15, 31, 31)
