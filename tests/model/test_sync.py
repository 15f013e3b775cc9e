"""Anchors kept as a mark, and what a fit says of itself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.annotation import Annotation
from eegview.model.errors import LibraryRefused
from eegview.model.film.video import SyncMap
from eegview.model.sync import (
    SYNC_TERM,
    Anchor,
    SyncFit,
    SyncLevel,
    is_clinical,
    level_of,
    sync_mark,
    sync_mark_for,
    sync_of,
)

TIMES_S = st.floats(allow_nan=False, allow_infinity=False)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ANCHORS = st.builds(Anchor, TIMES_S, TIMES_S, WORDS, WORDS)


@given(TIMES_S, st.floats(-9e5, 9e5), WORDS, st.lists(ANCHORS, max_size=5))
def test_what_was_kept_comes_back_to_the_last_bit(offset_s: float, drift_ppm: float, source: str, anchors) -> None:
    sync = SyncMap(offset_s, drift_ppm, source)
    mark = sync_mark("ab12", sync, anchors, layer="ann")
    assert sync_of(mark) == (sync, tuple(anchors))
    assert (mark.onset_s, mark.duration_s, mark.layer, mark.attribute("video")) == (0.0, 0.0, "ann", "ab12")
    assert list(mark.attributes) == sorted(mark.attributes)


def test_it_is_no_clinical_mark() -> None:
    assert not is_clinical(sync_mark("ab12", SyncMap()))
    assert is_clinical(Annotation("1", "spasm", 3.0))


def test_a_mark_takes_the_place_of_the_one_before() -> None:
    first = sync_mark("ab12", SyncMap(1.0))
    assert sync_mark("ab12", SyncMap(2.0), annotation_id=first.annotation_id).annotation_id == first.annotation_id
    assert sync_mark("ab12", SyncMap(2.0)).annotation_id != first.annotation_id


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("offset_s", "soon"),
        ("offset_s", "nan"),
        ("drift_ppm", "inf"),
        ("drift_ppm", "-1000000"),
        ("anchors", "[[1,2]]"),
        ("anchors", '[[1,NaN,"",""]]'),
        ("anchors", "{"),
        ("anchors", "5"),
    ],
)
def test_a_mark_that_was_meddled_with_is_refused(name: str, value: str) -> None:
    mark = sync_mark("ab12", SyncMap(1.0))
    meddled = replace(mark, attributes=tuple(sorted((dict(mark.attributes) | {name: value}).items())))
    with pytest.raises(LibraryRefused, match="cannot be read"):
        sync_of(meddled)
    with pytest.raises(LibraryRefused):
        sync_of(Annotation("1", SYNC_TERM, 0.0))


def test_the_reviewers_own_goes_before_a_better_founded_one_of_another() -> None:
    anchors = [Anchor(1.0, 2.0), Anchor(100.0, 101.0)]
    marks = [
        sync_mark("ab12", SyncMap(1.0), (), "ann"),
        sync_mark("ab12", SyncMap(2.0), anchors, "bob"),
        sync_mark("ab12", SyncMap(3.0), anchors[:1], "eve"),
        sync_mark("cd34", SyncMap(4.0), (), "zoe"),
        Annotation("1", "spasm", 3.0, attributes=(("video", "ab12"),)),
    ]
    chosen = {layer: sync_mark_for(marks, "ab12", layer) for layer in ("ann", "eve", "zoe")}
    assert {layer: mark.layer for layer, mark in chosen.items() if mark} == {"ann": "ann", "eve": "eve", "zoe": "bob"}
    assert sync_mark_for(marks, "ef56", "ann") is None


@pytest.mark.parametrize(
    ("error_ms", "level"),
    [(0, "ok"), (100, "ok"), (100.1, "warn"), (250, "warn"), (250.1, "refuse"), (1e9, "refuse")],
)
def test_levels(error_ms: float, level: str) -> None:
    assert level_of(error_ms) == SyncLevel(level)


def test_residuals_of_outliers_do_not_count() -> None:
    fit = SyncFit(
        SyncMap(),
        residuals_ms=(10.0, -30.0, 9000.0, 20.0, -40.0),
        outliers=(2,),
        n_used=4,
        sigma_s=0.02,
        centre_s=100.0,
        spread_s2=10_000.0,
        is_drift_fitted=True,
        reach=2.0,
    )
    assert fit.used == (0, 1, 3, 4)
    assert fit.worst_residual_ms == 40.0
    assert fit.median_residual_ms == 25.0
    assert fit.level is SyncLevel.OK
    assert fit.uncertainty_s(100.0) == pytest.approx(0.02)
    assert fit.uncertainty_s(1100.0) == pytest.approx(0.04 * (0.25 + 100) ** 0.5)
    assert fit.level_at(1100.0) is SyncLevel.REFUSE
