from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from recordings.edf_files import File, file_bytes, plain, values_of, write_file
from recordings.edf_opening import OpenFile

from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource


def opened(open_file: OpenFile, path: Path, raw: bytes) -> SignalSource:
    path.write_bytes(raw)
    return open_file(path)


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in source.recording.issues]


def check_all_there(source: SignalSource, file: File, n_records: int | None = None) -> None:
    """The first `n_records` records have the values that were written."""
    assert len(source.recording.channels) == len(file.signals)
    for segment in range(len(source.recording.segments)):
        found = source.read(range(len(file.signals)), segment, source.recording.segments[segment])
        for values, signal in zip(found, file.signals, strict=True):
            expected = values_of(signal)[: n_records and n_records * signal.digits.shape[1]]
            np.testing.assert_allclose(values, expected, rtol=1e-6)


@pytest.mark.parametrize(
    ("count", "code"),
    [
        ("-1", "unfinished"),
        ("9999", "record_count_too_large"),
        ("5", "record_count_too_small"),
        ("abc", "record_count_unreadable"),
        ("0", "record_count_unreadable"),
    ],
)
@pytest.mark.parametrize("has_annotations", [True, False])
def test_the_file_size_tells_the_number_of_records(
    tmp_path: Path, open_file: OpenFile, count: str, code: str, has_annotations: bool
) -> None:
    file = plain(n_records=8)
    if not has_annotations:
        file = file.with_(onsets_s=None, reserved="")
    source = opened(open_file, tmp_path / "a.edf", file_bytes(replace(file, n_records=count) if count != "8" else file))
    assert source.recording.duration_s == 8
    assert codes(source) == [code]
    check_all_there(source, file)


def test_a_cut_file_is_read_to_its_last_whole_record(tmp_path: Path, open_file: OpenFile) -> None:
    file = plain()
    raw = file_bytes(file)
    record_bytes = 3 * 100 + 60
    source = opened(open_file, tmp_path / "a.edf", raw[: len(raw) - 2 * record_bytes - 300])
    assert source.recording.duration_s == 5
    assert codes(source) == ["truncated"]
    check_all_there(source, file, n_records=5)


def test_a_record_that_lacks_little_is_shown_as_far_as_it_goes(tmp_path: Path, open_file: OpenFile) -> None:
    file = plain()
    raw = file_bytes(file)
    one_short = opened(open_file, tmp_path / "a.edf", raw[:-1])
    assert one_short.recording.duration_s == 8
    assert codes(one_short) == ["truncated"]
    check_all_there(one_short, file)
    part = opened(
        open_file, tmp_path / "b.edf", raw[:-100]
    )  # the annotations and 20 samples of the last channel are gone
    values = part.read([1, 2], 0, part.recording.span)
    assert not np.isnan(values[0]).any()
    assert np.isnan(values[1]).nonzero()[0].tolist() == list(range(8 * 50 - 20, 8 * 50))
    alone = part.read([2], 0, part.recording.span)[0]
    np.testing.assert_array_equal(alone, values[1])


def test_what_stands_behind_the_last_record_is_ignored(tmp_path: Path, open_file: OpenFile) -> None:
    file = plain()
    record_bytes = 3 * 100 + 60
    for extra in (b"x", b"garbage" * 50, bytes(record_bytes), bytes(3 * record_bytes)):
        source = opened(open_file, tmp_path / "a.edf", file_bytes(file) + extra)
        assert source.recording.duration_s == 8
        assert codes(source) == ["trailing_bytes"]
        check_all_there(source, file)


@pytest.mark.parametrize("n_samples", ["0", "-50", "99999999", "abc"])
def test_a_wrong_sample_count_is_worked_out(tmp_path: Path, open_file: OpenFile, n_samples: str) -> None:
    file = plain()
    signals = [replace(file.signals[0], n_samples=n_samples), *file.signals[1:]]
    source = opened(open_file, tmp_path / "a.edf", file_bytes(replace(file, signals=signals)))
    assert codes(source) == ["sample_count_wrong"]
    check_all_there(source, file)


def test_a_wrong_sample_count_in_an_unfinished_file_is_refused(tmp_path: Path, open_file: OpenFile) -> None:
    file = plain(n_records=8)
    signals = [replace(file.signals[0], n_samples="0"), *file.signals[1:]]
    with pytest.raises(UnreadableFile, match="how many samples"):
        opened(open_file, tmp_path / "a.edf", file_bytes(replace(file, signals=signals, n_records="-1")))


@pytest.mark.parametrize("record_s", ["0", "-1", "nan", "1e-9", "abc"])
def test_a_wrong_record_duration_is_told_by_the_record_times(
    tmp_path: Path, open_file: OpenFile, record_s: str
) -> None:
    file = plain()
    source = opened(open_file, tmp_path / "a.edf", file_bytes(replace(file, record_s=record_s)))
    assert codes(source) == ["record_duration_wrong"]
    assert source.recording.channels[0].rate_hz == 50
    check_all_there(source, file)
    with pytest.raises(UnreadableFile, match="the duration of a data record"):
        opened(open_file, tmp_path / "b.edf", file_bytes(replace(file, record_s=record_s, onsets_s=None, reserved="")))


def test_a_header_alone_is_refused(tmp_path: Path, open_file: OpenFile) -> None:
    raw = file_bytes(plain())
    with pytest.raises(UnreadableFile, match="no samples"):
        opened(open_file, tmp_path / "a.edf", raw[: 256 * 5])


def test_a_file_that_shrinks_while_open_says_so(tmp_path: Path, open_file: OpenFile) -> None:
    path = write_file(tmp_path / "a.edf", plain())
    source = open_file(path)
    with path.open("r+b") as file:
        file.truncate(2000)
    with pytest.raises(UnreadableFile):
        source.read([0], 0, source.recording.span)
