"""Two committed sheets beside each other: bins, agreement, what else they said, refusals, and what is written of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eegview.app.review.review import Review
from eegview.app.scoring.scoring import Scoring
from eegview.app.scoring.second.comparison import BinBy, SheetComparison, compare_sheets
from eegview.app.scoring.second.comparison_export import comparison_json, write_comparison
from eegview.app.scoring.sheet import ScoreSheet
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.recording import Recording
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.span import Span

START_S = 600.0
ANSWERS = ("gmfs", "pva", "spike_focus", "nonepileptiform")


@pytest.fixture
def score(
    open_review: Callable[[str], Review], recording: Recording, parameters: ScaleParameters
) -> Callable[..., Scoring]:
    """Return what has a reader score the epoch and commit it."""

    def scored(reader: str, bins: dict[int, str], commits: bool = True, start_s: float = START_S) -> Scoring:
        one = Scoring(open_review(reader), recording, parameters)
        key = one.key(start_s)
        one.mark_bins(key, {number: (focus,) for number, focus in bins.items()})
        for page in range(20):
            one.set_read(key, page)
        for question in ANSWERS:
            one.answer(key, question, "absent")
        one.measure(key, "F3-C3", 180.0 if reader == "ada" else 220.0, Span(start_s + 1, start_s + 2))
        if commits:
            one.commit(key)
        return one

    return scored


def sheet_of(scoring: Scoring, start_s: float = START_S) -> ScoreSheet:
    return scoring.own(scoring.key(start_s))


@pytest.fixture
def found(score: Callable[..., Scoring]) -> SheetComparison:
    """Return bins 0–3 seen by both, 4–5 by A, 6–8 by B."""
    a = score("ada", dict.fromkeys(range(6), "P4"))
    b = score("ben", {**dict.fromkeys(range(4), "P4"), **dict.fromkeys((6, 7, 8), "F3")})
    return compare_sheets(sheet_of(a), sheet_of(b))


def test_bins_agreement_and_the_sentence_why_there_is_no_interval(found: SheetComparison) -> None:
    assert [found.bins[n] for n in (0, 4, 6, 9)] == [BinBy.BOTH, BinBy.A_ONLY, BinBy.B_ONLY, BinBy.NEITHER]
    assert found.differing == (4, 5, 6, 7, 8)
    counts = found.agreement
    assert (counts.both, counts.only_a, counts.only_b, counts.neither) == (4, 2, 3, 291)
    assert counts.kappa == pytest.approx((300 * 295 - (6 * 7 + 294 * 293)) / (90000 - (6 * 7 + 294 * 293)))
    assert found.agreement_text == (
        "295 of 300 bins alike (98 %), Cohen's kappa 0.61 (no interval: one infant). "
        "Spike by both 4, A only 2, B only 3, neither 291."
    )


def test_what_else_both_said_stands_beside_it_with_what_differs(found: SheetComparison) -> None:
    rows = {row.name: row for row in found.rows}
    assert (rows["Score"].a, rows["Score"].b, rows["Score"].differs) == ("2", "3", True)
    assert (rows["Focus P4"].a, rows["Focus P4"].b) == ("6 bins", "4 bins")
    assert (rows["Focus F3"].a, rows["Focus F3"].b) == ("–", "3 bins")
    assert (rows["Highest in F3-C3"].a, rows["Highest in F3-C3"].b) == ("180 µV", "220 µV")
    assert not rows["Grouped multifocal spikes"].differs
    assert not found.warnings


def test_a_page_that_one_left_unread_is_not_compared(score: Callable[..., Scoring]) -> None:
    a, b = score("ada", {0: "P4"}), score("ben", {0: "P4"})
    sheet = sheet_of(b)
    partly = ScoreSheet(**{**{f: getattr(sheet, f) for f in sheet.__dataclass_fields__}, "read_pages": frozenset({0})})
    found = compare_sheets(sheet_of(a), partly)
    assert (found.agreement.n, found.n_not_compared) == (15, 285)
    assert "285 not read by both" in found.agreement_text


def test_no_kappa_where_nobody_saw_anything(score: Callable[..., Scoring]) -> None:
    found = compare_sheets(sheet_of(score("ada", {})), sheet_of(score("ben", {})))
    assert "no kappa: chance alone would agree on every bin" in found.agreement_text
    written = comparison_json(found)["agreement"]
    assert (written["kappa"], written["percent"], written["interval"]) == (None, 100.0, None)


def test_uncommitted_sheets_other_epochs_and_oneself_are_refused(score: Callable[..., Scoring]) -> None:
    a, b = score("ada", {}), score("ben", {}, commits=False)
    with pytest.raises(UsageError, match="ben has not committed"):
        compare_sheets(sheet_of(a), sheet_of(b))
    with pytest.raises(UsageError, match="not compared with itself"):
        compare_sheets(sheet_of(a), sheet_of(a))
    other = score("cy", {}, start_s=1200.0)
    with pytest.raises(UsageError, match="different epochs"):
        compare_sheets(sheet_of(a), sheet_of(other, 1200.0))


def test_whoever_saw_a_score_and_changed_theirs_is_named(score: Callable[..., Scoring]) -> None:
    a, b = score("ada", {0: "P4"}), score("ben", {})
    key = b.key(START_S)
    b._review.catch_up()
    b.withdraw_commit(key)
    b.mark_bin(key, 0, ("P4",))
    b.commit(key)
    found = compare_sheets(sheet_of(a), sheet_of(b))
    assert found.warnings == ("B changed the sheet after having seen scores of ada: not blind any more.",)


def test_it_is_written_as_json_and_as_a_table(found: SheetComparison, tmp_path: Path) -> None:
    for name in ("c.json", "c.tsv"):
        write_comparison(tmp_path / name, found, "BASED 2021, 00:10:00–00:15:00")
    held = json.loads((tmp_path / "c.json").read_text())
    assert held["epoch"] == [600.0, 900.0]
    assert held["bins"] == {
        "n": 300, "compared": 300, "both": 4, "a_only": 2, "b_only": 3, "neither": 291, "not_compared": 0
    }  # fmt: skip
    assert held["differing"][0] == {"page": 1, "bin": 5, "start_s": 604.0, "seen_by": "a"}
    assert held["readers"]["a"]["reader"] == "ada"
    assert held["readers"]["b"]["derivation"]
    lines = (tmp_path / "c.tsv").read_text().splitlines()
    assert lines[0] == "what\tA: ada\tB: ben\tdiffers"
    assert lines[-1] == "Page 1, bin 9, at 608.000 s\tnone\tspike\tyes"


def test_the_judgement_of_another_reader_is_hidden_while_the_epoch_is_scored(
    score: Callable[..., Scoring], open_review: Callable[[str], Review]
) -> None:
    form = Annotation("h", "hypsarrhythmia", 600.0, 300.0, layer="ada")
    ben = score("ben", {}, commits=False)
    assert ben.is_mark_hidden(form)
    ben.commit(ben.key(START_S))
    assert not ben.is_mark_hidden(form)
