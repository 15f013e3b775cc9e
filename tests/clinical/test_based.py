"""The rule of BASED 2021: a table of cases, every path to 0-5, and what holds for any evidence."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.clinical.based import (
    UNCOMMON_SPIKES,
    BasedEvidence,
    BasedRule,
    LineState,
    ScoreResult,
    based_score,
    score_of,
)

NONE = (0,) * 20
MET = (8,) * 10 + (0,) * 10
ANSWERED = BasedEvidence(NONE, high_amplitude=False, gmfs=False, pva=False, spike_focus=False, nonepileptiform=False)


def scored(**values: object) -> ScoreResult:
    return based_score(replace(ANSWERED, **values))  # type: ignore[arg-type]


def foci(in_epoch: int, in_study: int | None = None) -> dict[str, int]:
    return {"n_foci": in_epoch, "n_foci_study": in_epoch if in_study is None else in_study}


@pytest.mark.parametrize(
    ("values", "score"),
    [
        ({}, 0),
        ({"nonepileptiform": True}, 1),
        ({"spike_focus": True}, 2),
        ({"spike_focus": True, "nonepileptiform": True}, 2),
        (foci(0, 1), 2),
        (foci(1), 2),
        (foci(2), 2),
        ({**foci(2), "spike_bins": MET}, 2),  # many spikes at two foci
        (foci(2, 3), 2),
        (foci(3), 3),
        ({**foci(3), "spike_bins": (8,) * 9 + (7,) * 11}, 3),
        ({"high_amplitude": True}, 3),
        ({**foci(2), "high_amplitude": True}, 3),
        ({**foci(0, 5), "high_amplitude": True}, 3),
        ({**foci(3), "high_amplitude": True}, 4),
        ({"gmfs": True}, 4),
        ({"pva": True}, 4),
        ({**foci(3), "pva": True}, 4),
        ({**foci(3), "gmfs": True, "pva": True, "high_amplitude": True}, 4),
        ({**foci(3), "spike_bins": MET}, 5),
        ({**foci(3), "spike_bins": MET, "gmfs": True, "pva": True, "high_amplitude": True}, 5),
        ({**foci(9), "spike_bins": (15,) * 20}, 5),
    ],
)
def test_every_path(values: dict[str, object], score: int) -> None:
    result = scored(**values)
    assert (result.score, result.possible, result.is_so_far, result.missing) == (score, (score,), False, ())


def test_the_logic_of_all_answers() -> None:
    for several, burden, high, pattern, spike, abnormal in product((False, True), repeat=6):
        expected = (
            5
            if several and burden
            else 4
            if pattern or (several and high)
            else 3
            if several or high
            else 2
            if spike
            else int(abnormal)
        )
        assert score_of(several, burden, high, pattern, spike, abnormal) == expected


def test_the_page_rule_decides_where_the_literal_share_is_lower() -> None:
    result = scored(**foci(3), spike_bins=MET)
    assert (result.score, result.pages_met, result.bins_with_spike, result.disagrees) == (5, 10, 80, True)
    assert result.literal_percent == pytest.approx(26.667, abs=1e-3)
    (line,) = [line for line in result.derivation if line.about == "literal"]
    assert "26.7 %" in line.text
    assert "disagrees" in line.text
    assert (line.state, line.limit) == (LineState.NOTE, 50.0)


def test_the_page_rule_decides_where_the_literal_share_is_higher() -> None:
    result = scored(**foci(3), spike_bins=(15,) * 9 + (7,) * 11)
    assert (result.score, result.pages_met, result.is_burden_met, result.disagrees) == (3, 9, False, True)
    assert result.literal_percent == pytest.approx(70.667, abs=1e-3)


@pytest.mark.parametrize(("bins", "is_met"), [((8,) * 10 + (7,) * 10, True), ((7,) * 20, False), ((15,) * 9, False)])
def test_where_both_agree_no_flag_is_set(bins: tuple[int, ...], is_met: bool) -> None:
    bins += (0,) * (20 - len(bins))
    result = scored(**foci(3), spike_bins=bins)
    assert (result.is_burden_met, result.disagrees) == (is_met, is_met != (sum(bins) >= 150))


def test_several_foci_never_within_an_epoch_are_named() -> None:
    result = scored(**foci(2, 4))
    assert (result.score, result.note) == (2, UNCOMMON_SPIKES)
    assert result.severity.endswith("with uncommon multifocal spikes")
    assert scored(**foci(2, 2)).note == ""
    assert scored(**foci(2, 4), high_amplitude=True).note == ""


def test_each_line_has_its_number() -> None:
    result = scored(
        **foci(3), spike_bins=MET, foci=("P4", "F3", "T7"), high_amplitude=True, high_rows=("F3-C3 330 µV",)
    )
    lines = {line.about: line for line in result.derivation}
    assert list(lines) == ["foci", "burden", "literal", "amplitude", "gmfs", "pva", "result"]
    assert lines["foci"].text == "Spike foci in the epoch: 3 (P4, F3, T7) (≥ 3 needed)"
    assert lines["burden"].text == "Page rule: 10 of 20 pages have ≥ 8/15 bins with a spike (≥ 10 needed)"
    assert lines["amplitude"].text == (
        "Rows with high background amplitude (≥ 200 µV, posterior ≥ 300 µV): 1 (F3-C3 330 µV)"
    )
    assert [(lines[name].value, lines[name].limit) for name in ("foci", "burden", "amplitude")] == [
        (3, 3),
        (10, 10),
        (1, 1),
    ]
    assert lines["gmfs"].state is LineState.NOT_MET
    texts = [scored(high_amplitude=value).derivation[3].text.rpartition(": ")[2] for value in (None, False, True)]
    assert texts == ["not measured", "none", "yes"]


def test_no_text_names_a_diagnosis() -> None:
    for result in (scored(), scored(nonepileptiform=True), scored(**foci(2, 4)), scored(gmfs=True), scored(**foci(3))):
        texts = [result.severity, *(line.text for line in result.derivation)]
        assert not any("hypsarrhythmia" in text.lower() or "diagnos" in text.lower() for text in texts)


# what is not answered yet


def test_nothing_read_gives_no_score() -> None:
    result = based_score(BasedEvidence(NONE, unread_pages=frozenset(range(20))))
    assert (result.score, result.possible, result.severity) == (None, (0, 1, 2, 3, 4, 5), "")
    assert result.missing == (
        "Read the remaining 20 pages of the epoch.",
        "Measure the background amplitude of a row, or answer that no row is above its limit.",
        "Answer whether grouped multifocal spikes are present.",
        "Answer whether paroxysmal voltage attenuation is present.",
        "Answer whether there is a spike focus in the rest of the study.",
        "Answer whether the study has a definite abnormality that is not epileptiform.",
    )
    assert all(line.state is not LineState.NOT_MET for line in result.derivation)


def test_a_five_that_nothing_unread_can_change_is_shown_so_far() -> None:
    result = based_score(BasedEvidence(MET, 3, 3, frozenset(range(10, 20))))
    assert (result.score, result.is_so_far) == (5, True)
    assert result.missing == ("Read the remaining 10 pages of the epoch.",)


def test_a_low_score_needs_the_epoch_read_and_the_study_answered() -> None:
    last_page = frozenset({19})
    assert scored(unread_pages=last_page).score is None
    assert scored(spike_focus=None).missing == ("Answer whether there is a spike focus in the rest of the study.",)
    assert scored(nonepileptiform=None).possible == (0, 1)
    assert scored(spike_focus=True, nonepileptiform=None).score == 2  # cannot change it
    assert scored(**foci(1), spike_focus=None, nonepileptiform=None).score == 2
    assert scored(**foci(3), spike_focus=None, nonepileptiform=None).score == 3


def test_an_unread_page_may_still_bring_the_burden() -> None:
    nine = (8,) * 9 + (0,) * 11
    assert scored(**foci(3), spike_bins=nine, unread_pages=frozenset({19})).possible == (3, 5)
    assert scored(**foci(3), spike_bins=(8,) * 8 + (0,) * 12, unread_pages=frozenset({19})).score == 3


def test_spikes_without_an_electrode_may_be_further_foci() -> None:
    result = scored(**foci(2), spike_bins=MET, n_unnamed_bins=1)
    assert result.possible == (2, 5)
    assert result.missing == (
        "Name the electrode of the bin that has a spike without one, or answer that all foci are named.",
    )
    assert scored(**foci(1), spike_bins=MET, n_unnamed_bins=1).score == 2  # two at most
    assert scored(**foci(3), spike_bins=MET, n_unnamed_bins=9).score == 5


def test_unsure_counts_as_absent_and_says_so() -> None:
    result = scored(unsure=frozenset({"gmfs", "nonepileptiform"}))
    texts = [line.text for line in result.derivation]
    assert result.score == 0
    assert "Grouped multifocal spikes: unsure, counted as absent; with it the score would be 4" in texts
    assert "Definite abnormality that is not epileptiform: unsure, counted as no" in texts


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"spike_bins": (0,) * 19}, "19 pages"),
        ({"spike_bins": (16,) + (0,) * 19}, "0 to 15 bins"),
        ({"spike_bins": (-1,) + (0,) * 19}, "0 to 15 bins"),
        ({"n_foci": -1}, "not below 0"),
        ({"unread_pages": frozenset({20})}, "pages are 0 to 19"),
    ],
)
def test_impossible_evidence_is_refused(values: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        scored(**values)


def test_other_numbers_of_the_rule() -> None:
    rule = BasedRule(n_pages=4, n_bins=10, bins_of_page=5, pages=2, literal_percent=50, n_foci=2)
    evidence = replace(ANSWERED, spike_bins=(5, 5, 0, 0), n_foci=2, n_foci_study=2)
    result = based_score(evidence, rule)
    assert (result.score, result.literal_percent, result.disagrees) == (5, 25.0, True)


# whatever the evidence

answers = st.sampled_from([None, False, True])


@st.composite
def evidence(draw: st.DrawFn) -> BasedEvidence:
    n_foci = draw(st.integers(0, 6))
    return BasedEvidence(
        tuple(draw(st.lists(st.integers(0, 15), min_size=20, max_size=20))),
        n_foci,
        n_foci + draw(st.integers(0, 3)),
        draw(st.frozensets(st.integers(0, 19))),
        draw(st.integers(0, 5)),
        high_amplitude=draw(answers),
        gmfs=draw(answers),
        pva=draw(answers),
        spike_focus=draw(answers),
        nonepileptiform=draw(answers),
    )


@given(evidence(), st.integers(0, 19), st.integers(0, 2))
def test_more_evidence_never_lowers_a_score(held: BasedEvidence, page: int, n_foci: int) -> None:
    more = list(held.spike_bins)
    more[page] = min(more[page] + 1, 15)
    grown = replace(held, spike_bins=tuple(more), n_foci=held.n_foci + n_foci, n_foci_study=held.n_foci_study + n_foci)
    before, after = based_score(held), based_score(grown)
    assert after.possible[0] >= before.possible[0]
    assert after.possible[-1] >= before.possible[-1]
    assert after.pages_met >= before.pages_met
    if before.score is not None and after.score is not None:
        assert after.score >= before.score


@given(evidence(), st.data())
def test_an_answer_leaves_no_score_that_was_not_possible(held: BasedEvidence, data: st.DataObject) -> None:
    """What is shown so far is never taken back by what is read or answered later."""
    before = based_score(held)
    bins = list(held.spike_bins)
    for page in held.unread_pages:
        bins[page] += data.draw(st.integers(0, 15 - bins[page]))
    named = data.draw(st.integers(0, held.n_unnamed_bins))
    n_new = named + (data.draw(st.integers(0, 4)) if held.unread_pages else 0)
    later = replace(
        held,
        spike_bins=tuple(bins),
        unread_pages=frozenset(),
        n_unnamed_bins=0,
        n_foci=held.n_foci + n_new,
        n_foci_study=held.n_foci_study + n_new,
        **{
            name: data.draw(st.booleans())
            for name in ("high_amplitude", "gmfs", "pva", "spike_focus", "nonepileptiform")
            if getattr(held, name) is None
        },
    )
    after = based_score(later)
    assert after.score is not None
    assert after.missing == ()
    assert after.score in before.possible
    assert before.score in (None, after.score)
    assert (before.score is None) <= bool(before.missing)  # a score that is not there says why


@given(evidence())
def test_the_literal_share_is_of_all_bins(held: BasedEvidence) -> None:
    result = based_score(held)
    read = sum(15 for page in range(20) if page not in held.unread_pages)
    marked = sum(held.spike_bins[page] for page in held.unread_pages)
    assert result.n_bins_read == read + marked
    assert result.literal_percent == pytest.approx(sum(held.spike_bins) / 3)
