"""More of a recording read: what any detector told as final stays as it is, and nothing old appears."""

from functools import lru_cache

import numpy as np
import pytest
from detectors.more_read import SETTLED_S, Reading, compare, prefix, read_by, trend_differences
from detectors.scores_study import scores_study
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from eegview.detect.discovery import missing_for
from eegview.detect.manifest_file import read_manifest
from eegview.detect.shipped import plugin_folders, shipped_folder
from eegview.model.span import Span

HAVE_LAWS_OF_THEIR_OWN = {"spasms"}  # tests/plugins/spasms/test_spasms_more_read.py
CHOOSE = {"spikes": 300.0, "hypsarrhythmia": np.inf}  # the clearest of so many seconds: it may be another one later
TREND_S = {"sleep": 90.0}  # a median over five half minutes
NAMES = sorted(
    folder.name
    for folder in plugin_folders(shipped_folder())
    if folder.name not in HAVE_LAWS_OF_THEIR_OWN and not missing_for(read_manifest(folder))
)
FEW = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)


def read(name: str, share: float = 1.0, span: Span | None = None, length_s: float = 0.0) -> Reading:
    made = scores_study()
    stop_s = share * made.source.recording.duration_s
    source = made.source if share == 1 else prefix(made.source, stop_s)
    times_s, values = made.movement
    movement = (times_s[times_s < stop_s], values[times_s < stop_s])
    named = {"examples": f"{made.onsets_s[1]:.3f}, {made.onsets_s[2]:.3f}"} if name == "similar" else {}
    return read_by(name, source, span, length_s, movement=movement, **named)


@lru_cache(maxsize=1)
def whole(name: str) -> Reading:
    return read(name)


@pytest.mark.parametrize("name", NAMES)
@FEW
@given(share=st.floats(0.3, 0.98))
def test_what_is_final_stays_and_nothing_settled_is_missing(name: str, share: float):
    part, stop_s = read(name, share), share * scores_study().source.recording.duration_s
    found = compare(part, whole(name), least=0.01)
    final = [(a, b) for a, b in found.pairs if a.is_final]
    assert [one for one in found.only_first if one.is_final] == []
    moved = [
        (a, b)
        for a, b in final
        if abs(a.score - b.score) > 0.03 or abs(a.onset_s - b.onset_s) > 0.1 or abs(a.duration_s - b.duration_s) > 0.5
    ]
    assert moved == []
    settled_s = stop_s - SETTLED_S
    chosen_from_s = stop_s // CHOOSE[name] * CHOOSE[name] if np.isfinite(CHOOSE.get(name, np.nan)) else 0.0
    until_s = min(settled_s, chosen_from_s) if name in CHOOSE else settled_s
    missing = [one for one in found.only_second if one.onset_s + one.duration_s < until_s]
    assert missing == []
    waiting_s = stop_s - CHOOSE.get(name, 75.0)
    early = [one for one in part.told if not one.is_final and one.onset_s + one.duration_s < waiting_s]
    assert early == []
    settled = Span(0.0, max(stop_s - TREND_S.get(name, SETTLED_S), 0.0))
    assert {key: value for key, value in trend_differences(part, whole(name), settled).items() if value > 1e-3} == {}


@pytest.mark.parametrize("name", NAMES)
def test_how_long_the_pieces_are_that_it_reads_changes_nothing(name: str):
    otherwise = read(name, length_s=113.0)
    assert compare(whole(name), otherwise, least=0.01).breaches(0.001, 0.001) == []
    everything = Span(0.0, whole(name).stop_s)
    assert max(trend_differences(whole(name), otherwise, everything).values(), default=0.0) < 1e-3


@pytest.mark.parametrize("name", ["artifact", "electrodecrement", "learned_spindles", "movement_bursts"])
def test_where_a_search_begins_changes_nothing_that_lies_behind_it(name: str):
    begun = Span(101.3, whole(name).stop_s)
    part = read(name, span=begun)
    assert compare(part, whole(name), Span(begun.start_s + 20.0, begun.stop_s), least=0.3).breaches() == []
