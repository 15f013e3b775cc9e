"""Limits of signals as programs of other countries write them, to the sample."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from recordings.edf_files import Signal, plain, values_of, write_file
from recordings.edf_opening import OpenFile


def signal(low: str, high: str, label: str = "EEG Fp1", **changes: Any) -> Signal:
    digits = np.random.default_rng(1).integers(-32768, 32768, (8, 50))
    return Signal(label, digits, physical=(low, high), **changes)


@pytest.mark.parametrize(
    ("low", "high", "codes"),
    [
        ("-3,276.8", "3,276.7", {"thousands_separator"}),
        ("-3.276,8", "3.276,7", {"decimal_comma", "thousands_separator"}),
        ("-3276,8", "3276,7", {"decimal_comma"}),
        ("-3 276.8", "3 276.7", {"thousands_separator"}),
        ("-3'276.8", "3'276.7", {"thousands_separator"}),
    ],
)
def test_limits_have_the_one_reading_they_have(
    tmp_path: Path, open_file: OpenFile, low: str, high: str, codes: set[str]
) -> None:
    source = open_file(write_file(tmp_path / "a.edf", plain().with_(signals=[signal(low, high)])))
    assert {issue.code for issue in source.recording.issues} == codes
    (values,) = source.read([0], 0, source.recording.span)
    expected = values_of(signal("-3276.8", "3276.7"))
    np.testing.assert_allclose(values, expected, rtol=1e-6, atol=1e-3)


@pytest.mark.parametrize(("low", "high"), [("-32.768", "32.767"), ("-32,768", "32,767"), ("-32 768", "32 767")])
def test_digital_limits_are_whole_numbers(tmp_path: Path, open_file: OpenFile, low: str, high: str) -> None:
    written = signal("-3276.8", "3276.7", digital=(low, high))
    source = open_file(write_file(tmp_path / "a.edf", plain().with_(signals=[written])))
    assert [issue.code for issue in source.recording.issues] == ["thousands_separator"]
    np.testing.assert_allclose(
        source.read([0], 0, source.recording.span)[0], values_of(signal("-3276.8", "3276.7")), atol=1e-3
    )


def test_a_comma_is_read_as_other_limits_show(tmp_path: Path, open_file: OpenFile) -> None:
    shown = [signal("-3,276.8", "3,276.7"), signal("-3,277", "3,276", "EEG Fp2")]
    source = open_file(write_file(tmp_path / "a.edf", plain().with_(signals=shown)))
    assert [channel.maximum_uv for channel in source.recording.channels] == pytest.approx([3276.7, 3276.0])
    shown = [signal("-3276,8", "3276,7"), signal("-187,500", "187,500", "EEG Fp2")]
    source = open_file(write_file(tmp_path / "b.edf", plain().with_(signals=shown)))
    assert [channel.maximum_uv for channel in source.recording.channels] == pytest.approx([3276.7, 187.5])
    shown = [signal("-3.276,8", "3.276,7"), signal("-3.277", "3.276", "EEG Fp2")]
    source = open_file(write_file(tmp_path / "c.edf", plain().with_(signals=shown)))
    assert [channel.maximum_uv for channel in source.recording.channels] == pytest.approx([3276.7, 3276.0])


@pytest.mark.parametrize(
    ("low", "high", "unit", "maximum"),
    [("-187,500", "187,500", "uV", 187.5), ("-3,277", "3,276", "uV", 3276.0), ("-1,250", "1,250", "mV", 1250.0)],
)
def test_where_nothing_shows_it_the_step_of_an_amplifier_decides(
    tmp_path: Path, open_file: OpenFile, low: str, high: str, unit: str, maximum: float
) -> None:
    source = open_file(write_file(tmp_path / "a.edf", plain().with_(signals=[signal(low, high, unit=unit)])))
    assert source.recording.channels[0].maximum_uv == pytest.approx(maximum)
    assert {issue.code for issue in source.recording.issues} <= {"decimal_comma", "thousands_separator"}
    assert source.recording.issues


def test_limits_with_two_readings_are_not_used(tmp_path: Path, open_file: OpenFile) -> None:
    written = [signal("-12,345", "100,000", "Resp", unit="%"), signal("-3276.8", "3276.7")]
    source = open_file(write_file(tmp_path / "a.edf", plain().with_(signals=written)))
    issues = {issue.code: issue.message for issue in source.recording.issues}
    assert set(issues) == {"limits_ambiguous", "scaling_unknown"}
    assert "Resp: the limits can be read with a decimal comma or with thousands" in issues["limits_ambiguous"]
    (values,) = source.read([0], 0, source.recording.span)
    np.testing.assert_array_equal(values, written[0].digits.ravel())
