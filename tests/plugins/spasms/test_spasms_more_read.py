"""More of a recording read, less of it, or the same read otherwise: what is told of spasms does not depend on that."""

from functools import lru_cache

import numpy as np
import pytest
from detectors.more_read import (
    SETTLED_S,
    Reading,
    compare,
    gained,
    held_source,
    joined,
    nine_electrodes,
    of_channels,
    piece,
    prefix,
    read_by,
    resampled,
    with_mains,
)
from detectors.plugin_parts import plugin_part
from detectors.plugin_runs import seen_by
from detectors.scores_study import scores_study
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from recordings.memory_source import SCALP_10_20, MemorySource
from shared_data import DATA, needs_shared

from eegview.detect.manifest_file import read_manifest
from eegview.detect.shipped import shipped_folder
from eegview.model.span import Span
from tests.bench.semi_real import ArrayRecording, add_spasms

LEAST = 0.2  # read with so low a minimum, so that what comes near 0.5 is seen
INFANT = DATA / "eeg" / "infant_background_18min.edf"
WHERE, MADE_UP = Span(400.0, 940.0), 1  # of it; the made-up infant whose spasms are laid over that
FEW = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)


@lru_cache(maxsize=2)
def recording(kind: str) -> MemorySource:
    """Return eleven simulated minutes with limb EMG and pauses, or nine real ones with made-up spasms, without."""
    if kind == "with EMG":
        return scores_study().source
    real = of_channels(piece(held_source(INFANT), WHERE), lambda channel: channel.name in SCALP_10_20)
    rows = [channel.name for channel in real.recording.channels]
    data = np.stack([parts[0] for parts in real.data])
    made, _onsets_s = add_spasms(ArrayRecording(rows, data, real.recording.channels[0].rate_hz), MADE_UP)
    return MemorySource(real.recording, made.data)


def read(source: MemorySource, span: Span | None = None, length_s: float = 0.0) -> Reading:
    return read_by("spasms", source, span, length_s, minimum_score=LEAST)


@lru_cache(maxsize=2)
def whole(kind: str) -> Reading:
    return read(recording(kind))


each_kind = pytest.mark.parametrize("kind", ["with EMG", pytest.param("real", marks=needs_shared(INFANT))])


@pytest.fixture(scope="module", autouse=True)
def _forgetting():
    yield
    recording.cache_clear()
    whole.cache_clear()


@each_kind
def test_there_is_something_to_compare(kind: str):
    assert sum(one.score >= 0.5 for one in whole(kind).told) >= 5


@each_kind
@FEW
@given(share=st.floats(0.12, 1.0), more=st.floats(0.0, 1.0))
def test_what_was_told_and_is_settled_is_told_in_every_longer_reading(kind: str, share: float, more: float):
    source = recording(kind)
    duration_s = source.recording.duration_s
    stop_s = share * duration_s
    shorter, longer = read(prefix(source, stop_s)), read(prefix(source, stop_s + more * (duration_s - stop_s)))
    stop_s = shorter.stop_s
    assert compare(shorter, longer, Span(0.0, max(stop_s - SETTLED_S, 0.0))).breaches() == []
    final = [(a, b) for a, b in compare(shorter, longer, least=LEAST).pairs if a.is_final]
    assert all(abs(a.score - b.score) <= 0.03 and abs(a.onset_s - b.onset_s) <= 0.1 + 1e-6 for a, b in final)
    told = [one for one in shorter.told if one.score >= 0.5]
    assert all(one.is_final for one in told if one.onset_s < stop_s - SETTLED_S)
    assert not any(one.is_final for one in shorter.told if one.onset_s > stop_s - 30.0)


@pytest.mark.parametrize("before_s", [0.4, 0.9, 1.4, 2.0])
def test_a_wave_just_after_the_start_is_measured_the_same_however_much_is_read(before_s: float):
    """Nothing lies before it that a loss could be measured against: that is no loss, and not what comes last."""
    first = next(one for one in whole("with EMG").told if one.onset_s > 30.0)
    source = piece(recording("with EMG"), Span(first.onset_s - before_s, 300.0))
    search, manifest = plugin_part("spasms", "spasm_search"), read_manifest(shipped_folder() / "spasms")
    parts = [seen_by(manifest, prefix(source, stop_s)) for stop_s in (85.0, 200.0)]
    shorter, longer = (next(found for found, _ in search.Search(part).candidates() if found)[0] for part in parts)
    assert shorter.peak_s < 4.0
    assert shorter.measured == longer.measured
    assert shorter.end_s == longer.end_s


@each_kind
@FEW
@given(share=st.floats(0.05, 0.7), length=st.floats(0.1, 1.0))
def test_where_a_search_begins_and_ends_changes_nothing_within(kind: str, share: float, length: float):
    source = recording(kind)
    duration_s = source.recording.duration_s
    span = Span(share * duration_s, (share + length * (1 - share)) * duration_s)
    part = read(source, span)
    settled = Span(span.start_s + 3.0, max(span.stop_s - SETTLED_S, span.start_s + 3.0))
    assert compare(part, whole(kind), settled).breaches() == []


@each_kind
@pytest.mark.parametrize("length_s", [23.7, 240.0])
def test_how_long_the_pieces_are_that_it_reads_changes_nothing(kind: str, length_s: float):
    otherwise = read(recording(kind), length_s=length_s)
    assert compare(whole(kind), otherwise, least=LEAST).breaches(score_within=0.015, onset_within_s=0.01) == []


@each_kind
def test_rate_gain_and_mains_change_no_verdict(kind: str):
    source = recording(kind)
    rates = (500,) if kind == "with EMG" else (100, 250)
    ways = {f"{rate_hz} Hz": resampled(source, rate_hz) for rate_hz in rates}
    ways |= {f"gain {factor}": gained(source, factor) for factor in (0.5, 2.0)}
    ways |= {f"mains {mains_hz}": with_mains(source, mains_hz, 10.0) for mains_hz in (50, 60)}
    changed = {way: compare(whole(kind), read(other)).verdicts for way, other in ways.items()}
    assert {way: verdicts for way, verdicts in changed.items() if verdicts} == {}


def test_at_100_hz_limb_muscle_is_measured_less_well_and_one_verdict_in_ten_may_change():
    found = compare(whole("with EMG"), read(resampled(recording("with EMG"), 100)))
    assert len(found.verdicts) <= 0.1 * found.n_told, found.verdicts


def test_nine_electrodes_are_enough_where_limbs_were_recorded():
    found = compare(whole("with EMG"), read(nine_electrodes(recording("with EMG"))))
    assert len(found.verdicts) <= 0.2 * found.n_told, found.verdicts


@pytest.mark.parametrize("gap_s", [0.0, 30.0])
def test_what_follows_changes_nothing_of_a_recording_that_it_is_joined_to(gap_s: float):
    source = recording("with EMG")
    parts = [piece(source, segment) for segment in source.recording.segments[:2]]
    for first, second in (parts, parts[::-1]):
        alone, both = read(first), read(joined([first, second], gap_s))
        settled = Span(0.0, first.recording.duration_s - SETTLED_S)
        assert compare(alone, both, settled).breaches() == []
