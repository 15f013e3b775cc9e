"""Find where most rows, or those of one hemisphere, lose much of their amplitude for a moment.

Levels in, stretches of frames out. Must not know files; levels come from `dsp.frame_levels`.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eegview.dsp.runs import runs_of

Levels = npt.NDArray[np.float64]
Side = str  # "both", "left" or "right"

LOSS_INSIDE = -0.7  # log2 of the usual amplitude: 38 % lost; a stretch stays below it …
LOSS_EDGE = -0.35  # … and reaches to where half of that is left
BESIDE = -0.55  # the other hemisphere above it: the loss is of one side
FLAT_UV = 0.5  # mean size under it: no brain gives that little; the electrode or the recorder is off


@dataclass(frozen=True, slots=True)
class Attenuation:
    """One stretch of low amplitude, frames `[first, stop)`.

    loss : log2 of amplitude beside the usual one, mean over its middle (negative)
    step_loss : the same of the change from sample to sample, which weighs fast activity more
    extent : share of the rows it is about that fall below 62 % of their usual amplitude
    drop : how much of the level is lost within half a second of the start (log2, positive)
    before, after : level in the 1.5 s before and after it (log2 of the usual)
    repeats : share of the 30 s around that is attenuated as well
    spread : how far the level falls below the usual one now and then anyway, in the minute around (log2, positive):
        its lower quartile, this stretch left out
    usual_uv : usual mean size of the rows
    """

    first: int
    stop: int
    side: Side
    loss: float
    step_loss: float
    extent: float
    drop: float
    before: float
    after: float
    repeats: float
    spread: float
    usual_uv: float


def attenuations(
    size: Levels,
    step: Levels,
    usual_size: Levels,
    usual_step: Levels,
    sides: tuple[str, ...],
    frame_s: float,
    least_s: float = 0.75,
    most_s: float = 20.0,
) -> list[Attenuation]:
    """Return the stretches in which amplitude is lost, in order of time.

    Parameters
    ----------
    size, step : (n_rows, n_frames) µV, smoothed; NaN where unknown
    usual_size, usual_step : (n_rows, n_frames) µV, the median around
    sides : of each row: "left", "right", "midline" or ""
    least_s, most_s : shorter and longer stretches are left out
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        loss = np.log2(size / usual_size)
        step_loss = np.log2(step / usual_step)
    loss[~(usual_size > FLAT_UV)] = np.nan
    step_loss[~np.isfinite(step_loss)] = np.nan
    loss[np.isneginf(loss)] = -10.0
    found: list[Attenuation] = []
    whole = middle_of(loss)
    groups: list[tuple[Side, list[int]]] = [("both", list(range(len(sides))))]
    halves = {side: [k for k, name in enumerate(sides) if name == side] for side in ("left", "right")}
    if min(map(len, halves.values())) >= 2:
        groups += [(side, halves[side]) for side in ("left", "right")]
    course = {side: middle_of(loss[rows]) for side, rows in groups}
    for side, rows in groups:
        other = None if side == "both" else course["right" if side == "left" else "left"]
        for first, stop in _stretches(course[side]):
            if not least_s <= (stop - first) * frame_s <= most_s:
                continue
            if other is not None:
                inside = other[first:stop]
                if not np.any(np.isfinite(inside)) or np.nanmean(inside) < BESIDE or _hits(found, first, stop):
                    continue
            elif len(groups) > 1 and _is_one_sided(course, first, stop):
                continue
            if np.nanmean(size[rows, first:stop] < FLAT_UV) > 1 / 3:
                continue
            found.append(
                _measure(side, first, stop, course[side], loss[rows], step_loss[rows], usual_size[rows], whole, frame_s)
            )
    return sorted(found, key=lambda one: (one.first, one.side))


def middle_of(levels: Levels) -> Levels:
    """Return the median over rows of each frame, (n_frames,); NaN where fewer than half the rows are known."""
    known = np.isfinite(levels)
    ordered = np.sort(np.where(known, levels, np.inf), axis=0)
    n = known.sum(axis=0)
    columns = np.arange(levels.shape[1])
    low, high = np.maximum(n - 1, 0) // 2, np.minimum(n // 2, len(levels) - 1)
    with np.errstate(invalid="ignore"):
        out = 0.5 * (ordered[low, columns] + ordered[high, columns])
    out[2 * n < max(len(levels), 1)] = np.nan
    return out


def _stretches(course: Levels) -> list[tuple[int, int]]:
    """Return [first, stop) of frames below the edge that hold some below the inside level."""
    known = np.nan_to_num(course, nan=0.0)
    return [(first, stop) for first, stop in runs_of(known < LOSS_EDGE) if known[first:stop].min() < LOSS_INSIDE]


def _is_one_sided(course: dict[Side, Levels], first: int, stop: int) -> bool:
    """Say whether one hemisphere goes on while the other loses: then it is found as that one's own."""
    return any(float(_mean(course[side][first:stop])) > BESIDE for side in ("left", "right"))


def _hits(found: list[Attenuation], first: int, stop: int) -> bool:
    return any(one.first < stop and first < one.stop for one in found)


def _measure(
    side: Side,
    first: int,
    stop: int,
    course: Levels,
    loss: Levels,
    step_loss: Levels,
    usual: Levels,
    whole: Levels,
    frame_s: float,
) -> Attenuation:
    inner = max(1, round(0.125 / frame_s))
    core = slice(first + inner, stop - inner) if stop - first > 4 * inner else slice(first, stop)
    half_s, around, beside = round(0.5 / frame_s), round(15 / frame_s), round(1.5 / frame_s)
    early = course[max(0, first - half_s) : first + half_s + 1]
    drop = max(early[k] - early[j] for k in range(len(early)) for j in range(k, min(len(early), k + half_s + 1)))
    wide = np.concatenate((whole[max(0, first - 2 * around) : first], whole[stop : stop + 2 * around]))
    lowest = np.sort(wide[np.isfinite(wide)])
    near = np.concatenate((whole[max(0, first - around) : first], whole[stop : stop + around]))
    near = near[np.isfinite(near)]
    by_row = _mean(loss[:, core], 1)
    by_row = by_row[np.isfinite(by_row)]
    return Attenuation(
        first,
        stop,
        side,
        loss=float(_mean(course[core])),
        step_loss=float(_mean(middle_of(step_loss[:, core]))),
        extent=float(np.mean(by_row < LOSS_INSIDE)) if len(by_row) else 0.0,
        drop=float(np.nan_to_num(drop)),
        before=float(np.nan_to_num(_mean(course[max(0, first - beside) : first]))),
        after=float(np.nan_to_num(_mean(course[stop : stop + beside]))),
        repeats=float(np.mean(near < LOSS_INSIDE)) if len(near) else 0.0,
        spread=max(0.0, -float(lowest[len(lowest) // 4])) if len(lowest) else 0.0,
        usual_uv=float(np.nan_to_num(_mean(usual[:, core]))),
    )


def _mean(values: Levels, axis: int | None = None):
    """Return the mean of what is known, NaN where nothing is."""
    known = np.isfinite(values)
    n = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.where(n > 0, total / np.maximum(n, 1), np.nan)
