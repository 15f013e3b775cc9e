"""What the cards beside a score sheet say, and what each text opens."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from reports.score_sheets import START_S, example, made_amplitude, made_sheet

from eegview.app.scoring.amplitudes import AmplitudeRequest, EpochAmplitudes, RowAmplitude
from eegview.app.scoring.blindness import ReaderLine
from eegview.app.scoring.side.amplitudes import amplitude_note, measured_lines, region_lines, row_tip
from eegview.app.scoring.side.grid import foci_of, grid_of, place_of
from eegview.app.scoring.side.readers import (
    committed_text,
    reader_epoch,
    reader_name,
    reader_progress,
    reader_score,
    readers_note,
)
from eegview.app.scoring.side.texts import (
    bin_text,
    changed_text,
    commit_text,
    derivation_rows,
    example_parts,
    foci_needed,
    heading,
    is_study_asked,
    issue_lines,
    linked,
    missing_lines,
    next_after,
    next_page,
    next_text,
    number,
    pages_note,
    parameter_parts,
    score_note,
    severity,
    spoken_score,
    unnamed_text,
)
from eegview.model.display.filters import NO_FILTERS
from eegview.model.display.montage import Montage
from eegview.model.issue import Issue
from eegview.model.scoring.evidence import ABSENT, PRESENT, FlagEvidence, SheetKey
from eegview.model.span import Span

NOW = datetime(2020, 3, 3, 12, 0, tzinfo=UTC)


def clock(time_s: float) -> str:
    return f"@{time_s:g}"


def eight_on_ten_pages() -> dict[int, tuple[str, ...]]:
    """Return 8 bins on each of 10 pages: the page rule is met, the literal share is 26.7 %."""
    foci = ("P4", "F3", "T7")
    return {page * 15 + n: (foci[n % 3],) for page in range(10) for n in range(8)}


def plain(parts: tuple[object, ...]) -> str:
    return "".join(part[0] if isinstance(part, tuple) else str(part) for part in parts)


def test_the_derivation_stands_line_by_line_and_opens_its_evidence() -> None:
    sheet = made_sheet(
        eight_on_ten_pages(), 20, amplitudes=(made_amplitude("F3-C3", 330.0, 640.2),), pva=FlagEvidence(ABSENT)
    )
    assert (heading(sheet), number(sheet), severity(sheet)) == ("Score so far", "5", sheet.score.severity)
    rows = derivation_rows(sheet, current_bin=14)
    foci, burden, literal, amplitude = rows[:4]
    short = derivation_rows(sheet, current_bin=14, is_short=True)
    assert plain(short[1].parts) == "Page rule: 10 of 20 pages have ≥ 8/15 bins (≥ 10 needed)"
    assert [row.spoken for row in short] == [row.spoken for row in rows]
    assert foci.tick == burden.tick == amplitude.tick == "✓"
    assert [part for part in foci.parts if isinstance(part, tuple)] == [("P4", 15), ("F3", 16), ("T7", 17)]
    assert ("10", 15) in burden.parts  # the next page that counts
    assert ("80", 15) in literal.parts
    assert ("F3-C3", sheet.amplitudes[0].span) in amplitude.parts
    assert literal.tick == "!"  # 26.7 %: the two disagree
    assert literal.is_flagged
    assert "disagrees" in plain(literal.parts)
    assert foci.spoken.startswith("Met. Spike foci")
    assert not any("Score 5" in plain(row.parts) for row in rows)  # it stands beside the number
    gmfs = next(row for row in rows if "Grouped" in plain(row.parts))
    assert gmfs.tick == "?"
    assert parameter_parts(sheet) == (
        "Parameter set based2021-a",
        "confirm with the publication",
        "severity, not a diagnosis",
    )


def test_what_is_missing_stands_on_the_button() -> None:
    empty = made_sheet()
    assert (heading(empty), number(empty)) == ("No score yet", "–")
    assert severity(empty) == "Still possible: 0, 1, 2, 3, 4, 5"
    assert commit_text(empty) == "Commit score (20 pages, 3 answers left)"  # of the rest of the study nothing yet
    assert (score_note(empty), next_text(empty)) == ("20 pages, 3 answers left", "")
    assert not is_study_asked(empty)
    five = made_sheet(eight_on_ten_pages(), 18)
    assert commit_text(five) == "Commit score (2 pages left)"  # nothing unanswered can change a 5
    assert missing_lines(five) == ("Read the remaining 2 pages of the epoch.",)
    low = made_sheet({}, 20, gmfs=FlagEvidence(ABSENT), pva=FlagEvidence(ABSENT), high_amplitude=ABSENT)
    assert is_study_asked(low)
    assert commit_text(low) == "Commit score (2 answers left)"
    assert next_text(low) == "Next: Answer whether there is a spike focus in the rest of the study."
    done = made_sheet(
        {}, 20, gmfs=FlagEvidence(ABSENT), pva=FlagEvidence(ABSENT), high_amplitude=ABSENT,
        spike_focus=ABSENT, nonepileptiform=PRESENT,
    )  # fmt: skip
    assert (number(done), commit_text(done), done.can_commit) == ("1", "Commit score", True)
    assert (score_note(done), next_text(done)) == ("ready to commit", "")
    changed = made_sheet({}, 20, committed_utc="2020-03-03T10:00:00+00:00", committed_score=3, is_changed=True)
    assert heading(changed) == "Score"
    assert changed_text(changed) == "The evidence changed after the commit: committed as 3, now –."
    assert missing_lines(changed) == ()
    assert changed_text(done) == ""
    assert spoken_score(done).startswith("Score so far: 1. Severity 1 of 5")
    assert spoken_score(empty) == "No score yet: Still possible: 0, 1, 2, 3, 4, 5"
    issues = (Issue("score_evidence", "1 record cannot be read."), Issue("score_filters", "said beside the wave"))
    assert issue_lines(made_sheet(issues=issues)) == ("1 record cannot be read.",)


def test_links_lead_on_from_where_one_is() -> None:
    assert linked("a P4, F3 b", [("P4", 1), ("F3", 2), ("O1", 3)]) == ("a ", ("P4", 1), ", ", ("F3", 2), " b")
    assert [next_after((3, 40, 90), at) for at in (-1, 3, 89, 90)] == [3, 40, 90, 3]
    assert [next_page((3, 40, 90), at, 15) for at in (-1, 3, 14, 40, 95)] == [3, 40, 40, 90, 3]


def test_letters_of_foci_stay_while_one_scores_on() -> None:
    sheet = made_sheet({0: ("F3",), 1: ("P4",), 2: ("P4", "T7"), 20: (), 21: ("P4",)}, 1)
    foci = foci_of(sheet)
    assert [(f.electrode, f.letter, f.bins, f.n_pages) for f in foci] == [
        ("P4", "B", (1, 2, 21), 2),
        ("F3", "A", (0,), 1),
        ("T7", "C", (2,), 1),
    ]
    assert foci[0].place == place_of("P4")
    assert (foci[0].place or (0, 0))[0] > 0  # the right side is right
    assert place_of("F3-C3") is None
    assert foci_needed(sheet) == "3 foci (≥ 3 needed)"
    assert pages_note(sheet) == "0 pages count (≥ 10 needed) · 1 of 20 read"
    assert unnamed_text(sheet) == "1 bin without a named focus (hatched)"
    grid = grid_of(sheet, 0, 1, {1: ("O1",), 3: ("O1", "P4"), 299: ()})
    assert grid.counts[:2] == (3, 2)
    assert [focus.letter for focus in grid.cells[2].foci] == ["B", "C"]
    assert not grid.cells[1].is_proposed  # the reader has answered
    assert grid.cells[3].is_proposed
    assert [focus.letter for focus in grid.cells[3].foci] == ["D", "B"]
    assert (grid.cells[3].state, grid.cells[299].state, grid.cells[20].state) == ("none", "unread", "spike")
    texts = [bin_text(grid, n, START_S, 1.0, clock) for n in (2, 3, 4, 20, 299)]
    assert texts[0] == "Page 1, bin 3, @602. Spike at P4, T7. 3 of 15 bins on this page; 8 needed."
    assert "Proposed: spike at O1, P4. Not answered." in texts[1]
    assert "No spike." in texts[2]
    assert "Spike, focus not named." in texts[3]
    assert "Proposed: spike, focus not named. Not answered." in texts[4]


def test_amplitudes_keep_posterior_rows_artifact_and_gaps_apart() -> None:
    request = AmplitudeRequest(Span(600, 900), Montage("m", "M"), NO_FILTERS, (), frozenset())
    at = Span(610, 612)
    rows = (
        RowAmplitude("F3-C3", "left", False, 200.0, 331.4, 300.0, at, at, 900.0, 148, 2, (("flat", 3),), 3),
        RowAmplitude("Fz-Cz", "midline", False, 200.0, 120.0, 120.0, at, at, 200.0, 150),
        RowAmplitude("P3-O1", "left", True, 300.0, 250.0, 250.0, at, at, 400.0, 150),
        RowAmplitude("T7-P7", "left", False, 200.0, problem="no T7"),
        RowAmplitude("F4-C4", "right", False, 200.0, 500.0, 500.0, at, at, 600.0, 150, is_bad=True),
    )
    amplitudes = EpochAmplitudes(request, rows)
    others, posterior = region_lines(amplitudes)
    assert (others.limit, others.above, others.highest) == ("200 µV", "1 of 2", (("F3-C3 331 µV", at),))
    assert (posterior.limit, posterior.above, posterior.is_posterior) == ("300 µV", "0 of 1", True)
    assert amplitude_note(amplitudes) == (
        "Artifact in 3 of 598 windows, not removed. 2 windows with a gap not measured. "
        "Not measured: T7-P7 (no T7). Bad, not counted: F4-C4."
    )
    assert row_tip(rows[0]) == (
        "F3-C3: median 331 µV peak to peak of 148 windows of 2 s (limit: 200 µV)\nhighest 900 µV\n"
        "artifact in 3 (flat 3), 300 µV without\n2 windows with a gap not measured"
    )
    assert row_tip(rows[3]) == "T7-P7: not measured, no T7"
    sheet = made_sheet(
        amplitudes=(
            made_amplitude("P3-O1", 250.0, 700.0),
            made_amplitude("F3-C3", 200.0, 650.0),
            made_amplitude("C3-P3", 400.0, 720.0, "1-70 Hz"),
        )
    )
    lines = measured_lines(sheet, clock)
    assert [(line.annotation_id, line.is_high, line.is_posterior) for line in lines] == [
        ("F3-C3-650", True, False),
        ("P3-O1-700", False, True),
        ("C3-P3-720", False, False),
    ]
    assert lines[0].spoken == "F3-C3 200 µV, 200 ms, @650, at or above 200 µV"
    assert lines[1].spoken.endswith("below 300 µV")
    assert lines[2].spoken.endswith("not counted: measured with 1-70 Hz")


def test_examples_are_named_by_page_and_open() -> None:
    sheet = made_sheet()
    flag = FlagEvidence(PRESENT, (example(694.0), example(770.0)))
    assert example_parts(flag, sheet) == ("p. ", ("7", Span(694.0, 695.0)), ", ", ("12", Span(770.0, 771.0)))
    assert plain(example_parts(FlagEvidence(PRESENT, tuple(example(600.0 + 15 * n) for n in range(8))), sheet)) == (
        "p. 1, 2, 3, 4, 5, 6 and 2 more"
    )
    assert example_parts(FlagEvidence(PRESENT), sheet) == ("needs one marked example",)
    assert example_parts(FlagEvidence(ABSENT), sheet) == ("",)


@pytest.mark.parametrize(
    ("utc", "text"),
    [
        ("2020-03-03T11:59:40+00:00", "committed just now"),
        ("2020-03-03T11:48:00+00:00", "committed 12 min ago"),
        ("2020-03-03T09:41:00+00:00", "committed 10:41"),
        ("2020-03-02T09:41:00+00:00", "committed 2020-03-02, 10:41"),
        ("2019-12-31T23:30:00+00:00", "committed 2020-01-01, 00:30"),
        ("2019-12-31T22:30:00+00:00", "committed 2019-12-31, 23:30"),
        ("2020-03-03T13:00:00+00:00", "committed 14:00"),  # a clock that runs ahead
        ("yesterday", "committed"),
    ],
)
def test_commits_have_an_age(utc: str, text: str) -> None:
    assert committed_text(utc, NOW.astimezone(timezone(timedelta(hours=1)))) == text


def test_readers_are_named_and_hidden_until_both_commit() -> None:
    sheet = made_sheet(eight_on_ten_pages(), 18)
    own = ReaderLine("Ada", sheet.key, 18, 20, "", True, sheet)
    other = ReaderLine("Bo", sheet.key, 20, 20, "2020-03-03T09:41:00+00:00", False, None)
    begun = ReaderLine("Cy", SheetKey("based2021", 700.0), 0, 20, "", False, None)
    assert [reader_name(own, "neurologist"), reader_name(other), reader_name(begun, "fellow")] == [
        "Ada · you, neurologist",
        "Bo",
        "Cy · fellow",
    ]
    assert [reader_score(line) for line in (own, other, begun)] == ["5 so far", "hidden", "–"]
    assert [reader_progress(line, NOW) for line in (own, other, begun)] == [
        "18 of 20 pages",
        "committed 09:41",
        "not begun",
    ]
    assert [reader_epoch(line, sheet, clock) for line in (own, other, begun)] == [
        "",
        "same epoch",
        "epoch @700",
    ]
    assert readers_note((own, other)) == readers_note((own,)) == "blind until both commit"
    seen = made_sheet({}, 20, reader="Ada", seen=("Bo",))
    committed = made_sheet({}, 20, reader="Bo", committed_utc="2020-03-03T09:41:00+00:00", committed_score=4)
    shown = ReaderLine("Bo", sheet.key, 20, 20, committed.committed_utc, False, committed)
    assert reader_score(shown) == "4"
    assert readers_note((own, shown)) == ""
    assert readers_note((ReaderLine("Ada", sheet.key, 20, 20, "", True, seen), shown)) == (
        "your sheet was changed after another score was shown"
    )
