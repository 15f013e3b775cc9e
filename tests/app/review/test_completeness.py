"""The words of completeness: plain, and never more than was staged."""

from eegview.app.review.completeness import (
    MISSING,
    SEEN,
    UNKNOWN,
    minutes_text,
    reviewed_line,
    sleep_lines,
    times_named,
    unseen_lines,
)
from eegview.clinical.coverage import SleepCoverage
from eegview.clinical.stages import STAGES
from eegview.model.annotation import Annotation
from eegview.model.suggestion.judgement import unseen


def seconds(**of: float) -> tuple[float, ...]:
    """Return the seconds of each stage, 0 where none are given."""
    return tuple(of.get(stage, 0.0) for stage in STAGES)


def texts(coverage: SleepCoverage) -> list[tuple[str, str]]:
    clock = {time_s: f"{time_s:g} s" for time_s in times_named(coverage)}
    return [(line.sign, line.text) for line in sleep_lines(coverage, clock)]


def test_nothing_staged_is_said_and_nothing_assumed() -> None:
    assert texts(SleepCoverage(3600.0)) == [
        ("", "No sleep stages yet."),
        (UNKNOWN, "Not known (nothing staged)"),
        (UNKNOWN, "Not known (no awakening staged)"),
    ]


def test_a_cycle_is_told_with_its_time() -> None:
    seen = SleepCoverage(3600.0, seconds(W=600.0, N2=1200.0, R=45.0), 30.0, 60.0, 1800.0, None, 1500.0)
    assert texts(seen) == [
        ("", "51 % of the recording: wake 10 min, N2 20 min, REM 45 s, not scorable 30 s, not staged 29 min"),
        (SEEN, "Seen: 21 min of sleep, awake at 1800 s, from falling asleep"),
        (SEEN, "25 min recorded after the last awakening"),
    ]


def test_what_is_missing_is_named() -> None:
    asleep = SleepCoverage(3600.0, seconds(N2=1200.0))
    assert texts(asleep)[1] == (MISSING, "20 min of sleep, no awakening after it")
    stirred = SleepCoverage(3600.0, seconds(N2=1200.0), arousal_s=90.0)
    assert texts(stirred)[1] == (MISSING, "20 min of sleep, with an arousal at 90 s; no waking staged after it")
    awake = SleepCoverage(3600.0, seconds(W=1200.0))
    assert texts(awake)[1] == (MISSING, "Only wakefulness staged")
    short = SleepCoverage(3600.0, seconds(W=60.0, N2=60.0), woke_s=60.0, after_waking_s=270.0)
    assert texts(short)[1:] == [
        (SEEN, "Seen: 1 min of sleep, awake at 60 s, falling asleep not staged"),
        (MISSING, "4.5 min recorded after the last awakening"),
    ]


def test_an_awakening_nobody_saw_is_not_claimed() -> None:
    broken = SleepCoverage(3600.0, seconds(W=600.0, N2=1200.0), awake_again_s=1900.0)
    _staged, cycle, after = texts(broken)
    assert cycle[0] == MISSING
    assert cycle[1].startswith("20 min of sleep, awake again at 1900 s, with a gap or unstaged time in between")
    assert after[0] == UNKNOWN


def test_reviewed_names_everybody() -> None:
    line = reviewed_line(0.38, 0.1, {"bo": 1.0})
    assert (line.sign, line.text) == (MISSING, "38 % by you, 10 % with video shown; 100 % by bo")
    assert "at least 1 s without a break" in line.tip
    assert reviewed_line(1.0, 0.0, {}).sign == SEEN


def test_what_was_accepted_unseen_is_said() -> None:
    mark = Annotation("m", "spasm", 1.0)
    assert unseen_lines([mark]) == ()
    (line,) = unseen_lines([unseen(mark), unseen(mark), mark])
    assert (line.name, line.sign, line.text) == ("Accepted unseen", MISSING, "2 marks")


def test_minutes_are_short() -> None:
    assert [minutes_text(s) for s in (0, 30, 60, 270, 5400)] == ["0 s", "30 s", "1 min", "4.5 min", "90 min"]
