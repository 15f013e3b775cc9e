import numpy as np
import pytest
from detectors.plugin_parts import plugin_part
from hypothesis import given
from hypothesis import strategies as st

search = plugin_part("similar", "template_match")


def similarity(rows, template, jitter=0):
    return search.LaidRows(rows, template.shape[1]).similarity(template, jitter)


def size(rows, template):
    return search.LaidRows(rows, template.shape[1]).size(template)


def _template():
    times = np.linspace(0, 1, 40)
    return np.stack([np.sin(2 * np.pi * times), np.cos(3 * np.pi * times), times])


def _rows(at=(100, 300), gain=1.0, noise=0.05):
    rows = np.random.default_rng(2).normal(0, noise, (3, 500))
    for place in at:
        rows[:, place : place + 40] += gain * _template()
    return rows


def test_the_template_is_found_where_it_is():
    alike = similarity(_rows(), _template())
    assert len(alike) == 461
    assert sorted(np.argsort(alike)[-2:]) == [100, 300]
    assert alike[100] > 0.95


@given(st.floats(0.1, 1000), st.floats(-500, 500))
def test_gain_and_offset_change_nothing(gain, offset):
    rows = _rows()
    np.testing.assert_allclose(
        similarity(rows * gain + offset, _template()),
        similarity(rows, _template()),
        atol=1e-4,
    )


@given(st.integers(0, 250))
def test_the_fit_is_the_same_however_the_rows_are_cut(first):
    rows = _rows()
    np.testing.assert_allclose(
        similarity(rows, _template())[first:],
        similarity(rows[:, first:], _template()),
        atol=1e-4,
    )


def test_jitter_lets_rows_lie_a_little_apart():
    rows = np.random.default_rng(2).normal(0, 0.05, (3, 500))
    for row, late in enumerate((0, 3, -3)):
        rows[row, 200 + late : 240 + late] += _template()[row]
    assert similarity(rows, _template(), 3)[200] > similarity(rows, _template())[200] + 0.05
    assert similarity(rows, _template(), 3)[200] > 0.9


def test_correlation_stays_within_one_and_flat_rows_are_like_nothing():
    rows = np.zeros((3, 200))
    rows[0, 50:90] = _template()[0] * 1e4
    alike = similarity(rows, _template(), 2)
    assert np.isfinite(alike).all()
    assert np.abs(alike).max() <= 1.0
    assert np.all(similarity(np.full((3, 100), np.nan), _template()) == 0)


def test_size_is_told_in_doublings():
    assert size(_rows(gain=4.0, noise=1e-6), _template())[100] == pytest.approx(2.0, abs=0.01)


def test_rows_shorter_than_the_template_have_no_place():
    assert len(similarity(np.zeros((3, 10)), _template())) == 0
    assert len(size(np.zeros((3, 10)), _template())) == 0


def test_examples_marked_early_and_late_are_brought_together():
    reach = 10
    pieces = []
    for late in (0, 4, -6):
        piece = np.random.default_rng(late + 50).normal(0, 0.05, (3, 40 + 2 * reach))
        piece[:, reach + late : reach + late + 40] += _template()
        pieces.append(piece)
    mean, shifts = search.aligned_mean(np.array(pieces), reach, 40)
    assert (shifts - shifts[0]).tolist() == [0, 4, -6]
    assert similarity(mean, np.roll(_template(), 0, axis=1))[0] > 0.9 or abs(int(shifts[0])) > 0


def test_a_field_stands_out_of_what_all_the_background_has():
    """Slow waves of another field, larger than the event: rows compared one by one are misled, whitened ones less."""
    rng = np.random.default_rng(7)
    shared = np.convolve(rng.normal(0, 3, 4000), np.ones(30) / 5, "same")
    rows = rng.normal(0, 0.1, (3, 4000)) + np.array([1.0, 0.8, 0.6])[:, None] * shared
    whitening = search.whitening_of(rows)
    rows[:, 1500:1540] += _template()
    laid = search.LaidRows(rows, 40, whitening)
    field = laid.field_similarity(_template())
    assert int(np.argmax(field)) == 1500
    assert field[1500] - np.percentile(field, 99) > laid.similarity(_template())[1500] - np.percentile(
        laid.similarity(_template()), 99
    )
    np.testing.assert_allclose(
        search.LaidRows(3 * rows, 40, search.whitening_of(3 * rows)).field_similarity(_template()),
        search.LaidRows(rows, 40, search.whitening_of(rows)).field_similarity(_template()),
        atol=1e-3,
    )
