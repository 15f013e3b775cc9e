"""The figures of the detector of brief movements in series on home clips, from what it proposed in each clip.

What it proposed stands in `home_clips.json` with what is true, so that each figure of its page can be computed anew
without drawing a clip. `tests/evidence/home_clips.py` writes that file.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eegview.clinical.intervals import Interval, bootstrap_interval, poisson_rate_interval, wilson_interval

FILE = Path(__file__).resolve().parents[2] / "evidence" / "home_clips.json"
LEAST_H = 0.5  # of film: of less no rate an hour is told
SHOWN_FROM = 0.5  # score

Proposal = tuple[float, float, float]  # start and stop from the clip's beginning, s; score
Pair = tuple[int, int]  # so many of so many


@dataclass(frozen=True, slots=True)
class Judged:
    """What was proposed in one clip, beside what is true.

    kind : "series", "quiet", or which mimic
    spasms_s : (start, stop, is subtle)
    """

    seed: int
    kind: str
    filmed: str
    length_s: float
    lost: Pair
    spasms_s: tuple[tuple[float, float, bool], ...]
    series: tuple[Proposal, ...]
    members: tuple[Proposal, ...]

    @property
    def shown(self) -> tuple[Proposal, ...]:
        return tuple(one for one in self.series if one[2] >= SHOWN_FROM)

    def found(self, series: Sequence[Proposal]) -> bool:
        """Whether one of these series meets the cluster."""
        first_s, last_s = self.spasms_s[0][0], self.spasms_s[-1][1]
        return any(start < last_s and stop > first_s for start, stop, _score in series)

    @property
    def spasms_proposed(self) -> Pair:
        """How many of the spasms that move are members."""
        plain = [(start, stop) for start, stop, is_subtle in self.spasms_s if not is_subtle]
        hit = sum(any(a < stop and b > start for a, b, _ in self.members) for start, stop in plain)
        return hit, len(plain)

    @property
    def members_right(self) -> Pair:
        """How many of the members are spasms, subtle ones too."""
        right = sum(any(a < stop and b > start for start, stop, _ in self.spasms_s) for a, b, _ in self.members)
        return right, len(self.members)


def read_judged(file: Path = FILE) -> tuple[dict[str, Any], list[Judged]]:
    """Return what the file says of itself, and the clips."""
    held = json.loads(file.read_text(encoding="utf-8"))
    return held, [judged_in(one) for one in held["clips"]]


def judged_in(one: Mapping[str, Any]) -> Judged:
    rows = {name: tuple(tuple(row) for row in one[name]) for name in ("spasms_s", "series", "members")}
    return Judged(one["seed"], one["kind"], one["filmed"], one["length_s"], tuple(one["lost"]), **rows)


# figures


def share_text(k: int, n: int) -> str:
    """Return a share with Wilson's interval; each of `n` is another infant."""
    interval = wilson_interval(k, n)
    return "–" if interval is None else f"{k}/{n} = {k / n:.2f} {between(interval)}"


def pooled_text(pairs: Sequence[Pair]) -> str:
    """Return a share of what several infants have each, with the interval from drawing infants anew.

    Where all or none are, drawing anew says nothing: then Wilson's interval, as if each were independent.
    """
    k, n = (sum(one[place] for one in pairs) for place in (0, 1))
    if not 0 < k < n:
        return share_text(k, n)
    interval = bootstrap_interval(pairs, share_of)
    return f"{k}/{n} = {k / n:.2f} {between(interval)}"


def share_of(pairs: Sequence[Pair]) -> float | None:
    n = sum(one[1] for one in pairs)
    return sum(one[0] for one in pairs) / n if n else None


def rate_text(counts: Sequence[int], hours: float) -> str:
    """Return a rate an hour; of less than `LEAST_H` hours it says how much there was, and the interval alone.

    counts : of each infant, all filmed equally long. With none at all the interval is Poisson's, else the wider one of
        Poisson's and that of drawing infants anew
    """
    k = sum(counts)
    interval = poisson_rate_interval(k, hours)
    if interval is None:
        return "–"
    drawn = bootstrap_interval(counts, lambda chosen: sum(chosen) / hours)
    if k and drawn is not None and drawn[1] - drawn[0] > interval[1] - interval[0]:
        interval = drawn
    bounds = f"[{interval[0]:.0f}–{interval[1]:.0f}]"
    if hours >= LEAST_H:
        return f"{k} in {60 * hours:.0f} min: {k / hours:.1f} {bounds}"
    return f"{k} in {60 * hours:.0f} min: too few to say {bounds}"


def between(interval: Interval | None) -> str:
    return "[–]" if interval is None else f"[{interval[0]:.2f}–{interval[1]:.2f}]"


SERIES_HEAD = (
    "| filmed | clusters found | with a score of 0.5 | spasms that move, proposed | members that are spasms "
    "| pictures lost |\n|---|---|---|---|---|---|"
)


def series_row(filmed: str, clips: Sequence[Judged]) -> str:
    """Return what was found of clusters filmed in one way."""
    lost = sum(one.lost[0] for one in clips) / max(sum(one.lost[1] for one in clips), 1)
    cells = (
        share_text(sum(one.found(one.series) for one in clips), len(clips)),
        share_text(sum(one.found(one.shown) for one in clips), len(clips)),
        pooled_text([one.spasms_proposed for one in clips]),
        pooled_text([one.members_right for one in clips]),
        f"{100 * lost:.1f} %",
    )
    return f"| {filmed} | {' | '.join(cells)} |"


NONE_HEAD = (
    "| no spasm | infants with a false series | with a score of 0.5 | members proposed | false series an hour |\n"
    "|---|---|---|---|---|"
)


def none_row(what: str, clips: Sequence[Judged]) -> str:
    """Return how many infants without a spasm are proposed as having a series, each filmed once."""
    cells = (
        share_text(sum(bool(one.series) for one in clips), len(clips)),
        share_text(sum(bool(one.shown) for one in clips), len(clips)),
        f"{sum(len(one.members) for one in clips)}",
        false_rate(clips),
    )
    return f"| {what} | {' | '.join(cells)} |"


def false_rate(clips: Sequence[Judged]) -> str:
    return rate_text(per_infant(clips, lambda one: len(one.series)), sum(one.length_s for one in clips) / 3600)


def per_infant(clips: Sequence[Judged], measure: Callable[[Judged], int]) -> list[int]:
    counts: dict[int, int] = {}
    for one in clips:
        counts[one.seed] = counts.get(one.seed, 0) + measure(one)
    return list(counts.values())


def groups(clips: Sequence[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    """Return the clips by what `key` says of them, in the order in which that comes first."""
    found: dict[str, list[Judged]] = {}
    for one in clips:
        found.setdefault(key(one), []).append(one)
    return found


def without_spasm(clips: Sequence[Judged]) -> dict[str, list[Judged]]:
    """Return the clips without a spasm by what the infant does, the mimics in the order of their names."""
    return groups(
        sorted((one for one in clips if one.kind != "series"), key=lambda one: (one.kind != "quiet", one.kind)),
        lambda one: f"awake, {one.filmed}" if one.kind == "quiet" else one.kind,
    )


def with_series(clips: Sequence[Judged]) -> dict[str, list[Judged]]:
    """Return the clips of a cluster by how they are filmed."""
    return groups([one for one in clips if one.kind == "series"], lambda one: one.filmed)


def tables(held: Mapping[str, Any], clips: Sequence[Judged]) -> str:
    """Return both tables of the page."""
    seeds = sorted({one.seed for one in clips})
    lines = [
        f"Version {held['version']}, simulator {held['simulator']}, {len(seeds)} infants, seeds from {seeds[0]} to "
        f"{seeds[-1]}, {len(clips)} clips.",
        "",
        SERIES_HEAD,
        *(series_row(filmed, some) for filmed, some in with_series(clips).items()),
        "",
        NONE_HEAD,
        *(none_row(what, some) for what, some in without_spasm(clips).items()),
    ]
    return "\n".join(lines)
