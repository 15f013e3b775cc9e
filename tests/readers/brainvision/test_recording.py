"""BrainVision and V-Amp: every form gives the values that MNE gives, and side parts never cost the signals."""

import shutil
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recordings.brainvision_files import MARKERS, N_SAMPLES, BrainVisionFile, digits
from recordings.reader_contract import check_source_contract

from eegview.model.channel import ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource
from eegview.model.span import Span
from eegview.readers.by_format import open_vendor

SEGMENT = "Mk1=New Segment,,1,1,0,20200305100000000000\n"


def values(source: SignalSource, segment: int = 0) -> np.ndarray:
    recording = source.recording
    return np.array(source.read(range(len(recording.channels)), segment, recording.segments[segment]))


def codes(source: SignalSource) -> list[str]:
    return [issue.code for issue in (*source.recording.issues, *source.scan_events().issues)]


def marks(source: SignalSource) -> list[tuple[float, str]]:
    return [(mark.onset_s, mark.text) for mark in source.scan_events().annotations]


def mne_values(path: Path) -> np.ndarray:
    import mne

    raw = mne.io.read_raw_brainvision(path, verbose="ERROR")
    found = (np.asarray(raw.get_data()) * 1e6).astype(np.float32)
    raw.close()
    return found


@pytest.mark.parametrize("is_vectorized", [False, True])
@pytest.mark.parametrize("sample", ["INT_16", "INT_32", "IEEE_FLOAT_32"])
@pytest.mark.parametrize("resolution", ["0.5", "0.1", "0.0488281", "1", "1e-1", "7.62939453125E-02"])
def test_values_are_those_of_mne(tmp_path: Path, sample: str, is_vectorized: bool, resolution: str) -> None:
    file = BrainVisionFile(sample, is_vectorized, n_points=N_SAMPLES, resolutions=("0.5", resolution, "0.1", "1"))
    path = file.write(tmp_path)
    source = open_vendor(path)
    np.testing.assert_array_equal(values(source), mne_values(path))
    assert codes(source) == []
    assert source.recording.started_at == datetime(2020, 3, 5, 10, 0, 0)
    check_source_contract(source)
    source.close()


@pytest.mark.parametrize("is_vectorized", [False, True])
@pytest.mark.parametrize("is_big", [False, True])
@pytest.mark.parametrize("sample", ["INT_16", "UINT_16", "INT_32", "IEEE_FLOAT_32", "IEEE_FLOAT_64"])
@pytest.mark.parametrize("n_points", [None, N_SAMPLES])
def test_every_binary_form(
    tmp_path: Path, sample: str, is_vectorized: bool, is_big: bool, n_points: int | None
) -> None:
    shifted = digits() - (0 if sample == "UINT_16" else 1000)
    source = open_vendor(
        BrainVisionFile(sample, is_vectorized, is_big, n_points=n_points, digits=shifted).write(tmp_path)
    )
    np.testing.assert_array_equal(values(source), shifted * np.float32(0.5))
    some = source.read([2, 0, 2], 0, Span(3.0, 3.1))
    np.testing.assert_array_equal(some, [shifted[k, 600:620] * 0.5 for k in (2, 0, 2)])
    source.close()


def test_numbers_of_sixteen_bits_without_sign_go_to_65535(tmp_path: Path) -> None:
    high = digits() * 32
    source = open_vendor(BrainVisionFile("UINT_16", digits=high).write(tmp_path))
    np.testing.assert_array_equal(values(source), high * 0.5)


@pytest.mark.parametrize(
    ("interval", "rate_hz"),
    [("5000", 200.0), ("3906.25", 256.0), ("1953,125", 512.0), ("200", 5000.0), ("1e3", 1000.0)],
)
def test_sampling_intervals_may_have_fractions(tmp_path: Path, interval: str, rate_hz: float) -> None:
    recording = open_vendor(BrainVisionFile(interval=interval).write(tmp_path)).recording
    assert recording.channels[0].rate_hz == pytest.approx(rate_hz)
    assert recording.duration_s == pytest.approx(N_SAMPLES / rate_hz)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_headers_in_any_encoding_and_with_any_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    path = BrainVisionFile().write(tmp_path)
    for part in (path, path.with_suffix(".vmrk")):
        part.write_bytes(part.read_text("utf-8").replace("\n", end).encode(encoding))
    source = open_vendor(path)
    assert {channel.unit for channel in source.recording.channels} == {"uV"}
    np.testing.assert_array_equal(values(source), digits() * 0.5)
    assert marks(source) == [(2.0, "Comment/eyes closed")]


@pytest.mark.parametrize(
    ("resolution", "unit", "factor", "shown"),
    [
        ("0.5", "µV", 0.5, "uV"), ("0.5", "μV", 0.5, "uV"), ("0.5", "uV", 0.5, "uV"), ("0.5", "", 0.5, "uV"),
        ("0.5", "ÂµV", 0.5, "uV"), ("0.0005", "mV", 0.5, "uV"), ("5e-7", "V", 0.5, "uV"), ("500", "nV", 0.5, "uV"),
        ("", "µV", 1.0, "uV"), ("0,5", "µV", 0.5, "uV"), ("-0.5", "µV", -0.5, "uV"), ("2", "µS", 2.0, "µS"),
        ("1", "C", 1.0, "°C"), ("1", "n/a", 1.0, ""), ("0", "µV", 1.0, ""), ("?", "µV", 1.0, ""),
    ],
)  # fmt: skip
def test_resolutions_and_units(tmp_path: Path, resolution: str, unit: str, factor: float, shown: str) -> None:
    file = BrainVisionFile(resolutions=(resolution, "0.5", "0.5", "0.5"), units=(unit, "µV", "µV", "µV"))
    source = open_vendor(file.write(tmp_path))
    assert source.recording.channels[0].unit == shown
    np.testing.assert_allclose(values(source)[0], digits()[0] * factor, rtol=1e-6)
    if shown == "" and unit == "µV":
        assert "scale_unknown" in codes(source)


@pytest.mark.parametrize("cut", [1, 2, 3, 1003, 8000, 15991])
@pytest.mark.parametrize("n_points", [None, N_SAMPLES])
def test_a_cut_signal_file_is_read_as_far_as_it_goes(tmp_path: Path, cut: int, n_points: int | None) -> None:
    path = BrainVisionFile(n_points=n_points).write(tmp_path)
    signals = path.with_suffix(".eeg")
    signals.write_bytes(signals.read_bytes()[:-cut])
    source = open_vendor(path)
    n_there = (N_SAMPLES * 8 - cut) // 8
    np.testing.assert_array_equal(values(source), digits()[:, :n_there] * 0.5)
    if cut % 8 or n_points:
        assert "file_truncated" in codes(source)
    check_source_contract(source)


def test_a_cut_file_of_channel_after_channel_has_its_last_channels_blank(tmp_path: Path) -> None:
    path = BrainVisionFile(is_vectorized=True, n_points=N_SAMPLES).write(tmp_path)
    signals = path.with_suffix(".eeg")
    signals.write_bytes(signals.read_bytes()[: 3 * 2 * N_SAMPLES + 201])
    source = open_vendor(path)
    assert "file_truncated" in codes(source)
    found = values(source)
    np.testing.assert_array_equal(found[:3], digits()[:3] * 0.5)
    np.testing.assert_array_equal(found[3, :100], digits()[3, :100] * 0.5)
    assert np.isnan(found[3, 101:]).all()


def test_more_samples_than_announced_are_told(tmp_path: Path) -> None:
    assert "samples_more" in codes(open_vendor(BrainVisionFile(n_points=1500).write(tmp_path)))


@pytest.mark.parametrize("decimal", [".", ","])
@pytest.mark.parametrize("separator", [" ", "   ", ";", "\t", ", "])
@pytest.mark.parametrize("is_vectorized", [False, True])
@pytest.mark.parametrize("skip_columns", [0, 1])
def test_signals_as_text(tmp_path: Path, decimal: str, separator: str, is_vectorized: bool, skip_columns: int) -> None:
    if separator == ", ":
        if decimal == ",":
            pytest.skip("nobody can read that")
        separator = ","
    names = ("Fp1", "C3", "O1", "Cz") if is_vectorized else None
    rows = digits() if is_vectorized else digits().T
    lines = []
    for number, row in enumerate(rows):
        cells = [f"{value:.2f}".replace(".", decimal) for value in row]
        lines.append(separator.join(([names[number] if names else f"{number}"] if skip_columns else []) + cells))
    infos = f"\n[ASCII Infos]\nDecimalSymbol={decimal}\nSkipLines=2\nSkipColumns={skip_columns}\n"
    file = BrainVisionFile(
        form="ASCII", is_vectorized=is_vectorized, extra=infos, text="title\nmore\n" + "\r\n".join(lines) + "\r\n"
    )
    source = open_vendor(file.write(tmp_path))
    np.testing.assert_array_equal(values(source), digits() * np.float32(0.5))
    assert codes(source) == []
    again = source.reopen()
    np.testing.assert_array_equal(again.read([3], 0, Span(1.0, 2.0))[0], digits()[3, 200:400] * 0.5)
    check_source_contract(source)


def test_text_in_columns_is_that_of_mne(tmp_path: Path) -> None:
    text = "\n".join(" ".join(f"{v:.3f}" for v in row) for row in digits().T / 7) + "\n"
    infos = "\n[ASCII Infos]\nDecimalSymbol=.\nSkipLines=0\nSkipColumns=0\n"
    path = BrainVisionFile(form="ASCII", extra=infos, text=text).write(tmp_path)
    np.testing.assert_array_equal(values(open_vendor(path)), mne_values(path))


@pytest.mark.parametrize("is_vectorized", [False, True])
def test_text_with_titles_gaps_and_a_cut_is_told(tmp_path: Path, is_vectorized: bool) -> None:
    rows = [[f"{v}" for v in row] for row in (digits() if is_vectorized else digits().T)]
    rows[2][1] = "???"
    text = "Fp1 C3 O1 Cz\n" * (not is_vectorized) + "\n".join(" ".join(row) for row in rows)
    file = BrainVisionFile(form="ASCII", is_vectorized=is_vectorized, text=text[:-1])
    source = open_vendor(file.write(tmp_path))
    found = values(source)
    assert "samples_missing" in codes(source)
    assert np.isnan(found).sum() == 1
    np.testing.assert_array_equal(found[0, :100], digits()[0, :100] * 0.5)


def test_a_vamp_recording_opens_with_and_without_its_digital_column(tmp_path: Path) -> None:
    endings = (".ahdr", ".eeg", ".amrk")
    plain = BrainVisionFile(product="V-Amp Data", endings=endings).write(tmp_path)
    without = open_vendor(plain)
    np.testing.assert_array_equal(values(without), digits() * 0.5)
    for part in ("a.eeg", "a.amrk"):
        assert open_vendor(tmp_path / part).recording.fingerprint == without.recording.fingerprint
    digital = np.vstack([digits(), np.zeros((1, N_SAMPLES), int)])
    digital[4, 500:520] = 255
    for dtype, sample in (("<i2", "INT_16"), ("<f4", "IEEE_FLOAT_32")):
        BrainVisionFile(sample, product="V-Amp Data", endings=endings).write(tmp_path)
        plain.with_suffix(".eeg").write_bytes(digital.T.astype(dtype).tobytes())
        source = open_vendor(plain)
        np.testing.assert_array_equal(values(source), mne_values(plain))
        np.testing.assert_array_equal(values(source), digits() * 0.5)
        assert marks(source) == [(2.0, "Comment/eyes closed")]


def test_markers_become_marks_of_their_channel(tmp_path: Path) -> None:
    markers = (
        SEGMENT + "Mk2=Stimulus,S  1,201,1,0\nMk3=Comment,spike\\1 left,401,50,2\nMk4=Comment,all,601,0,-1\n"
        "Mk5=Comment,none of them,801,1,9\nMk6=Response,R 15,1001\nMk7=,no type,1201,1,0\n"
    )
    found = open_vendor(BrainVisionFile(markers=markers).write(tmp_path)).scan_events().annotations
    assert [(m.onset_s, m.duration_s, m.text, m.channels) for m in found] == [
        (1.0, 0.0, "Stimulus/S  1", ()),
        (2.0, 0.25, "Comment/spike, left", ("C3",)),
        (3.0, 0.0, "Comment/all", ()),
        (4.0, 0.0, "Comment/none of them", ()),
        (5.0, 0.0, "Response/R 15", ()),
        (6.0, 0.0, "/no type", ()),
    ]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Mk2=Comment,eyes, closed,401,1,0", "Comment/eyes, closed"),
        ("Mk2=Comment,a, b, c,401,1,0,20200305100002000000", "Comment/a, b, c"),
        ("Mk2=Comment,5 times, 2 left,401,,", "Comment/5 times, 2 left"),
        ("mk2 = Comment,x,401.0,1,0", "Comment/x"),
        ("Mk=Comment,x, 401 , 1 ,0", "Comment/x"),
        ("Mk2=Comment,[x] = y; z,401,1,0", "Comment/[x] = y; z"),
    ],
)
def test_markers_that_are_written_oddly_are_read(tmp_path: Path, line: str, text: str) -> None:
    source = open_vendor(BrainVisionFile(markers=f"{SEGMENT}{line}\n").write(tmp_path))
    assert marks(source) == [(2.0, text)]
    assert codes(source) == []


def test_what_is_lost_of_the_markers_is_told_with_a_count(tmp_path: Path) -> None:
    lines = "Mk3=SyncStatus\nMk4=Comment,x\nMk5=\nMk6=Comment,x,here\n"
    lines += "Mk7=Comment,late,2001,1,0\nMk8=Comment,x,0,1,0\n"
    source = open_vendor(BrainVisionFile(markers=MARKERS + lines).write(tmp_path))
    assert marks(source) == [(2.0, "Comment/eyes closed")]
    messages = {issue.code: issue.message for issue in source.scan_events().issues}
    assert messages["markers_damaged"].startswith("4 lines")
    assert messages["markers_outside"].startswith("2 markers")


def test_pauses_are_gaps_and_unknown_ones_are_told(tmp_path: Path) -> None:
    markers = (
        "Mk1=New Segment,,1,1,0,20200305235950000000\nMk2=New Segment,,801,1,0,20200306000010000000\n"
        "Mk3=Comment,after,901,1,0\nMk4=New Segment,,1601,1,0\n"
    )
    source = open_vendor(BrainVisionFile(markers=markers).write(tmp_path))
    assert source.recording.segments == (Span(0.0, 4.0), Span(20.0, 24.0), Span(24.0, 26.0))
    assert codes(source) == ["break_unknown"]
    assert (20.5, "Comment/after") in marks(source)
    np.testing.assert_array_equal(values(source, 1), digits()[:, 800:1600] * 0.5)
    check_source_contract(source)


@pytest.mark.parametrize("stamp", ["", "0", "00000000000000000000", "20201399999999999999", "yesterday", "2020"])
def test_a_start_that_is_none_is_told(tmp_path: Path, stamp: str) -> None:
    source = open_vendor(BrainVisionFile(markers=f"Mk1=New Segment,,1,1,0,{stamp}\n").write(tmp_path))
    assert source.recording.started_at is None
    assert codes(source) == ["start_unknown"]


def test_the_start_is_that_of_the_first_sample(tmp_path: Path) -> None:
    source = open_vendor(BrainVisionFile(markers="Mk1=New Segment,,401,1,0,20200305100002250000\n").write(tmp_path))
    assert source.recording.started_at == datetime(2020, 3, 5, 10, 0, 0, 250_000)
    assert source.recording.segments == (Span(0.0, 10.0),)


def test_the_text_of_a_marker_in_an_old_code_page(tmp_path: Path) -> None:
    markers = SEGMENT + "Mk2=Comment,Augen geöffnet – müde,401,1,0\n"
    path = BrainVisionFile(markers=markers, codepage="ANSI", encoding="cp1252").write(tmp_path)
    source = open_vendor(path)
    assert marks(source) == [(2.0, "Comment/Augen geöffnet – müde")]
    assert codes(source) == ["text_encoding"]
    assert marks(open_vendor(path, "cp1251")) != marks(source)


def test_filters_are_told_for_each_channel(tmp_path: Path) -> None:
    table = (
        "\n[Comment]\nA m p l i f i e r  S e t u p\nChannels\n--------\n"
        "#     Name      Phys. Chn.    Resolution / Unit   Low Cutoff [s]   High Cutoff [Hz]   Notch [Hz]\n"
        "1     Fp1         1                0.5 µV             10              70               Off\n"
        "2     C 3         2                0.5 µV             DC              1000             Off\n"
        "3     O1          3                0.5 µV             Off             30               50\n"
        "4     Cz          4                0.5 µV\n"
        "[Common Infos]\nNumberOfChannels=7\n"
    )
    source = open_vendor(BrainVisionFile(labels=("Fp1", "C 3", "O1", "Cz"), extra=table).write(tmp_path))
    assert [channel.prefilter for channel in source.recording.channels] == ["HP:0.0159155Hz LP:70Hz", "", "LP:30Hz", ""]


def test_voltages_without_a_known_label_are_eeg_unless_they_have_no_place(tmp_path: Path) -> None:
    places = "\n[Coordinates]\nCh1=1,-90,-72\nCh2=1,0,0\nCh3=0,0,0\nCh4=0,0,0\n"
    file = BrainVisionFile(labels=("Left7", "Right7", "Knob", "HEOG"), extra=places)
    kinds = [channel.kind for channel in open_vendor(file.write(tmp_path)).recording.channels]
    assert kinds == [ChannelKind.EEG, ChannelKind.EEG, ChannelKind.OTHER, ChannelKind.EOG]


HEADER_FAULTS = {  # what is changed in the header: what it becomes, and the code of the issue that tells it
    "DataOrientation=MULTIPLEXED\n": ("", "header_incomplete"),
    "NumberOfChannels=4\n": ("NumberOfChannels=\n", "header_incomplete"),
    "DataFile=a.eeg\n": ("", "part_renamed"),
    "MarkerFile=a.vmrk\n": ("", "part_renamed"),
    "Ch3=O1,,0.5,µV\n": ("", "scale_unknown"),
    "[Binary Infos]\n": ("[Channel Infos]\nCh5=X,,1,µV\n[Binary Infos]\n", "channels_left"),
    "[Channel Infos]\n": ("[Chanel Infos]\n", "scale_unknown"),
    "Brain Vision Data Exchange Header File Version 1.0": ("Br\x00in V", ""),
    "[Common Infos]": ("[Common infos]", ""),
    "Codepage=UTF-8": ("Codepage=klingon", ""),
    "; a comment": ("a line that is none\n=\n[\n]", ""),
}


@pytest.mark.parametrize("fault", HEADER_FAULTS)
def test_a_header_that_lacks_something_is_read_all_the_same(tmp_path: Path, fault: str) -> None:
    becomes, code = HEADER_FAULTS[fault]
    path = BrainVisionFile().write(tmp_path)
    text = path.read_text("utf-8")
    assert fault in text
    path.write_text(text.replace(fault, becomes), "utf-8")
    source = open_vendor(path)
    found = values(source)
    np.testing.assert_array_equal(found[:2], digits()[:2] * (1.0 if "Chanel" in becomes else 0.5))
    assert code in codes(source) or not code


@pytest.mark.parametrize(
    ("fault", "becomes", "reason"),
    [
        ("SamplingInterval=5000", "SamplingInterval=", "rate"),
        ("SamplingInterval=5000", "SamplingInterval=-1", "rate"),
        ("BinaryFormat=INT_16", "BinaryFormat=INT_24", "INT_24"),
        ("BinaryFormat=INT_16", "BinaryFormat=", "BinaryFormat"),
        ("SamplingInterval=5000", "SamplingInterval=5000\nDataType=FREQUENCYDOMAIN", "spectra"),
        ("NumberOfChannels=4", "NumberOfChannels=99999999", "channels"),
    ],
)
def test_refusals_tell_the_true_reason(tmp_path: Path, fault: str, becomes: str, reason: str) -> None:
    path = BrainVisionFile().write(tmp_path)
    path.write_text(path.read_text("utf-8").replace(fault, becomes), "utf-8")
    with pytest.raises(UnreadableFile, match=reason) as refused:
        open_vendor(path)
    assert "damaged" not in refused.value.sentence
    assert refused.value.advice


@pytest.mark.parametrize(("content", "reason"), [(b"", "empty"), (b"1234567", "shorter")])
def test_a_signal_file_without_samples_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = BrainVisionFile().write(tmp_path)
    path.with_suffix(".eeg").write_bytes(content)
    with pytest.raises(UnreadableFile, match=reason):
        open_vendor(path)


def test_the_rate_in_the_comment_stands_in(tmp_path: Path) -> None:
    file = BrainVisionFile(interval="", extra="\n[Comment]\nSampling Rate [Hz]: 200\n")
    source = open_vendor(file.write(tmp_path))
    assert source.recording.channels[0].rate_hz == 200.0
    assert "rate_assumed" in codes(source)


def test_a_renamed_set_and_one_without_markers(tmp_path: Path) -> None:
    BrainVisionFile().write(tmp_path)
    (tmp_path / "b").mkdir()
    for ending in (".vhdr", ".eeg", ".vmrk"):
        shutil.copy(tmp_path / f"a{ending}", tmp_path / "b" / f"Night 1.x{ending.upper()}")
    source = open_vendor(tmp_path / "b" / "Night 1.x.VHDR")
    assert codes(source) == ["part_renamed", "part_renamed"]
    assert marks(source) == [(2.0, "Comment/eyes closed")]
    (tmp_path / "a.vmrk").unlink()
    source = open_vendor(tmp_path / "a.vhdr")
    assert codes(source) == ["part_missing", "start_unknown"]
    assert marks(source) == []


@pytest.mark.parametrize("n_channels", [1, 2, 257])
@pytest.mark.parametrize("n_samples", [1, 2, 3])
def test_very_small_and_very_wide_recordings(tmp_path: Path, n_channels: int, n_samples: int) -> None:
    file = BrainVisionFile(
        labels=[f"X{k}" for k in range(n_channels)],
        resolutions=["0.5"] * n_channels,
        units=["µV"] * n_channels,
        digits=digits(n_samples, n_channels),
        markers=SEGMENT,
    )
    source = open_vendor(file.write(tmp_path))
    np.testing.assert_array_equal(values(source), digits(n_samples, n_channels) * 0.5)


def test_a_hundred_thousand_markers(tmp_path: Path) -> None:
    lines = "".join(f"Mk{n}=Stimulus,S{n % 255:3d},{n % N_SAMPLES + 1},1,0\n" for n in range(2, 100_002))
    source = open_vendor(BrainVisionFile(markers=SEGMENT + lines).write(tmp_path))
    assert len(source.scan_events().annotations) == 100_000


@st.composite
def mutilations(draw: st.DrawFn) -> tuple[str, int, int, int]:
    return (
        draw(st.sampled_from(["cut", "flip", "drop", "insert", "empty", "rubbish", "twice", "zeros"])),
        draw(st.integers(0, 10_000)),
        draw(st.integers(0, 10_000)),
        draw(st.integers(0, 255)),
    )


def mutilated(content: bytes, how: str, a: int, b: int, value: int) -> bytes:
    at, to = sorted((a % (len(content) + 1), b % (len(content) + 1)))
    if how == "drop":
        lines = content.splitlines(keepends=True)
        del lines[a % len(lines)]
        return b"".join(lines)
    return {
        "cut": content[:at],
        "flip": content[:at] + bytes([value]) + content[at + 1 :],
        "insert": content[:at] + bytes([value]) * 3 + content[at:],
        "empty": b"",
        "rubbish": bytes((k * 7 + value) % 256 for k in range(to)),
        "twice": content + content[at:],
        "zeros": content[:at] + b"\0" * (to - at) + content[to:],
    }[how]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hurt=mutilations())
def test_no_damage_of_the_marker_file_costs_a_sample(tmp_path: Path, hurt: tuple[str, int, int, int]) -> None:
    lines = "".join(f"Mk{n}=Comment,müde {n},{n * 10 + 1},1,{n % 5}\n" for n in range(2, 40))
    path = BrainVisionFile(markers=MARKERS + lines).write(tmp_path)
    part = path.with_suffix(".vmrk")
    part.write_bytes(mutilated(part.read_bytes(), *hurt))
    source = open_vendor(path)
    found = np.concatenate([values(source, k) for k in range(len(source.recording.segments))], axis=1)
    np.testing.assert_array_equal(found, digits() * 0.5)
    source.scan_events()
    source.close()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hurt=mutilations())
def test_no_damage_of_comment_and_coordinates_costs_a_sample(tmp_path: Path, hurt: tuple[str, int, int, int]) -> None:
    side = (
        "\n[Coordinates]\nCh1=1,-90,-72\nCh2=1,0,0\nCh3=0,0,0\n[Comment]\nSampling Rate [Hz]: 200\nChannels\n"
        "#     Name      Phys. Chn.    Resolution / Unit   Low Cutoff [s]   High Cutoff [Hz]   Notch [Hz]\n"
        "1     Fp1         1                0.5 µV             10              70               Off\n"
        "S o f t w a r e  F i l t e r s\n#     Low Cutoff [s]   High Cutoff [Hz]   Notch [Hz]\n1  0.9  50  50\n"
        "Impedance [kOhm] at 12:18:40 :\nFp1: 0\n"
    )
    path = BrainVisionFile().write(tmp_path)
    path.write_bytes(path.read_bytes() + mutilated(side.encode(), *hurt))
    source = open_vendor(path)
    np.testing.assert_array_equal(values(source), digits() * 0.5)
    source.close()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hurt=mutilations())
def test_a_damaged_header_opens_or_is_refused_with_a_sentence(tmp_path: Path, hurt: tuple[str, int, int, int]) -> None:
    path = BrainVisionFile().write(tmp_path)
    path.write_bytes(mutilated(path.read_bytes(), *hurt))
    try:
        source = open_vendor(path)
    except UnreadableFile:
        return
    source.read([0], 0, source.recording.segments[0])
    source.close()


@pytest.mark.parametrize("is_vectorized", [False, True])
@pytest.mark.parametrize(("before", "behind"), [(8, 0), (7, 0), (0, 5), (300, 17), (16001, 0)])
def test_bytes_before_and_behind_the_values_are_passed_over(
    tmp_path: Path, is_vectorized: bool, before: int, behind: int
) -> None:
    file = BrainVisionFile(is_vectorized=is_vectorized, n_points=N_SAMPLES)
    path = file.write(tmp_path)
    offsets = f"BinaryFormat=INT_16\nDataOffset={before}\nTrailerSize={behind}\n"
    path.write_text(path.read_text("utf-8").replace("BinaryFormat=INT_16\n", offsets), "utf-8")
    (tmp_path / "a.eeg").write_bytes(b"H" * before + file.content + b"T" * behind)
    source = open_vendor(path)
    np.testing.assert_array_equal(values(source), digits() * 0.5)
    assert codes(source) == []


@pytest.mark.parametrize("key", ["SegmentHeaderSize", "ChannelOffset"])
def test_bytes_between_the_values_are_the_reason_of_a_refusal(tmp_path: Path, key: str) -> None:
    path = BrainVisionFile().write(tmp_path)
    path.write_text(path.read_text("utf-8").replace("BinaryFormat=", f"{key}=32\nBinaryFormat="), "utf-8")
    with pytest.raises(UnreadableFile) as refused:
        open_vendor(path)
    assert key in refused.value.sentence


@pytest.mark.parametrize(
    "stamp", ["2020-03-05 10:00:00", "2020-03-05T10:00:00.000000", "20200305 100000", "2020/03/05-10:00:00"]
)
def test_a_start_with_signs_between_its_numbers(tmp_path: Path, stamp: str) -> None:
    path = BrainVisionFile(markers=MARKERS.replace("20200305100000000000", stamp)).write(tmp_path)
    assert open_vendor(path).recording.started_at == datetime(2020, 3, 5, 10)


@pytest.mark.parametrize(
    ("old", "new"), [("SamplingInterval=5000", "SamplingInterval=5000 µs"), (",,0.5,", ',,"0.5",')]
)
def test_numbers_in_quotes_and_with_units(tmp_path: Path, old: str, new: str) -> None:
    path = BrainVisionFile().write(tmp_path)
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    source = open_vendor(path)
    np.testing.assert_array_equal(values(source), digits() * 0.5)
    assert source.recording.channels[0].rate_hz == 200


@pytest.mark.parametrize("place", ["NaN", "", " ", "1e400", "--5", "None", "#REF!", "5?"])
@pytest.mark.parametrize("behind", ["1,0", "1,0,0", "1,0,20200305100000000000", "1"])
def test_a_marker_whose_position_is_damaged_gets_no_other_time(tmp_path: Path, place: str, behind: str) -> None:
    markers = MARKERS + f"Mk3=Comment,lost,{place},{behind}\n"
    source = open_vendor(BrainVisionFile(markers=markers).write(tmp_path))
    assert [mark.text for mark in source.scan_events().annotations] == ["Comment/eyes closed"]
    assert codes(source) == ["markers_damaged"]
