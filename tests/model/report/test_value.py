"""A value of a report says its interval as it would be printed."""

import pytest

from eegview.model.report.document import Value


@pytest.mark.parametrize(
    ("unit", "low", "high", "text"),
    [
        ("per_hour", 1.23, 3.4, "95 % CI 1.23–3.4/h"),
        ("s", 3600, 36_000, "95 % CI 3600–36000 s"),
        ("count", 0, 4, "95 % CI 0–4"),
        ("%", -12.5, 3, "95 % CI −12.5 – 3 %"),
        ("per_hour", 0.8, None, "95 % CI ≥ 0.8/h"),
        ("per_hour", None, 2.5, "95 % CI ≤ 2.5/h"),
        ("per_hour", None, None, ""),
    ],
)
def test_an_interval_is_written_with_its_unit_and_says_where_an_end_is_open(
    unit: str, low: float | None, high: float | None, text: str
):
    assert Value("x", unit=unit, low=low, high=high).interval_text == text
