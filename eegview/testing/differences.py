"""How two runs of a detector differ."""

import math
from dataclasses import dataclass

from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, Trend
from eegview.testing.running import RunResult

_PAIRED_WITHIN_S = 1.0
_TREND_WITHIN = 1e-3  # of the larger value, and of 1


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far two runs may differ and still tell the same."""

    onset_s: float = 1e-3
    duration_s: float = 1e-3
    score: float = 1e-3


SAME = Tolerance()
NEARLY = Tolerance(onset_s=0.01, duration_s=0.01, score=0.01)  # sums are formed in another order
SETTLED = Tolerance(onset_s=0.1, duration_s=0.5, score=0.03)  # filters end elsewhere when more is read


def event_differences(
    first: RunResult,
    second: RunResult,
    tolerance: Tolerance = SAME,
    until_s: float = math.inf,
    others_until_s: float = math.inf,
) -> list[str]:
    """Return a clause for each suggestion that two runs do not tell alike.

    until_s : suggestions of the first run that end later, and those of others_until_s of the second, are not looked at
    """
    ones, others = sorted(first.events, key=_by_onset), sorted(second.events, key=_by_onset)
    near = sorted(
        (abs(a.onset_s - b.onset_s), j, k)
        for j, a in enumerate(ones)
        for k, b in enumerate(others)
        if a.term_id == b.term_id and abs(a.onset_s - b.onset_s) <= _PAIRED_WITHIN_S
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _away_s, j, k in near:
        if j not in partner and k not in taken:
            partner[j] = k
            taken.add(k)
    found: list[str] = []
    for j, one in enumerate(ones):
        if one.span.stop_s > until_s:
            continue
        if j not in partner:
            found.append(f"{described(one)} was told in the first run only")
        elif not _is_alike(one, others[partner[j]], tolerance):
            found.append(f"{described(one)} became {described(others[partner[j]])}")
    alone = [other for k, other in enumerate(others) if k not in taken and other.span.stop_s <= others_until_s]
    return [*found, *(f"{described(other)} was told in the second run only" for other in alone)]


def trend_differences(first: RunResult, second: RunResult, within: Span) -> list[str]:
    """Return a clause for each trend that two runs do not give alike, of steps that lie within a span."""
    ones, others = ({one.name: one for one in run.trends} for run in (first, second))
    found: list[str] = []
    for name in sorted(ones.keys() | others.keys()):
        if name not in ones or name not in others:
            found.append(f"the trend “{name}” is in one run only")
        elif (at_s := _first_difference_s(ones[name], others[name], within)) is not None:
            found.append(f"the trend “{name}” has another value at {at_s:.2f} s")
    return found


def described(one: Detection) -> str:
    """Return one suggestion in words."""
    final = "" if one.is_final else ", not final"
    return f"{one.term_id} at {one.onset_s:.2f} s ({one.duration_s:.2f} s, score {one.score:.3f}{final})"


def _by_onset(one: Detection) -> tuple[float, str]:
    return one.onset_s, one.term_id


def _is_alike(one: Detection, other: Detection, tolerance: Tolerance) -> bool:
    return (
        abs(one.onset_s - other.onset_s) <= tolerance.onset_s + 1e-9
        and abs(one.duration_s - other.duration_s) <= tolerance.duration_s + 1e-9
        and abs(one.score - other.score) <= tolerance.score + 1e-9
    )


def _first_difference_s(one: Trend, other: Trend, within: Span) -> float | None:
    """Return where two trends first differ, None where they do not."""
    if one.unit != other.unit or abs(one.step_s - other.step_s) > 1e-9:
        return within.start_s
    shift = round((one.start_s - other.start_s) / one.step_s)
    low = max(math.ceil((within.start_s - one.start_s) / one.step_s - 1e-9), 0)
    high = math.floor((within.stop_s - one.start_s) / one.step_s + 1e-9)
    for k in range(low, high):
        value, held = (
            float(values[at]) if 0 <= at < len(values) else math.nan
            for values, at in ((one.values, k), (other.values, k + shift))
        )
        same = math.isnan(value) and math.isnan(held)
        if not same and not abs(value - held) <= _TREND_WITHIN * max(1.0, abs(value), abs(held)):
            return one.start_s + k * one.step_s
    return None
