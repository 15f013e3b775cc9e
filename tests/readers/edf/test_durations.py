import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.readers.edf.durations import unrounded_record_s, written_step_s


@pytest.mark.parametrize(
    ("field", "step_s"),
    [
        ("0.003906", 1e-6),
        ("1.001001", 1e-6),
        (".0039062", 1e-7),
        ("0,003906", 1e-6),
        ("3.906E-3", 1e-6),
        ("1", 0),
        ("0.1", 0),
        ("0.25", 0),
        ("abc", 0),
        ("", 0),
        ("nan", 0),
    ],
)
def test_only_a_full_field_was_cut(field: str, step_s: float) -> None:
    assert written_step_s(field) == pytest.approx(step_s)


@pytest.mark.parametrize(
    ("field", "n_samples", "rate_hz"),
    [
        ("0.003906", 1, 256),
        ("0.001953", 1, 512),
        ("0.000977", 1, 1024),
        ("0.000488", 1, 2048),
        ("4.883E-4", 1, 2048),
        ("0.333333", 100, 300),
        ("0.333333", 85, 255),
        ("0.0078125", 1, 128),
        ("0.007812", 1, 128),
        ("0.007813", 2, 256),
        ("3.333333", 1, 0.3),
        ("0.666667", 171, 256.5),
        ("1.001001", 200, 199.8),
    ],
)
def test_the_rate_that_was_rounded_away_is_found(field: str, n_samples: int, rate_hz: float) -> None:
    found_s = unrounded_record_s(float(field), written_step_s(field), n_samples)
    assert n_samples / found_s == pytest.approx(rate_hz, rel=1e-9)


@pytest.mark.parametrize(
    ("record_s", "step_s", "n_samples"),
    [(1.0, 0, 200), (0.1, 0, 25), (1.234567, 1e-6, 251), (0.003, 1e-3, 1), (1.5, 1e-6, 384), (0.5, 1e-7, 0)],
)
def test_a_duration_that_no_plain_rate_explains_stays(record_s: float, step_s: float, n_samples: int) -> None:
    assert unrounded_record_s(record_s, step_s, n_samples) == record_s


@given(
    st.sampled_from([100, 125, 128, 160, 200, 250, 256, 400, 500, 512, 1000, 1024, 2000, 2048]), st.integers(1, 3000)
)
def test_every_usual_rate_survives_eight_characters(rate_hz: int, n_samples: int) -> None:
    exact_s = n_samples / rate_hz
    field = f"{exact_s:.{max(8 - len(str(int(exact_s))) - 1, 0)}f}"
    assert len(field) == 8
    found_s = unrounded_record_s(float(field), written_step_s(field), n_samples)
    assert found_s == pytest.approx(exact_s, rel=1e-12)
