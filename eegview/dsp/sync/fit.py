"""Fit the line between camera time and recording time through paired instants, some of which may be wrong.

Arrays and anchors in, a fit out. Must not know videos or files.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.model.errors import UsageError
from eegview.model.film.video import SyncMap
from eegview.model.sync import MARKING_ERROR_S, Anchor, SyncFit

Times = npt.NDArray[np.float64]
Chosen = npt.NDArray[np.intp]

MAX_DRIFT_PPM = 50_000.0  # 25 frames a second taken for 24 is 41,700; more is not a clock
ODD_DRIFT_PPM = 1_000.0  # 30 frames a second taken for 29.97; no crystal is as far off
MIN_SPAN_S = 1.0
_USUAL_DRIFT_PPM = 300.0  # spread of rates expected before anything is measured, wide for crystals and phones
_OUTLIER_REACH = 4.0  # standard errors; 80 ms and more for anchors set by eye
_PRIOR_ANCHORS = 4  # the assumed marking error weighs as much as that many measured ones
_SAME_INSTANT_S = 1e-6  # two anchors closer than this determine no rate
_MAX_STARTS = 500  # lines through two anchors that are tried
_RATE_WEIGHT_S2 = (MARKING_ERROR_S / (_USUAL_DRIFT_PPM * 1e-6)) ** 2  # what the usual rates weigh beside the anchors
_AGREE_S = 4 * MARKING_ERROR_S  # anchors this near to one line agree on it
_NO_AGREEMENT = "These anchors do not agree: no line fits more than half of them. Check each pair again."
_TWO_LINES = "These anchors fit two lines equally well. Add another pair, or remove the wrong ones."
_TOO_CLOSE = (
    "These anchors are too close together to estimate the camera's rate; it is assumed exact. Add one far away."
)


def fit_anchors(anchors: Sequence[Anchor]) -> SyncFit:
    """Return the line through `anchors`, whatever their order; with four or more, wrong ones do not matter.

    One anchor gives an offset only, two an exact line. More give the least-squares line of those that agree. Of all
    lines through two anchors that a clock within 300 ppm allows, the one that most anchors agree on is the start
    (consensus, Fischler & Bolles 1981, Commun ACM 24:381-395), if these are more than half; else a least trimmed
    squares one (Rousseeuw 1984, J Am Stat Assoc 79:871-880) of a clock far off. Then every anchor is taken in that
    lies within four standard errors of what the others predict. Where no line holds more than half of the anchors, or
    two hold as many, a note says so, and all of them count, so that their residuals tell how far they disagree.

    Raises
    ------
    UsageError : there is none, a time is no number, or the anchors cannot lie on one clock's line
    """
    if not anchors:
        raise UsageError("There is no anchor to fit.", "Pair a moment in the video with the same moment in the EEG.")
    video_s = np.array([anchor.video_s for anchor in anchors], np.float64)
    eeg_s = np.array([anchor.eeg_s for anchor in anchors], np.float64)
    if not (np.isfinite(video_s).all() and np.isfinite(eeg_s).all()):
        raise UsageError("An anchor has a time that is not a number.", "Give both its times in seconds.")
    order = np.lexsort((eeg_s, video_s))  # sums in one order: the fit is the same to the last bit
    x_s, y_s = video_s[order], eeg_s[order]
    if len(set(zip(x_s.tolist(), y_s.tolist(), strict=True))) == 1:
        return _fit(video_s, eeg_s, np.arange(len(anchors)))
    if _span_s(x_s) < MIN_SPAN_S:
        raise UsageError(
            "The anchors are within one second of video, too close together to fit.",
            "Keep one of them, or add one far from them.",
        )
    chosen, doubt = (np.arange(2), "") if len(anchors) == 2 else _agreeing(x_s, y_s)
    if doubt:
        return _fit(video_s, eeg_s, np.arange(len(anchors)), notes=(doubt,), is_agreed=False)
    kept = np.sort(order[chosen])
    if _span_s(x_s[chosen]) < MIN_SPAN_S:
        return _fit(video_s, eeg_s, kept, notes=(_TOO_CLOSE,))
    drift_ppm = _drift_ppm(x_s[chosen], y_s[chosen])
    _check_rate(drift_ppm)
    if not _determines_rate(x_s[chosen], drift_ppm):
        return _fit(video_s, eeg_s, kept, notes=(_TOO_CLOSE,))
    notes = ()
    if abs(drift_ppm) > ODD_DRIFT_PPM:
        notes = (f"The camera's clock would be {drift_ppm / 1e4:+.2f} % off, which is unusual. Check the anchors.",)
    return _fit(video_s, eeg_s, kept, drift_ppm, notes)


def _fit(
    video_s: Times,
    eeg_s: Times,
    kept: Chosen,
    drift_ppm: float | None = None,
    notes: tuple[str, ...] = (),
    is_agreed: bool = True,
) -> SyncFit:
    """Return the line of this drift through the anchors kept; None = the clocks run at one rate."""
    is_drift_fitted = drift_ppm is not None
    drift_ppm = drift_ppm or 0.0
    x_s, y_s = video_s[kept], eeg_s[kept]
    order = np.lexsort((y_s, x_s))
    rate = 1 + drift_ppm * 1e-6
    centre = np.mean if is_agreed else np.median
    offset_s = float(centre((y_s - x_s * rate)[order]))
    residuals_s = eeg_s - offset_s - video_s * rate
    n_used = len(kept)
    n_free = _PRIOR_ANCHORS + max(n_used - (2 if is_drift_fitted else 1), 0)
    squares_s2 = float(np.sum(residuals_s[kept][order] ** 2))
    centre_s = float(np.mean(y_s[order]))
    return SyncFit(
        sync=SyncMap(offset_s, drift_ppm, f"{n_used} anchor{'s' if n_used > 1 else ''}"),
        residuals_ms=tuple((residuals_s * 1000).tolist()),
        outliers=tuple(number for number in range(len(video_s)) if number not in set(kept.tolist())),
        n_used=n_used,
        sigma_s=float(np.sqrt((_PRIOR_ANCHORS * MARKING_ERROR_S**2 + squares_s2) / n_free)),
        centre_s=centre_s,
        spread_s2=float(np.sum((y_s[order] - centre_s) ** 2)),
        is_drift_fitted=is_drift_fitted,
        reach=_student_reach(n_free),
        notes=notes,
        is_agreed=is_agreed,
    )


def _drift_ppm(x_s: Times, y_s: Times) -> float:
    """Return the least-squares drift; the difference of the clocks is fitted, so that no digits are lost."""
    from_mean_s = x_s - x_s.mean()
    return float(from_mean_s @ (y_s - x_s - (y_s - x_s).mean()) / (from_mean_s @ from_mean_s)) * 1e6


def _span_s(x_s: Times) -> float:
    return float(x_s[-1] - x_s[0])


def _check_rate(drift_ppm: float) -> None:
    if abs(drift_ppm) > MAX_DRIFT_PPM:
        raise UsageError(
            f"The anchors would need a camera clock {abs(drift_ppm) / 1e4:.0f} % off, so some of them must be wrong.",
            "Check each pair again, and add one far from the others.",
        )


def _determines_rate(x_s: Times, drift_ppm: float) -> bool:
    """Check whether a drift is either usual or more than what marking errors alone would make of such anchors."""
    error_ppm = MARKING_ERROR_S / np.sqrt(np.sum((x_s - x_s.mean()) ** 2)) * 1e6
    return abs(drift_ppm) <= _USUAL_DRIFT_PPM or abs(drift_ppm) >= 2 * error_ppm


def _agreeing(x_s: Times, y_s: Times) -> tuple[Chosen, str]:
    """Return the numbers of the anchors that lie on one line, and a sentence where that cannot be told.

    x_s : ascending, three or more
    """
    ahead_s = y_s - x_s
    cores = _largest_consensus(x_s, ahead_s) if len(x_s) > 3 else []
    if cores:
        found = [_grown(x_s, ahead_s, core) for core in cores]
        best = min(
            found, key=lambda core: (-len(core), _Line.through(x_s[core], ahead_s[core]).cost(x_s[core], ahead_s[core]))
        )
        return best, _TWO_LINES if any(_is_another(other, best, x_s, ahead_s) for other in found) else ""
    core = _trimmed(x_s, ahead_s)
    if core is None and len(x_s) == 3:
        raise UsageError("No two of the anchors fit the same camera clock.", "Check each pair of times again.")
    if core is None:
        return np.arange(len(x_s)), _NO_AGREEMENT
    errors_s = _Line.through(x_s[core], ahead_s[core]).errors_s(x_s[core], ahead_s[core])
    if len(x_s) > 3 and np.abs(errors_s).max() > _AGREE_S:
        return core, _NO_AGREEMENT
    return _grown(x_s, ahead_s, core), ""


def _largest_consensus(x_s: Times, ahead_s: Times) -> list[Chosen]:
    """Return the largest groups of anchors that agree on the line of a usual clock, none of half of them or less."""
    found: dict[tuple[int, ...], Chosen] = {}
    most = len(x_s) // 2 + 1
    for first, second in _pairs(len(x_s)):
        apart_s, off_s = x_s[second] - x_s[first], ahead_s[second] - ahead_s[first]
        if abs(off_s) > _USUAL_DRIFT_PPM * 1e-6 * apart_s + _AGREE_S:
            continue  # no usual clock, even if both were marked poorly
        steepest = _USUAL_DRIFT_PPM * 1e-6
        drift = float(np.clip(off_s / apart_s if apart_s > _SAME_INSTANT_S else 0.0, -steepest, steepest))
        centre_s = (x_s[first] + x_s[second]) / 2, (ahead_s[first] + ahead_s[second]) / 2
        line = _Line(drift, centre_s[1] - drift * centre_s[0])
        core = np.flatnonzero(np.abs(line.errors_s(x_s, ahead_s)) <= _AGREE_S)
        if len(core) > most:
            most, found = len(core), {}
        if len(core) == most:
            found[tuple(core.tolist())] = core
    return list(found.values())


def _is_another(other: Chosen, best: Chosen, x_s: Times, ahead_s: Times) -> bool:
    """Check whether a group of as many anchors as the best lies on a line that is truly another."""
    if len(other) < len(best) or np.array_equal(other, best):
        return False
    lines = [_Line.through(x_s[core], ahead_s[core]) for core in (other, best)]
    apart_s = lines[0].errors_s(x_s, ahead_s) - lines[1].errors_s(x_s, ahead_s)
    return bool(np.abs(apart_s).max() > 2 * _AGREE_S)


def _trimmed(x_s: Times, ahead_s: Times) -> Chosen | None:
    """Return the core of a least trimmed squares line, of any clock; None where no two anchors lie on one."""
    n_core = (len(x_s) + 3) // 2  # three of three or four, four of five or six
    best, least = None, np.inf
    core: Chosen = np.arange(n_core)
    for first, second in _pairs(len(x_s)):
        apart_s = x_s[second] - x_s[first]
        drift = (ahead_s[second] - ahead_s[first]) / apart_s if apart_s > _SAME_INSTANT_S else np.inf
        if abs(drift) > MAX_DRIFT_PPM * 1e-6:
            continue
        line = _Line(drift, ahead_s[first] - drift * x_s[first])
        for _ in range(3):  # each step can only lower the sum (Rousseeuw & Van Driessen 2006)
            core = np.sort(np.argsort(np.abs(line.errors_s(x_s, ahead_s)), kind="stable")[:n_core])
            line = _Line.through(x_s[core], ahead_s[core])
        cost = line.cost(x_s[core], ahead_s[core])
        if cost < least:
            best, least = core, cost
    return best


def _grown(x_s: Times, ahead_s: Times, core: Chosen) -> Chosen:
    """Return `core` grown one by one, the best first, by each anchor that the line so far predicts well enough."""
    while len(core) < len(x_s):
        line = _Line.through(x_s[core], ahead_s[core])
        core_error_s2 = np.sum(line.errors_s(x_s[core], ahead_s[core]) ** 2)
        sigma2_s2 = (_PRIOR_ANCHORS * MARKING_ERROR_S**2 + core_error_s2) / (_PRIOR_ANCHORS + len(core) - 2)
        others = np.setdiff1d(np.arange(len(x_s)), core)
        # how uncertain the prediction is: far from a close group of anchors, the usual spread of rates
        away_s2 = (x_s[others] - x_s[core].mean()) ** 2
        held_s2 = np.sum((x_s[core] - x_s[core].mean()) ** 2) + _RATE_WEIGHT_S2
        errors = np.abs(line.errors_s(x_s[others], ahead_s[others]))
        errors /= np.sqrt(sigma2_s2 * (1 + 1 / len(core) + away_s2 / held_s2))
        nearest = int(np.argmin(errors))
        if errors[nearest] > _OUTLIER_REACH:
            break
        core = np.sort(np.append(core, others[nearest]))
    return core


class _Line:
    """EEG time ahead of video time: `drift × video + ahead`. Drifts far from usual ones cost something.

    Without that, four anchors within a second would outvote the one an hour away that determines the rate.
    """

    def __init__(self, drift: float, ahead_s: float) -> None:
        self.drift, self.ahead_s = drift, ahead_s

    @classmethod
    def through(cls, x_s: Times, ahead_s: Times) -> "_Line":
        from_mean_s = x_s - x_s.mean()
        drift = float(from_mean_s @ (ahead_s - ahead_s.mean()) / (from_mean_s @ from_mean_s + _RATE_WEIGHT_S2))
        return cls(drift, float(ahead_s.mean() - drift * x_s.mean()))

    def errors_s(self, x_s: Times, ahead_s: Times) -> Any:
        return ahead_s - self.ahead_s - self.drift * x_s

    def cost(self, x_s: Times, ahead_s: Times) -> float:
        unusual = (self.drift / (_USUAL_DRIFT_PPM * 1e-6)) ** 2
        return float(np.sum(self.errors_s(x_s, ahead_s) ** 2)) / MARKING_ERROR_S**2 + unusual


def _pairs(n_anchors: int) -> list[tuple[int, int]]:
    """Return pairs of numbers to draw a line through: all of them, or of very many anchors those far apart."""
    if n_anchors * (n_anchors - 1) // 2 <= _MAX_STARTS:
        return list(combinations(range(n_anchors), 2))
    half = n_anchors // 2
    apart = np.linspace(half // 2, half, max(1, _MAX_STARTS // half)).astype(int)
    return [(first, first + int(gap)) for gap in np.unique(apart) for first in range(half)][:_MAX_STARTS]


def _student_reach(n_free: int) -> float:
    """Return how many standard errors hold 95 % (Student's t; Abramowitz & Stegun 1964, 26.7.5)."""
    z = 1.959964
    return z + (z**3 + z) / (4 * n_free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n_free**2)
