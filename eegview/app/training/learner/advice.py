"""What a learner's numbers say, in a sentence or two; never more than the intervals allow."""

from __future__ import annotations

from eegview.app.training.learner.figures import RocPoint
from eegview.clinical.learning.figure import Figure
from eegview.clinical.learning.threshold import NOT_KNOWN, TOO_LAX, TOO_STRICT

_WELL, _FAIRLY = 0.85, 0.70  # area under the curve
_LEAST_GAIN = 0.02  # of balanced accuracy, to be worth a sentence


def threshold_advice(skill: Figure, threshold: str, now: RocPoint | None, best: RocPoint | None) -> str:
    """Return what to change about the threshold; "" where it cannot be told."""
    if skill.value is None or now is None or threshold == NOT_KNOWN:
        return ""
    if skill.low is not None and skill.low <= 0.5:
        return "Skill does not differ from chance yet, so the threshold comes later."
    apart = "well" if skill.value >= _WELL else "fairly well" if skill.value >= _FAIRLY else "not yet well"
    if threshold not in (TOO_STRICT, TOO_LAX):
        return f"You tell them apart {apart}, and you call about as often as you should."
    joined = "and" if apart == "not yet well" else "but"
    told = f"You tell them apart {apart} {joined} call too {'few' if threshold == TOO_STRICT else 'many'}."
    if best is None or not _is_better(now, best, threshold):
        return told
    deed = "Call more of the doubtful ones" if threshold == TOO_STRICT else "Call fewer of the doubtful ones"
    misses = f"misses {_percent(1 - now.found)} → {_percent(1 - best.found)} %"
    alarms = f"false alarms {_percent(now.false_alarms)} → {_percent(best.false_alarms)} %"
    return f"{told} {deed}: {misses}, {alarms} (best point along your own curve, on these answers)."


def calibration_text(overconfidence: Figure) -> str:
    """Return whether the learner is surer than right."""
    value, low, high = overconfidence.value, overconfidence.low, overconfidence.high
    if value is None or low is None or high is None:
        return overconfidence.why_none
    if low > 0:
        return f"You are surer than you are right, by {_points(value, low, high)}."
    if high < 0:
        return f"You are right more often than you are sure, by {_points(-value, -high, -low)}."
    return "Your confidence fits how often you are right, as far as these answers tell."


def _is_better(now: RocPoint, best: RocPoint, threshold: str) -> bool:
    gain = (best.found - best.false_alarms - now.found + now.false_alarms) / 2
    calls_more = best.found + best.false_alarms > now.found + now.false_alarms
    return gain >= _LEAST_GAIN and calls_more == (threshold == TOO_STRICT)


def _points(value: float, low: float, high: float) -> str:
    return f"{_percent(value)} percentage points (95 % interval {_percent(low)} to {_percent(high)})"


def _percent(share: float) -> str:
    return f"{round(100 * share)}".replace("-", "−")
