"""What is filmed of a simulated infant at home: a cluster, time awake without one, and what looks like spasms."""

from dataclasses import dataclass, replace

import numpy as np

from eegview.model.span import Span
from eegview.simulate import scene
from eegview.simulate.filming.home.conditions import HAND, HomeFilming
from eegview.simulate.plan import Disturbance, Spasm, Stage, StudyPlan
from eegview.simulate.scene import SceneEvent
from eegview.simulate.study import plan_study

SERIES_S, QUIET_S, MIMIC_S = 45.0, 90.0, 30.0
COVERED = replace(HAND, name="covered")
UPRIGHT = replace(HAND, name="upright", jitter_s=0.012)  # a vertical picture, 30 a second at uneven times
AHEAD_S = 8.0  # of the first spasm: filming begins before it, or nothing of it would be filmed


@dataclass(frozen=True)
class Clip:
    """A stretch of one infant's study as it is filmed.

    kind : "series", "quiet", or which mimic
    """

    plan: StudyPlan
    span: Span
    kind: str

    @property
    def has_series(self) -> bool:
        return self.kind == "series"

    @property
    def spasms(self) -> list[Spasm]:
        return [s for s in self.plan.spasms if self.span.start_s <= s.onset_s < self.span.stop_s - 1]

    @property
    def spasms_s(self) -> list[tuple[float, float, bool]]:
        """(start, stop, is subtle) of each from the clip's beginning; a second more than its muscles take."""
        zero_s = self.span.start_s
        return [(s.emg_span.start_s - zero_s, s.emg_span.stop_s + 1 - zero_s, s.is_subtle) for s in self.spasms]


def infants(first_seed: int, n_infants: int) -> list[int]:
    """Return the first so many seeds whose hour has a cluster that can be filmed and time awake without one."""
    found: list[int] = []
    for seed in range(first_seed, first_seed + 10 * n_infants):
        if len(found) < n_infants and len(clips_of(seed)) == 2:
            found.append(seed)
    return found


def clips_of(seed: int, series_s: float = SERIES_S, quiet_s: float = QUIET_S, ahead_s: float = AHEAD_S) -> list[Clip]:
    """Return the clip of a cluster and the one without; no caregiver, who belongs to a condition.

    Of a cluster at least three spasms that move are filmed: fewer are no series, to whoever looks at the film alone.
    """
    plan = plan_study(1.0, seed)
    plan = replace(plan, scene=tuple(event for event in plan.scene if event.kind == scene.BLANKET))
    found = []
    for cluster in sorted({s.cluster for s in plan.spasms if s.cluster}):
        first_s = min(s.onset_s for s in plan.spasms if s.cluster == cluster) - ahead_s
        clip = Clip(plan, Span(first_s, first_s + series_s), "series")
        if sum(not s.is_subtle for s in clip.spasms) >= 3 and first_s > 0 and clip.span.stop_s < plan.duration_s:
            found.append(clip)
            break
    for start_s in np.arange(30.0, plan.duration_s - quiet_s, 15.0):
        span = Span(float(start_s), float(start_s) + quiet_s)
        is_awake = any(s.name == "W" and s.span.intersection(span) == span for s in plan.stages)
        if is_awake and not any(span.start_s - 20 < s.onset_s < span.stop_s + 20 for s in plan.spasms):
            found.append(Clip(plan, span, "quiet"))
            break
    return found


def filmed_as(clip: Clip, filming: HomeFilming) -> Clip:
    """Return the clip with what a condition puts into the scene."""
    if filming.person:
        third_s = clip.span.duration_s / 3
        care = Span(clip.span.start_s + third_s, clip.span.start_s + 2 * third_s)
        return _with(clip, SceneEvent(900, care, scene.CARE, 1.0))
    if filming.name == COVERED.name:  # of every second infant the legs alone
        return _with(clip, SceneEvent(901, clip.span.widened(5), scene.BLANKET, 1.5 if clip.plan.seed % 2 else 0.8))
    return clip


def _with(clip: Clip, event: SceneEvent) -> Clip:
    return replace(clip, plan=replace(clip.plan, scene=(*clip.plan.scene, event)))


# what looks like spasms

_KIND = {  # mimic -> (what the simulator moves, state, shortest and longest of one in s, shortest and longest pause)
    "short startles": ("short_startle", "W", (0.6, 0.6), (4.0, 20.0)),
    "Moro": ("startle", "W", (2.5, 2.5), (6.0, 20.0)),
    "sleep myoclonus": ("benign_sleep_myoclonus", "N2", (3.0, 15.0), (3.0, 10.0)),
    "shuddering": ("shuddering", "W", (1.0, 3.0), (5.0, 20.0)),
    "kicking in bouts": ("kicking", "W", (1.5, 8.0), (2.0, 10.0)),
    "patted steadily": ("patting", "W", (25.0, 25.0), (4.0, 6.0)),
    "patted on and off": ("patting_on_and_off", "W", (MIMIC_S, MIMIC_S), (0.0, 0.0)),
    "rocked in bouts": ("rocking", "W", (4.0, 20.0), (3.0, 10.0)),
}
MIMICS = tuple(_KIND)


def mimic_clip(seed: int, mimic: str) -> Clip:
    """Return a clip of an infant without spasms who does this again and again, and lies quietly in between."""
    kind, state, lasts_s, pauses_s = _KIND[mimic]
    plan = plan_study(1.0, seed)
    rng = np.random.default_rng([seed, 77, MIMICS.index(mimic)])
    start_s = 100.0
    events, at_s = [], start_s + float(rng.uniform(0, min(pauses_s[1], 5)))
    while at_s < start_s + MIMIC_S - 0.5:
        stop_s = at_s + float(rng.uniform(*lasts_s))
        span = Span(at_s, min(stop_s, start_s + MIMIC_S))
        events.append(Disturbance(500 + len(events), span, "mimic", kind, (), float(rng.uniform(0.7, 1.3))))
        at_s = stop_s + float(rng.uniform(*pauses_s))
    stages = (Stage(Span(0.0, plan.duration_s), state),)
    calm = replace(plan, stages=stages, spasms=(), clusters=(), disturbances=tuple(events), scene=())
    return Clip(calm, Span(start_s, start_s + MIMIC_S), mimic)
