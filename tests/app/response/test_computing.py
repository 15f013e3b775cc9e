"""Studies compared from their samples: by the same rows, as parts of more, with progress and cancel."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from recordings.memory_source import SCALP_10_20, MemorySource, make_channels, make_recording, noise_source

from eegview.app.response.computing import ComparedStudy, compare_studies
from eegview.app.response.same_rows import shared_rows
from eegview.app.trends.cache import TrendCache
from eegview.model.annotation import Annotation
from eegview.model.errors import Cancelled
from eegview.model.study.bad_channels import held_state
from eegview.model.study.records import BAD_CHANNEL_TERM, study_record
from tests.helpers.as_of import AS_OF

LENGTH_S, SHORT_S = 540.0, 60.0


def staged(first_s: float, stop_s: float) -> tuple[Annotation, ...]:
    return (Annotation(f"n2-{first_s}", "sleep_stage", first_s, stop_s - first_s, (), (("stage", "N2"),), layer="me"),)


def alone(
    seed: int, started_at: datetime, fingerprint: str, names: list[str] = SCALP_10_20, length_s: float = SHORT_S
) -> MemorySource:
    source = noise_source(names, 128.0, ((0.0, length_s),), seed=seed, offset_uv=500.0)
    source.recording = replace(source.recording, started_at=started_at, fingerprint=fingerprint)
    return source


@pytest.fixture(scope="module")
def before() -> MemorySource:
    return alone(1, datetime(2020, 3, 2), "before")


@pytest.fixture(scope="module")
def after() -> MemorySource:
    return alone(2, datetime(2020, 3, 17), "after")


def test_a_study_says_the_same_as_part_of_a_longer_one(tmp_path: Path) -> None:
    cache = TrendCache(tmp_path)
    before = alone(1, datetime(2020, 3, 2), "before", length_s=LENGTH_S)
    after = alone(2, datetime(2020, 3, 17), "after", length_s=LENGTH_S)
    segments = ((0.0, 60.0), (300.0, 300.0 + LENGTH_S), (900.0, 960.0))
    rng = np.random.default_rng(9)
    data = [
        [rng.normal(0, 80, 60 * 128).astype(np.float32), own[0], rng.normal(0, 80, 60 * 128).astype(np.float32)]
        for own in before.data
    ]
    recording = make_recording(make_channels(SCALP_10_20, 128.0), segments, datetime(2020, 3, 2), "joined")
    joined = MemorySource(recording, data)
    as_it_is = compare_studies(
        [ComparedStudy(before, staged(30, 510)), ComparedStudy(after, staged(30, 510))], AS_OF, "me", cache=cache
    )  # fmt: skip
    in_more = compare_studies(
        [ComparedStudy(joined, staged(330, 810)), ComparedStudy(after, staged(30, 510))], AS_OF, "me", cache=cache
    )  # fmt: skip
    assert as_it_is.state == in_more.state == "N2"
    n_compared = 0
    for one, other in zip(as_it_is.rows, in_more.rows, strict=True):
        if one.marker.column_id and one.values[0].value is not None:
            assert other.values[0].value == pytest.approx(one.values[0].value, rel=1e-4)
            assert (other.repeat_error or 0) == pytest.approx(one.repeat_error or 0, rel=1e-3)
            assert other.exceeds_repeat_error is one.exceeds_repeat_error
            n_compared += 1
    assert n_compared == 12
    power = as_it_is.row("mgfp")
    assert power is not None
    assert power.values[0].n == 16
    assert power.exceeds_repeat_error is False  # the same noise, drawn anew


def test_it_can_be_cancelled_and_goes_on_from_what_is_kept(
    before: MemorySource, after: MemorySource, tmp_path: Path
) -> None:
    studies = [ComparedStudy(before), ComparedStudy(after)]
    cache = TrendCache(tmp_path)
    shares: list[float] = []

    def stop_half_way(share: float) -> None:
        shares.append(share)
        if share >= 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        compare_studies(studies, AS_OF, cache=cache, progress=stop_half_way)
    assert list(tmp_path.glob("*.trends"))
    shares.clear()
    found = compare_studies(studies, AS_OF, cache=cache, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert shares[0] >= 0.5  # the first study was kept
    bare = compare_studies(studies, AS_OF, with_trends=False)
    assert all(value.is_missing for row in bare.rows if row.marker.column_id for value in row.values)
    assert found.row("mgfp") is not None


def test_rows_that_one_study_lacks_are_left_out_of_all(before: MemorySource) -> None:
    fewer = alone(3, datetime(2020, 3, 17), "fewer", [name for name in SCALP_10_20 if name != "O2"])
    shared = shared_rows([before.recording, fewer.recording], [frozenset({"F3"}), frozenset()])
    assert shared.left_out == (frozenset({"F3", "O2"}), frozenset({"F3"}))
    assert not any("O2" in label or "F3" in label for label in shared.labels)
    assert [note.partition(" are left out")[0] for note in shared.notes] == [
        "P4-O2, P8-O2 of study 1",
        "Fp1-F3, F3-C3 of study 2",
    ]
    bad = study_record(BAD_CHANNEL_TERM, "F3", "2026-01-01T12:00:00+00:00", held_state(True), "me")
    found = compare_studies([ComparedStudy(before, (bad,)), ComparedStudy(fewer)], AS_OF)
    tables = [study.trends for study in found.studies]
    assert tables[0] is not None
    assert tables[1] is not None
    assert tables[0].rows == tables[1].rows
    power = found.row("mgfp")
    assert power is not None
    assert all(value.value is not None for value in power.values)
    assert any("F3" in note for note in found.notes)
    same = shared_rows([before.recording, before.recording], [frozenset(), frozenset()])
    assert (same.left_out, same.notes) == ((frozenset(), frozenset()), ())


def test_a_recording_of_differences_shares_rows_with_one_of_electrodes(before: MemorySource) -> None:
    names = ["Fp1-F7", "F7-T7", "C3-P3", "C4-P4", "F8-T8", "Fp2-F8"]
    bipolar = make_recording(make_channels(names, 128.0), ((0.0, LENGTH_S),), None, "bipolar")
    shared = shared_rows([before.recording, bipolar], [frozenset(), frozenset()])
    assert set(shared.labels) == set(names)
