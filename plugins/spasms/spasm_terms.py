"""Turn measures into points: each term's value is clipped to a range and multiplied by its points per unit.

The points stand in weights.toml, written by tests/bench/fit_spasms.py; here stands what each term is.
"""

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

from spasm_candidates import Candidate


@dataclass(frozen=True, slots=True)
class Term:
    """One reason for a spasm or against it.

    key : in `Candidate.measured` or `Candidate.surroundings`, and in weights.toml
    label : for people
    zero, full : value at which it starts to count, and beyond which it counts no more; full < zero: smaller counts
    sign : +1 speaks for a spasm, -1 against
    least, usual, most : smallest size of its points per unit that fitting may find, where it starts from, the largest
    """

    key: str
    label: str
    unit: str
    sign: int
    zero: float
    full: float
    least: float = 0.0
    usual: float = 0.0
    most: float = math.inf
    shown: str = ""  # "loss", "factor" or "size": a logarithm, shown in its unit

    def shown_value(self, value: float) -> float:
        """Return the value in the unit that people read."""
        if value != value:
            return 0.0
        if self.shown == "loss":
            return max(100 * (1 - math.exp(-value)), -100.0)
        if self.shown == "factor":
            return math.exp(min(value, 10.0))
        return 100 * math.exp(value) if self.shown == "size" else value

    def amount(self, value: float) -> float:
        """Return how much of the term there is, 0 or more; not measurable counts as none."""
        if value != value:
            return 0.0
        if self.full >= self.zero:
            return min(max(value, self.zero), self.full) - self.zero
        return self.zero - max(min(value, self.zero), self.full)


# `least` and `usual` come from clinical knowledge, not from data: a high slow wave that spreads and an attenuation are
# what a spasm is; rhythm, electrodes that go their own way and restlessness are what it is not.
OWN_TERMS = (
    Term("slow", "slow wave relative to the surrounding minute", "z", 1, 0.0, 4.0, 0.3, 0.4),
    Term("spread", "spread of the slow wave over the head", "z", 1, 1.5, 4.5, 0.3, 0.4),
    Term("slow_long", "slow wave relative to ten minutes", "z", 1, 0.0, 5.0, 0.25, 0.3),
    Term("spread_long", "spread relative to ten minutes", "z", 1, 2.0, 6.0, 0.15, 0.3),
    Term("attenuation_z", "attenuation relative to ten minutes", "z", 1, 0.5, 2.5, 0.0, 0.2),
    Term("attenuation", "attenuation of 5–13 Hz after the wave", "%", 1, 0.1, 1.4, 1.0, 2.0, shown="loss"),
    Term("attenuation_now", "attenuation relative to just before", "%", 1, 0.1, 1.4, 0.0, 0.5, shown="loss"),
    Term("no_loss", "little attenuation after the wave", "%", -1, 0.15, -0.25, 1.0, 2.0, shown="loss"),
    Term("spiky", "spikes in the wave, as in spike-wave", "z", -1, 7.0, 12.0, 0.1, 0.2, 0.4),
    Term("muscle_around", "scalp EMG before and after", "z", -1, 0.2, 2.2, 0.2, 0.5, 1.2),
    Term("quiet", "scalp EMG at rest before, with and after", "share", -1, 0.0, 1.0, 2.0, 3.0),
    Term("muscle_fell", "scalp EMG falls as well: a movement ends", "%", -1, 0.3, 2.5, 1.0, 2.0, 2.5, shown="loss"),
    Term("before", "high slow waves before", "z", -1, 0.2, 1.7, 0.3, 0.6),
    Term("after", "high slow waves after", "z", -1, 0.2, 1.7, 0.3, 0.6),
    Term("smooth", "neighbouring electrodes disagree", "", -1, 0.45, 1.05, 1.0, 2.0),
    Term("rhythm", "rhythmic waves (rocking, patting, spike-wave)", "", -1, 0.2, 0.7, 2.0, 4.0),
    Term("width", "too short for a slow wave", "s", -1, 0.22, 0.02),
    Term("size", "very small slow wave", "µV", -1, -1.1, -2.3, 0.5, 1.0, shown="size"),
    Term("stuck", "rows flat, clipped or missing", "share", -1, 0.0, 0.5, 2.0, 4.0),
)
EMG_TERMS = (
    Term("emg", "limb EMG burst, stronger side", "×", 1, 0.5, 3.5, shown="factor"),
    Term("emg_weaker", "limb EMG burst, weaker side", "×", 1, 0.5, 3.0, shown="factor"),
    Term("burst_and_loss", "EMG burst with attenuation", "", 1, 0.2, 1.4, 0.0, 0.5),
    Term("burst_and_wave", "EMG burst with a widespread slow wave", "", 1, 0.1, 1.4, 0.0, 1.0),
    Term("emg_long", "limb EMG longer than in a spasm", "s", -1, 1.4, 3.4, 0.3, 0.5),
    Term("emg_short", "limb EMG shorter than in a spasm", "s", -1, 0.55, 0.25),
)
AROUND_TERMS = (
    Term("neighbours", "other events within a minute", "", 1, 0.0, 2.0),
    Term("neighbours_alike", "similar events within a minute", "", 1, 0.0, 1.5),
    Term("remembered", "similarity to the most certain events", "r", 1, 0.3, 1.0),
)
# Fitted by tests/bench/fit_movement.py on top of the others; at most 1.5 points, so that movement alone makes no spasm.
PRIOR_TERMS = (Term("movement", "sudden movement in the video at the onset", "×", 1, 0.3, 1.6, shown="factor"),)
# The second look, only where there is no limb EMG; see spasm_family.py, which says how many points.
FAMILY_TERM = Term("family", "one of a group of similar events (second look)", "events", 1, 0.0, math.inf)


@dataclass(frozen=True, slots=True)
class Weights:
    """The points per unit, by key; `start` is baseline score.

    alone_start, alone_points : the same for a candidate's own terms only, when its surroundings are not known yet
    """

    start: float
    points: dict[str, float]
    alone_start: float
    alone_points: dict[str, float]


def load_weights(path: Path | None = None) -> dict[str, Weights]:
    """Return the weights "with_emg" and "without_emg"."""
    table = tomllib.loads((path or Path(__file__).with_name("weights.toml")).read_text(encoding="utf-8"))
    movement = table.get("movement", {})
    for name in movement:
        table[name]["points"]["movement"] = movement[name]
    return {
        name: Weights(float(part["start"]), part["points"], float(part["alone_start"]), part["alone_points"])
        for name, part in table.items()
        if name in ("with_emg", "without_emg")
    }


def kind_of(candidate: Candidate) -> str:
    """Return which weights are for a candidate: "with_emg" or "without_emg"."""
    return "with_emg" if "emg" in candidate.measured else "without_emg"


def terms_of(kind: str) -> tuple[Term, ...]:
    """Return the terms that count for a candidate by itself, with limb EMG or without."""
    return OWN_TERMS + (EMG_TERMS if kind == "with_emg" else ())


def amounts(terms: tuple[Term, ...], values: dict[str, float]) -> list[float]:
    """Return the amount of each term, 0 where its value is not there."""
    return [term.amount(values.get(term.key, math.nan)) for term in terms]


def own_points(candidate: Candidate, weights: dict[str, Weights]) -> float:
    """Return the sum of points of the candidate's own terms, before its surroundings are known."""
    kind = kind_of(candidate)
    used, terms = weights[kind], terms_of(kind)
    return used.alone_start + sum(
        used.alone_points[term.key] * amount
        for term, amount in zip(terms, amounts(terms, candidate.measured), strict=True)
    )


def reasons(candidate: Candidate, weights: dict[str, Weights]) -> list[tuple[str, float, str, float]]:
    """Return (label, value, unit, points) of all terms that count, the start first; points add up to the score's."""
    kind = kind_of(candidate)
    used = weights[kind]
    what = "baseline score" + ("" if kind == "with_emg" else ", without limb EMG")
    found = [(what, 0.0, "", used.start)]
    values = candidate.measured | candidate.surroundings
    for term in terms_of(kind) + AROUND_TERMS:
        value = values.get(term.key, math.nan)
        points = used.points[term.key] * term.amount(value)
        if abs(points) >= 0.005 or term.key in ("slow", "attenuation", "emg"):
            label = term.label if term.key != "slow" else f"{term.label}, {_SIDES[candidate.side]}"
            found.append((label, term.shown_value(value), term.unit, points))
    for term in PRIOR_TERMS:
        points = used.points.get(term.key, 0.0) * term.amount(values.get(term.key, math.nan))
        if points >= 0.005:
            found.append((term.label, term.shown_value(values[term.key]), term.unit, points))
    return found


_SIDES = ("both hemispheres", "left hemisphere", "right hemisphere")


def score_of(found: list[tuple[str, float, str, float]]) -> float:
    """Return the logistic function of the sum of points."""
    return chance(math.fsum(reason[3] for reason in found))


def chance(points: float) -> float:
    """Return the logistic function of some points, 0-1."""
    return 1 / (1 + math.exp(-max(min(points, 60.0), -60.0)))
