"""What the detector of brief movements in series proposes in home clips of simulated infants, beside what is true."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
from home_film.figures import Judged, pooled_text, share_text, with_series, without_spasm
from home_film.infants import COVERED, MIMICS, UPRIGHT, Clip, clips_of, filmed_as, infants, mimic_clip
from home_film.traces import LEAST, drawn_trace, proposals

from eegview.simulate.filming.home.conditions import DARK, HAND, HUNTING, LIGHT, PERSON, STANDING, HomeFilming
from eegview.simulate.plan import SIMULATOR_VERSION

CONDITIONS = (STANDING, HAND, LIGHT, PERSON, HUNTING, COVERED, UPRIGHT, DARK)
LEAST_IN_THE_DARK = 0.4  # set up on seed 5306
AWAKE = (HAND,)  # in what ways an infant without spasms is filmed
FIRST_SEED, N_INFANTS = 5201, 20


def judged(clip: Clip, filmed: str, times_s: np.ndarray, values: np.ndarray, least: float = LEAST) -> Judged:
    """Return what the detector proposes from a trace, beside what is true of the clip."""
    series, members = proposals(times_s, values, least)
    return Judged(
        seed=clip.plan.seed,
        kind=clip.kind,
        filmed=filmed,
        length_s=clip.span.duration_s,
        lost=(int(np.isnan(values[1:]).sum()), len(values) - 1),
        spasms_s=tuple((round(start, 2), round(stop, 2), is_subtle) for start, stop, is_subtle in clip.spasms_s),
        series=tuple(series),
        members=tuple(members),
    )


def all_clips(seed: int, place: int) -> Iterator[tuple[Clip, HomeFilming]]:
    """Yield each clip of an infant, and how it is filmed; `place` in the list of infants says which mimics it does."""
    for clip in clips_of(seed):
        for filming in CONDITIONS if clip.has_series else AWAKE:
            yield filmed_as(clip, filming), filming
    for mimic in MIMICS[place % 2 :: 2]:
        yield mimic_clip(seed, mimic), HAND


def all_judged(clip: Clip, filming: HomeFilming, times_s: np.ndarray, values: np.ndarray) -> list[Judged]:
    """Return a clip judged by the usual settings and, where it is dark, by a lower minimum, too."""
    found = [judged(clip, filming.name, times_s, values)]
    if filming == DARK:
        named = f"{filming.name}, minimum {LEAST_IN_THE_DARK:g} a.u./s"
        found.append(judged(clip, named, times_s, values, LEAST_IN_THE_DARK))
    return found


def judged_anew(seed: int, kind: str, filmed: str) -> Judged:
    """Return one clip drawn, measured and judged again by the usual settings."""
    place = infants(FIRST_SEED, N_INFANTS).index(seed)
    for clip, filming in all_clips(seed, place):
        if (clip.kind, filming.name) == (kind, filmed):
            return judged(clip, filmed, *drawn_trace(clip, filming))
    raise ValueError(f"there is no clip {kind} {filmed} of {seed}")


def in_json(version: str, clips: list[Judged]) -> str:
    """Return the file's text, a clip a line."""
    about = {"detector": "movement_series", "version": version, "simulator": SIMULATOR_VERSION}
    lines = ",\n".join(json.dumps(asdict(one), separators=(",", ":")) for one in clips)
    return f'{json.dumps(about)[:-1]}, "clips": [\n{lines}\n]}}\n'


def evidence_text(held: dict[str, Any], clips: list[Judged]) -> str:
    """Return the [[evidence]] of the manifest: the same figures in short."""
    seeds = sorted({one.seed for one in clips})
    ways, others = with_series(clips), without_spasm(clips)
    found = "; ".join(
        f"{way} {share_text(sum(one.found(one.series) for one in some), len(some))}" for way, some in ways.items()
    )
    spasms = "; ".join(f"{way} {pooled_text([one.spasms_proposed for one in some])}" for way, some in ways.items())
    right = "; ".join(f"{way} {pooled_text([one.members_right for one in some])}" for way, some in ways.items())
    false = "; ".join(
        f"{what} {share_text(sum(bool(one.series) for one in some), len(some))}" for what, some in others.items()
    )
    rows = (
        ("clusters", ways, f"Found: {found}. Spasms that move, proposed: {spasms}. Members that are spasms: {right}."),
        ("no spasm, held in a hand", others, f"Infants with a false series: {false}."),
    )
    return "\n".join(
        f'[[evidence]]\ndata = "Drawn home clips of {len(seeds)} simulated infants, seeds {seeds[0]}-{seeds[-1]}, 160 '
        f'columns, 10 pictures a second, no codec, by version {held["version"]}: {what}"\n'
        f'result = "{result}"\n'
        f"read_h = {sum(one.length_s for some in groups.values() for one in some) / 3600:.1f}\n"
        f'looks = 2\nfitted = ""\n'
        for what, groups, result in rows
    )
