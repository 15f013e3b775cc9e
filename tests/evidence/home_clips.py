# ruff: noqa: T201  it prints its tables
"""Measure the detector of brief movements in series on home clips of simulated infants, by how they are filmed.

    .venv/bin/python tests/evidence/home_clips.py [--folder DIR] [--seeds FIRST LAST] [--conditions NAME …] [--encoded]

Of each infant two clips in every condition: 60 s of a cluster of spasms, and 40 s awake without one. The pictures are
drawn at 160 columns, as the program reduces any film, 10 a second, without a codec; movement is measured from them as
`app.video.movement` does. Traces are kept in the folder. With the usual seeds the table in the page of the detector is
written anew.

With `--encoded` clips are video files as a phone writes them: 480 × 360, H.264, 30 pictures a second at uneven times,
some left out; they are opened, decoded and measured by `app.video.movement` itself, which is what users run. That takes
some minutes a condition, so the page holds `ENCODED` only, of infants that nothing was set up on.
"""

import argparse
import sys
from collections import defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "helpers"), str(HERE.parents[1])]

from detectors.plugin_runs import run_plugin, scalp_source  # noqa: E402

from eegview.app.video.movement import movement_trace  # noqa: E402
from eegview.app.video.movement_cache import MovementCache  # noqa: E402
from eegview.clinical.intervals import poisson_rate_interval, wilson_interval  # noqa: E402
from eegview.detect.shipped import shipped_folder  # noqa: E402
from eegview.dsp.camera.held import HeldCamera  # noqa: E402
from eegview.dsp.motion import FixedCamera  # noqa: E402
from eegview.model.movement import CameraHold, Filming, Region  # noqa: E402
from eegview.model.span import Span  # noqa: E402
from eegview.simulate import scene  # noqa: E402
from eegview.simulate.filming.home.clip import write_home_clip  # noqa: E402
from eegview.simulate.filming.home.conditions import CONDITIONS, HAND, HomeFilming  # noqa: E402
from eegview.simulate.filming.home.course import clip_course  # noqa: E402
from eegview.simulate.filming.home.picture import home_luma  # noqa: E402
from eegview.simulate.filming.movement import poses  # noqa: E402
from eegview.simulate.filming.time_strip import HEIGHT_PX, WIDTH_PX  # noqa: E402
from eegview.simulate.plan import SIMULATOR_VERSION, StudyPlan  # noqa: E402
from eegview.simulate.scene import SceneEvent  # noqa: E402
from eegview.simulate.study import plan_study  # noqa: E402

MEASURED_ON = range(4001, 4004)
MEASURED_ENCODED = range(4011, 4014)
LEAST_H = 0.5
RATE_HZ = 10.0
FACTOR = 3
SERIES_S, QUIET_S = 60.0, 40.0
SEEN = Region.rectangle(0.0, 0.0, 1.0, 0.9)  # the field of the strip is left out
SEEN_ENCODED = Region.rectangle(0.0, 0.07, 1.0, 0.9)  # and the word SIMULATED, which small pictures do not have
ENCODED, ENCODED_HZ = (HAND,), 30
BEGIN, END = "<!-- measured by tests/evidence/home_clips.py -->", "<!-- end -->"
BEGIN_ENCODED = "<!-- measured by tests/evidence/home_clips.py --encoded -->"
MOVES = ("startle", "movement", "arousal_movement", "shuddering", "tonic_stretch", "patting", "rocking", "hiccups")


@dataclass(frozen=True)
class Clip:
    """What is filmed: a stretch of one infant's study, with or without a cluster."""

    plan: StudyPlan
    span: Span
    has_series: bool

    @property
    def spasms(self):
        return [s for s in self.plan.spasms if self.span.start_s <= s.onset_s < self.span.stop_s - 1]


def clips_of(seed: int) -> list[Clip]:
    """Return the clip of a cluster and the one without; no caregiver, who belongs to a condition."""
    plan = plan_study(1.0, seed)
    plan = replace(plan, scene=tuple(event for event in plan.scene if event.kind == scene.BLANKET))
    found = []
    for cluster in sorted({s.cluster for s in plan.spasms if s.cluster}):
        own = [s for s in plan.spasms if s.cluster == cluster]
        clip = Clip(plan, Span(own[0].onset_s - 10, own[0].onset_s - 10 + SERIES_S), True)
        if len(clip.spasms) >= 3 and clip.span.start_s > 0 and clip.span.stop_s < plan.duration_s:
            found.append(clip)
            break
    for start_s in np.arange(30.0, plan.duration_s - QUIET_S, 15.0):
        span = Span(float(start_s), float(start_s) + QUIET_S)
        is_awake = any(s.name == "W" and s.span.intersection(span) == span for s in plan.stages)
        if is_awake and not any(span.start_s - 20 < s.onset_s < span.stop_s + 20 for s in plan.spasms):
            found.append(Clip(plan, span, False))
            break
    return found


def with_person(clip: Clip) -> Clip:
    """Return the clip with a caregiver who leans in for a third of it."""
    third_s = clip.span.duration_s / 3
    care = SceneEvent(900, Span(clip.span.start_s + third_s, clip.span.start_s + 2 * third_s), scene.CARE, 1.0)
    return replace(clip, plan=replace(clip.plan, scene=(*clip.plan.scene, care)))


def trace(folder: Path, clip: Clip, filming: HomeFilming, is_held: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Return (n,) times from the clip's beginning and (n,) movement; kept in the folder."""
    kind = "series" if clip.has_series else "quiet"
    kept = folder / f"{clip.plan.seed}_{kind}_{filming.name}.npz"
    name = "held" if is_held else "fixed"
    if kept.is_file():
        with np.load(kept) as held:
            return held["times_s"], held[name]
    times_s = np.arange(round(clip.span.duration_s * RATE_HZ)) / RATE_HZ
    course = clip_course(filming, clip.plan.seed + (0 if clip.has_series else 7), times_s)
    moving = poses(clip.plan, clip.span.start_s + times_s)
    shape = HEIGHT_PX // FACTOR, WIDTH_PX // FACTOR
    cameras = {"held": HeldCamera(shape, SEEN), "fixed": FixedCamera(shape, SEEN)}
    values = {which: np.full(len(times_s), np.nan, np.float32) for which in cameras}
    for k in range(len(times_s)):
        luma = home_luma(moving[k], course, k, filming.depth, FACTOR).astype(np.float32)
        for which, camera in cameras.items():
            values[which][k] = camera.movement(luma, 1 / RATE_HZ)
    np.savez(kept, times_s=times_s, held=values["held"], fixed=values["fixed"])
    return times_s, values[name]


def encoded_trace(
    folder: Path, clip: Clip, filming: HomeFilming, is_held: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Return the same, measured on a video file as the program measures it; the trace is kept, the file is not."""
    kind = "series" if clip.has_series else "quiet"
    kept = folder / f"{clip.plan.seed}_{kind}_{filming.name}_{ENCODED_HZ}_{'held' if is_held else 'fixed'}.npz"
    if kept.is_file():
        with np.load(kept) as held:
            return held["times_s"], held["values"]
    film = kept.with_suffix(".mp4")
    try:
        write_home_clip(film, clip.plan, clip.span, filming, Fraction(ENCODED_HZ))
        hold = Filming(CameraHold.HAND if is_held else CameraHold.FIXED)
        found = movement_trace(str(film), SEEN_ENCODED, cache=MovementCache(folder / "kept"), filming=hold)
    finally:
        film.unlink(missing_ok=True)
    np.savez(kept, times_s=found.times_s, values=found.values)
    return found.times_s, found.values


def proposals(times_s: np.ndarray, values: np.ndarray) -> tuple[list, list]:
    """Return (start_s, stop_s, score) of the series and of the members that the detector proposes."""
    source = scalp_source(np.zeros((19, round((times_s[-1] + 1) * 4)), np.float32), 4.0)
    report = run_plugin("movement_series", source, movement=(times_s, values))
    series, members = [], []
    for (onset_s, duration_s, _term, score, *_), answers in zip(report.events, report.answers, strict=True):
        found = series if answers.get("course") == "series" else members
        found.append((onset_s, onset_s + duration_s, score))
    return series, members


def share_text(k: int, n: int) -> str:
    interval = wilson_interval(k, n)
    return "–" if interval is None else f"{k}/{n} = {k / n:.2f} [{interval[0]:.2f}–{interval[1]:.2f}]"


def rate_text(k: int, hours: float) -> str:
    """Return a rate an hour; of less than `LEAST_H` hours it says how much there was, and the interval alone."""
    interval = poisson_rate_interval(k, hours)
    if interval is None:
        return "–"
    bounds = f"[{interval[0]:.0f}–{interval[1]:.0f}]"
    return f"{k / hours:.0f} {bounds}" if hours >= LEAST_H else f"{k} in {60 * hours:.1f} min: too few to say {bounds}"


def measured(
    folder: Path, seeds: range, conditions: list[HomeFilming], is_held: bool = True, is_encoded: bool = False
) -> list[str]:
    """Return the rows of the table, one a condition."""
    measure = encoded_trace if is_encoded else trace
    named = f", encoded, {ENCODED_HZ} a second" if is_encoded else ""
    rows = []
    for filming in conditions:
        count: dict[str, int] = defaultdict(int)
        quiet_h = 0.0
        lost: list[float] = []
        for seed in seeds:
            for clip in clips_of(seed):
                if filming.person:
                    clip = with_person(clip)
                times_s, values = measure(folder, clip, filming, is_held)
                lost.append(float(np.mean(np.isnan(values[1:]))))
                series, members = proposals(times_s, values)
                if not clip.has_series:
                    quiet_h += clip.span.duration_s / 3600
                    count["false"] += len(series)
                    continue
                spasms_s = [
                    (s.emg_span.start_s - clip.span.start_s, s.emg_span.stop_s + 1 - clip.span.start_s, s.is_subtle)
                    for s in clip.spasms
                ]
                first_s, last_s = spasms_s[0][0], spasms_s[-1][1]
                count["clusters"] += 1
                count["found"] += any(a < last_s and b > first_s for a, b, _ in series)
                count["shown"] += any(a < last_s and b > first_s and score >= 0.5 for a, b, score in series)
                plain = [(a, b) for a, b, is_subtle in spasms_s if not is_subtle]
                count["spasms"] += len(plain)
                count["members"] += sum(any(a < stop and b > start for a, b, _ in members) for start, stop in plain)
                count["proposed"] += len(members)
                count["true"] += sum(any(a < stop and b > start for start, stop, _ in spasms_s) for a, b, _ in members)
        rows.append(
            f"| {filming.name}{named} | {share_text(count['found'], count['clusters'])}, "
            f"{count['shown']} with a score of 0.5 | "
            f"{share_text(count['members'], count['spasms'])} | {share_text(count['true'], count['proposed'])} | "
            f"{rate_text(count['false'], quiet_h)} | "
            f"{100 * np.mean(lost):.1f} % |"
        )
        print(rows[-1], flush=True)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("evidence-studies") / "home", help="where traces are kept")
    parser.add_argument("--seeds", type=int, nargs=2, metavar=("FIRST", "LAST"), help="other infants; printed only")
    parser.add_argument("--conditions", nargs="+", help="only these; printed only")
    parser.add_argument(
        "--fixed",
        action="store_true",
        help="as if every camera were fixed; printed only (where it stands, whole levels at this size lose all)",
    )
    parser.add_argument("--encoded", action="store_true", help="video files, as a phone writes them")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    measured_on = MEASURED_ENCODED if given.encoded else MEASURED_ON
    seeds = range(given.seeds[0], given.seeds[1] + 1) if given.seeds else measured_on
    usual = ENCODED if given.encoded else CONDITIONS
    conditions = [one for one in CONDITIONS if one.name in (given.conditions or [one.name for one in usual])]
    rows = measured(given.folder, seeds, conditions, not given.fixed, given.encoded)
    if given.seeds or given.conditions or given.fixed:
        return
    n_clips = sum(len(clips_of(seed)) for seed in seeds)
    head = [
        f"Simulator {SIMULATOR_VERSION}, {len(seeds)} infants, seeds {seeds.start}–{seeds.stop - 1}, "
        f"{n_clips} clips in each condition.",
        "",
        "| filmed | clusters found | spasms that move, proposed | members that are spasms | false series an hour awake "
        "| pictures lost |",
        "|---|---|---|---|---|---|",
    ]
    begin = BEGIN_ENCODED if given.encoded else BEGIN
    page = shipped_folder() / "movement_series" / "page.md"
    before, rest = page.read_text(encoding="utf-8").split(begin, 1)
    table = "\n".join([*head, *rows])
    page.write_text(f"{before}{begin}\n\n{table}\n\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
