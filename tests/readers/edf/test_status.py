"""Codes on trigger channels become marks: BioSemi's Status, and the pulses of others where they are plain."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordings.edf_files import File, Signal, mark_bytes, write_file
from recordings.edf_opening import OpenFile
from recordings.reader_contract import check_source_contract

from eegview.model.channel import ChannelKind
from eegview.model.errors import Cancelled

N_RECORDS, RATE_HZ = 12, 100
BIOSEMI = {"bdf": True, "onsets_s": None, "reserved": "24BIT"}


def status(codes: dict[int, int], upper: int = 0x980000, length: int = 10) -> np.ndarray:
    """Return (N_RECORDS, RATE_HZ) signed digits: codes that last `length` samples from a sample on."""
    values = np.full(N_RECORDS * RATE_HZ, upper, np.int64)
    for sample, code in codes.items():
        values[sample : sample + length] |= code
    return signed(values)


def signed(values: np.ndarray) -> np.ndarray:
    return np.where(values >= 1 << 23, values - (1 << 24), values).reshape(N_RECORDS, RATE_HZ)


def bdf(digits: np.ndarray, label: str = "Status", **changes: object) -> File:
    noise = np.random.default_rng(0).integers(-3000, 3000, (N_RECORDS, RATE_HZ))
    wide = ("-8388608", "8388607")
    signals = [Signal("Fp1", noise, "uV", wide, wide), Signal(label, digits, "Boolean", wide, wide)]
    return File(signals, **(BIOSEMI | changes))  # type: ignore[arg-type]


def test_codes_are_marks_and_the_channel_stays(tmp_path: Path, open_file: OpenFile) -> None:
    codes = {50: 1, 250: 255, 610: 65535, 1190: 7}
    source = open_file(write_file(tmp_path / "a.bdf", bdf(status(codes))))
    found = source.scan_events()
    assert [(m.onset_s, m.duration_s, m.text) for m in found.annotations] == [
        (0.5, 0.0, "1"),
        (2.5, 0.0, "255"),
        (6.1, 0.0, "65535"),
        (11.9, 0.0, "7"),
    ]
    assert found.issues == ()
    assert source.recording.channels[1].kind is ChannelKind.TRIGGER
    check_source_contract(source)


def test_a_code_over_another_is_a_mark_where_a_bit_rises(tmp_path: Path, open_file: OpenFile) -> None:
    values = np.full(N_RECORDS * RATE_HZ, 0x980000, np.int64)
    values[100:150] |= 1
    values[150:200] |= 3  # a bit more
    values[200:250] |= 2  # a bit less: an end, no code
    values[250:300] |= 4
    source = open_file(write_file(tmp_path / "a.bdf", bdf(signed(values))))
    assert [(m.onset_s, m.text) for m in source.scan_events().annotations] == [(1.0, "1"), (1.5, "3"), (2.5, "4")]


def test_what_the_amplifier_says_of_itself(tmp_path: Path, open_file: OpenFile) -> None:
    values = np.full(N_RECORDS * RATE_HZ, 0x980000, np.int64)
    values[0] |= 1 << 16  # the start is no new epoch
    values[300] |= 1 << 16
    values[500:600] &= ~(1 << 20)
    values[900:] |= 1 << 22
    source = open_file(write_file(tmp_path / "a.bdf", bdf(signed(values))))
    found = source.scan_events()
    assert [(m.onset_s, m.duration_s, m.text) for m in found.annotations] == [
        (3.0, 0.0, "new epoch"),
        (5.0, 1.0, "CMS out of range"),
        (9.0, 3.0, "battery low"),
    ]
    assert [issue.code for issue in found.issues] == ["cms_out_of_range", "battery_low"]


def test_a_channel_without_the_amplifiers_bits_says_nothing_of_it(tmp_path: Path, open_file: OpenFile) -> None:
    found = open_file(write_file(tmp_path / "a.bdf", bdf(status({50: 5}, upper=0)))).scan_events()
    assert [mark.text for mark in found.annotations] == ["5"]
    assert found.issues == ()


def test_codes_and_the_files_own_marks_stand_together(tmp_path: Path, open_file: OpenFile) -> None:
    file = bdf(
        status({50: 5, 750: 9}),
        onsets_s=[str(r + 60 * (r > 5)) for r in range(N_RECORDS)],
        reserved="BDF+D",
        marks={0: mark_bytes("0.2", "start")},
        annotation_bytes=90,
    )
    source = open_file(write_file(tmp_path / "a.bdf", file))
    assert [(m.onset_s, m.text) for m in source.scan_events().annotations] == [(0.2, "start"), (0.5, "5"), (67.5, "9")]
    check_source_contract(source)


def test_a_channel_of_noise_is_told_and_gives_no_marks(tmp_path: Path, open_file: OpenFile, monkeypatch) -> None:
    monkeypatch.setattr("eegview.readers.edf.status._MOST_MARKS", 50)
    noise = np.random.default_rng(1).integers(0, 65536, (N_RECORDS, RATE_HZ))
    found = open_file(write_file(tmp_path / "a.bdf", bdf(noise))).scan_events()
    assert found.annotations == ()
    assert [issue.code for issue in found.issues] == ["triggers_too_many"]


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("rest", [0, 30, -1])
def test_pulses_of_others_are_marks_where_they_are_plain(
    tmp_path: Path, open_file: OpenFile, wide: bool, rest: int
) -> None:
    digits = np.full(N_RECORDS * RATE_HZ, rest, np.int64)
    digits[200:210], digits[700:710] = 100, 3
    limits = ("-8388608", "8388607") if wide else ("-32768", "32767")
    signals = [
        Signal("Fp1", np.arange(N_RECORDS * RATE_HZ).reshape(N_RECORDS, RATE_HZ), "uV", limits, limits),
        Signal("Trigger", digits.reshape(N_RECORDS, RATE_HZ), "", limits, limits),
    ]
    file = File(signals, onsets_s=None, reserved="", bdf=wide)
    source = open_file(write_file(tmp_path / ("a.bdf" if wide else "a.edf"), file))
    assert [(m.onset_s, m.text) for m in source.scan_events().annotations] == [(2.0, "100"), (7.0, "3")]
    check_source_contract(source)


@pytest.mark.parametrize("digits", [
    np.random.default_rng(0).integers(0, 3000, N_RECORDS * RATE_HZ),
    np.arange(N_RECORDS * RATE_HZ),
    np.zeros(N_RECORDS * RATE_HZ, np.int64),
    np.tile([0, 5], N_RECORDS * RATE_HZ // 2),
])  # fmt: skip
def test_what_is_no_pulse_gives_no_marks(tmp_path: Path, open_file: OpenFile, digits: np.ndarray) -> None:
    signals = [Signal("Trigger", digits.reshape(N_RECORDS, RATE_HZ)), Signal("Fp1", digits.reshape(N_RECORDS, RATE_HZ))]
    source = open_file(write_file(tmp_path / "a.edf", File(signals, onsets_s=None, reserved="")))
    assert source.scan_events().annotations == ()


def test_reading_codes_can_be_cancelled(tmp_path: Path, open_file: OpenFile) -> None:
    source = open_file(write_file(tmp_path / "a.bdf", bdf(status({50: 1}))))

    def cancel(share: float) -> None:
        if share > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        source.scan_events(cancel)


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(0, 65535)), min_size=1, max_size=30))
def test_every_rise_is_one_mark(tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[int, int]]) -> None:
    from eegview.readers.edf.recording import open_edf

    values = np.concatenate([np.full(n, code) for n, code in runs])
    values = np.resize(np.append(values, np.zeros(N_RECORDS * RATE_HZ, np.int64)), N_RECORDS * RATE_HZ)
    path = write_file(tmp_path_factory.mktemp("s") / "a.bdf", bdf(signed(values | 0x980000)))
    source = open_edf(path)
    found = [(m.onset_s, m.text) for m in source.scan_events().annotations]
    source.close()
    expected = [
        (pytest.approx(k / RATE_HZ), str(b))
        for k, (a, b) in enumerate(itertools.pairwise(values.tolist()), start=1)
        if b & ~a
    ]
    assert found == expected
