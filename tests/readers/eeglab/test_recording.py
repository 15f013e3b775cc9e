"""EEGLAB: values as MNE gives them; events, names and boundaries in whatever form MATLAB wrote them."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recordings.reader_contract import check_source_contract
from scipy.io import savemat

from eegview.model.channel import ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource, patient_of
from eegview.model.span import Span
from eegview.readers.by_format import open_vendor
from eegview.readers.eeglab import dataset as dataset_module
from eegview.readers.eeglab import hdf5_variables

N_SAMPLES = 2000
LABELS = ("Fp1", "C3", "O1", "Cz")
NONE = np.zeros((0, 0))


def microvolts(n_channels: int = 4) -> np.ndarray:
    t, k = np.arange(N_SAMPLES)[None], np.arange(n_channels)[:, None]
    return (((t * 7 + k * 500) % 2000 - 1000) * 0.37).astype(np.float32)


def rows(found: list[dict[str, Any]]) -> np.ndarray:
    names = list(found[0])
    array = np.zeros((len(found),), dtype=[(name, object) for name in names])
    for index, row in enumerate(found):
        for name in names:
            array[index][name] = row[name]
    return array


def event(kind: Any, latency: Any, duration: Any = 0.0) -> dict[str, Any]:
    return {"type": kind, "latency": latency, "duration": duration}


def fields(**changes: Any) -> dict[str, Any]:
    made = {
        "setname": "x", "filename": "a.set", "filepath": "", "nbchan": 4.0, "trials": 1.0, "pnts": float(N_SAMPLES),
        "srate": 200.0, "xmin": 0.0, "xmax": 9.995, "data": microvolts(), "icaact": NONE, "icawinv": NONE,
        "icasphere": NONE, "icaweights": NONE, "icachansind": NONE, "chaninfo": {"nosedir": "+X"},
        "chanlocs": rows([{"labels": label} for label in LABELS]), "ref": "common", "urevent": NONE, "epoch": NONE,
        "event": rows([event("spasm", 401.0)]), "etc": NONE,
    }  # fmt: skip
    return made | changes


def write(folder: Path, name: str = "a.set", is_flat: bool = False, **changes: Any) -> Path:
    made = fields(**changes)
    savemat(folder / name, made if is_flat else {"EEG": made}, appendmat=False, oned_as="row", long_field_names=True)
    return folder / name


def write_hdf5(path: Path, is_flat: bool = False, **changes: Any) -> Path:
    """Write a file as MATLAB 7.3 does: matrices turned, letters as numbers, rows of structures as references."""
    import h5py

    made = fields(**changes)
    with h5py.File(path, "w", userblock_size=512) as file:
        refs = file.create_group("#refs#")
        top = file if is_flat else file.create_group("EEG")

        def put(group: Any, name: str, value: Any) -> Any:
            if isinstance(value, str):
                item = group.create_dataset(name, data=np.array([[ord(c)] for c in value] or [[0], [0]], np.uint16))
                item.attrs["MATLAB_class"] = np.bytes_("char")
                if not value:
                    item.attrs["MATLAB_empty"] = 1
            elif isinstance(value, dict):
                item = group.create_group(name)
                for key, inner in value.items():
                    put(item, key, inner)
            elif isinstance(value, np.ndarray) and value.dtype.names:
                item = group.create_group(name)
                for key in value.dtype.names:
                    inner = [put(refs, f"{len(refs)}", row[key]).ref for row in value]
                    item.create_dataset(key, data=np.array(inner, dtype=h5py.ref_dtype)[:, None])
            else:
                array = np.atleast_2d(value)
                item = group.create_dataset(name, data=array.T if array.size else np.zeros(2, np.uint64))
                item.attrs["MATLAB_class"] = np.bytes_("double")
                if not array.size:
                    item.attrs["MATLAB_empty"] = 1
            return item

        for key, value in made.items():
            put(top, key, value)
    with path.open("r+b") as raw:
        raw.write(b"MATLAB 7.3 MAT-file".ljust(116) + b"\0" * 8 + b"\x00\x02IM")
    return path


def values(source: SignalSource, segment: int = 0) -> np.ndarray:
    recording = source.recording
    return np.array(source.read(range(len(recording.channels)), segment, recording.segments[segment]))


def codes(source: SignalSource) -> set[str]:
    return {issue.code for issue in source.recording.issues} - {"start_unknown"}


def marks(source: SignalSource) -> list[tuple[float, float, str]]:
    return [(mark.onset_s, mark.duration_s, mark.text) for mark in source.scan_events().annotations]


@pytest.mark.parametrize("is_flat", [False, True])
def test_values_are_those_of_mne(tmp_path: Path, is_flat: bool) -> None:
    import mne

    path = write(tmp_path, is_flat=is_flat)
    raw = mne.io.read_raw_eeglab(path, verbose="ERROR")
    source = open_vendor(path)
    np.testing.assert_array_equal(values(source), (np.asarray(raw.get_data()) * 1e6).astype(np.float32))
    assert [channel.name for channel in source.recording.channels] == list(LABELS)
    assert marks(source) == [(2.0, 0.0, "spasm")]
    assert codes(source) == set()
    check_source_contract(source)


@pytest.mark.parametrize("is_flat", [False, True])
@pytest.mark.parametrize("name", ["a.fdt", "A.FDT", "gone.fdt", "C:\\data\\a.fdt"])
def test_samples_in_a_file_of_their_own(tmp_path: Path, is_flat: bool, name: str) -> None:
    (tmp_path / "a.fdt").write_bytes(microvolts().T.astype("<f4").tobytes())
    path = write(tmp_path, is_flat=is_flat, data=name)
    source = open_vendor(path)
    np.testing.assert_array_equal(values(source), microvolts())
    np.testing.assert_array_equal(source.read([2], 0, Span(3.0, 4.0))[0], microvolts()[2, 600:800])
    assert codes(source) == ({"part_renamed"} if "gone" in name else set())
    assert open_vendor(tmp_path / "a.fdt").recording.fingerprint == source.recording.fingerprint
    check_source_contract(source)


def test_a_lost_or_cut_signal_file_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, data="a.fdt")
    with pytest.raises(UnreadableFile, match=r"a\.fdt"):
        open_vendor(path)
    (tmp_path / "a.fdt").write_bytes(b"")
    with pytest.raises(UnreadableFile, match="no samples"):
        open_vendor(path)
    (tmp_path / "a.fdt").write_bytes(microvolts().T.astype("<f4").tobytes()[:-1603])
    source = open_vendor(path)
    assert "file_truncated" in codes(source)
    np.testing.assert_array_equal(values(source), microvolts()[:, : N_SAMPLES - 101])


def test_old_datasets_keep_channel_after_channel(tmp_path: Path) -> None:
    (tmp_path / "a.dat").write_bytes(microvolts().astype("<f4").tobytes())
    np.testing.assert_array_equal(values(open_vendor(write(tmp_path, data="a.dat"))), microvolts())


@pytest.mark.parametrize("is_flat", [False, True])
@pytest.mark.parametrize("name", ["samples", "file"])
def test_files_of_matlab_7_3(tmp_path: Path, is_flat: bool, name: str) -> None:
    (tmp_path / "a.fdt").write_bytes(microvolts().T.astype("<f4").tobytes())
    events = rows([event("spasm", 401.0, 100.0), event(255.0, 601.5, NONE), event("boundary", 1000.5, 600.0)])
    path = write_hdf5(tmp_path / "a.set", is_flat, event=events, data=microvolts() if name == "samples" else "a.fdt")
    source = open_vendor(path)
    assert source.recording.segments == (Span(0.0, 5.0), Span(8.0, 13.0))
    np.testing.assert_array_equal(values(source, 1), microvolts()[:, 1000:])
    assert [channel.name for channel in source.recording.channels] == list(LABELS)
    assert marks(source) == [(2.0, 0.5, "spasm"), (3.0025, 0.0, "255")]


def test_large_matrices_of_matlab_7_3_are_read_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hdf5_variables, "_LARGE_VALUES", 100)
    monkeypatch.setattr(dataset_module, "_WHOLE_BYTES", 1000)
    path = write_hdf5(tmp_path / "a.set")
    source = open_vendor(path)
    np.testing.assert_array_equal(values(source), microvolts())
    np.testing.assert_array_equal(source.read([3, 1], 0, Span(2.0, 2.1)), microvolts()[[3, 1], 400:420])
    check_source_contract(source)
    path.unlink()
    with pytest.raises(UnreadableFile, match="no longer"):
        source.read([0], 0, Span(0.0, 1.0))
    cut = write_hdf5(tmp_path / "b.set", trials=4.0, pnts=500.0, data=microvolts().reshape(4, 500, 4))
    with pytest.raises(UnreadableFile, match="epochs"):
        open_vendor(cut)


def test_one_channel_and_one_event_in_either_version(tmp_path: Path) -> None:
    one = {"nbchan": 1.0, "data": microvolts(1), "chanlocs": rows([{"labels": "Cz"}])}
    for source in (open_vendor(write(tmp_path, **one)), open_vendor(write_hdf5(tmp_path / "b.set", **one))):
        np.testing.assert_array_equal(values(source), microvolts(1))
        assert source.recording.channels[0].name == "Cz"
        assert marks(source) == [(2.0, 0.0, "spasm")]


def test_without_h5py_the_refusal_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_hdf5(tmp_path / "a.set")
    monkeypatch.setitem(sys.modules, "h5py", None)
    with pytest.raises(UnreadableFile, match="h5py"):
        open_vendor(path)


EVENTS = {  # events as they stand in files: what is read of them, and whether something is lost
    "none": (NONE, [], False),
    "text": ("no structure", [], True),
    "number": (7.0, [], True),
    "no latency": ([event("a", 401.0), event("b", NONE), event("c", "")], [(2.0, "a")], True),
    "not a number": ([event("a", 401.0), event("b", np.nan), event("c", np.inf)], [(2.0, "a")], True),
    "latency as text": ([event("a", "401"), event("b", "601,5")], [(2.0, "a"), (3.0025, "b")], False),
    "types": (
        [event(1.0, 201.0), event(2.5, 401.0), event(np.uint8(7), 601.0), event(NONE, 801.0), event(" S  1 ", 1001.0)],
        [(1.0, "1"), (2.0, "2.5"), (3.0, "7"), (4.0, ""), (5.0, "S 1")],
        False,
    ),
    "cells": ([event(np.array(["x"], object), np.array([[401.0]]))], [(2.0, "x")], False),
    "outside": ([event("a", 401.0), event("b", -50.0), event("c", 99999.0), event("d", 1e300)], [(2.0, "a")], True),
    "at the ends": (
        [event("a", 1.0), event("b", 0.5), event("c", 2000.0)],
        [(0.0, "a"), (0.0, "b"), (9.995, "c")],
        False,
    ),
}


@pytest.mark.parametrize("name", EVENTS)
@pytest.mark.parametrize("is_flat", [False, True])
def test_events_in_any_form(tmp_path: Path, name: str, is_flat: bool) -> None:
    written, expected, is_told = EVENTS[name]
    source = open_vendor(
        write(tmp_path, is_flat=is_flat, event=rows(written) if isinstance(written, list) else written)
    )
    np.testing.assert_array_equal(values(source), microvolts())
    assert sorted((onset_s, text) for onset_s, _, text in marks(source)) == sorted(expected)
    assert bool(codes(source)) == is_told


def test_durations_that_are_none_are_points(tmp_path: Path) -> None:
    events = [event("a", 201.0, NONE), event("b", 401.0, np.nan), event("c", 601.0, -5.0), event("d", 801.0, "20")]
    source = open_vendor(write(tmp_path, event=rows(events)))
    assert [length for _, length, _ in marks(source)] == [0.0, 0.0, 0.0, 0.1]


@pytest.mark.parametrize(
    ("boundaries", "segments", "is_told"),
    [
        ([(1000.5, 600.0)], [(0, 5), (8, 13)], False),
        ([(1001.0, 600.0)], [(0, 5), (8, 13)], False),
        ([(1000.5, 600.5)], [(0, 5), (8.0025, 13.0025)], False),
        ([(1000.5, 0.0)], [(0, 5), (5, 10)], True),
        ([(1000.5, np.nan)], [(0, 5), (5, 10)], True),
        ([(1000.5, NONE)], [(0, 5), (5, 10)], True),
        ([(400.5, 200.0), (800.5, 400.0)], [(0, 2), (3, 5), (7, 13)], False),
        ([(800.5, 400.0), (400.5, 200.0)], [(0, 2), (3, 5), (7, 13)], False),
        ([(400.5, 200.0), (400.5, 200.0)], [(0, 2), (4, 12)], False),
        ([(400.5, np.nan), (800.5, 400.0)], [(0, 2), (2, 4), (6, 12)], True),
        ([(0.5, 600.0), (1000.5, 600.0), (2000.5, 99.0)], [(0, 5), (8, 13)], False),
        ([(0.5, np.nan)], [(0, 10)], False),
        ([(2000.5, np.nan)], [(0, 10)], False),
    ],
)
def test_boundaries_are_gaps_of_their_length(
    tmp_path: Path, boundaries: list[tuple[float, Any]], segments: list[tuple[float, float]], is_told: bool
) -> None:
    events = [event("boundary", *boundary) for boundary in boundaries] + [event("last", 1990.0)]
    source = open_vendor(write(tmp_path, event=rows(events)))
    assert [(s.start_s, s.stop_s) for s in source.recording.segments] == [pytest.approx(s) for s in segments]
    found = np.concatenate([values(source, k) for k in range(len(segments))], axis=1)
    np.testing.assert_array_equal(found, microvolts())
    assert codes(source) == ({"break_unknown"} if is_told else set())
    assert marks(source) == [(pytest.approx(segments[-1][1] - 11 / 200), 0.0, "last")]
    check_source_contract(source)


def test_a_boundary_may_be_a_number(tmp_path: Path) -> None:
    source = open_vendor(write(tmp_path, event=rows([event(-99.0, 1000.5, 200.0)])))
    assert source.recording.segments == (Span(0.0, 5.0), Span(6.0, 11.0))


CHANNELS = {
    "none": (NONE, ["EEG 000", "EEG 001", "EEG 002", "EEG 003"]),
    "few": (rows([{"labels": "Fp1"}, {"labels": "C3"}]), ["Fp1", "C3", "Ch 3", "Ch 4"]),
    "many": (rows([{"labels": f"F{k}"} for k in range(1, 7)]), ["F1", "F2", "F3", "F4"]),
    "numbers": (rows([{"labels": float(k)} for k in range(4)]), ["0", "1", "2", "3"]),
    "empty": (rows([{"labels": NONE} for _ in range(4)]), ["Ch 1", "Ch 2", "Ch 3", "Ch 4"]),
    "no labels": (rows([{"theta": 1.0} for _ in range(4)]), ["Ch 1", "Ch 2", "Ch 3", "Ch 4"]),
    "text": ("nothing", ["EEG 000", "EEG 001", "EEG 002", "EEG 003"]),
}


@pytest.mark.parametrize("name", CHANNELS)
def test_names_of_channels_in_any_form(tmp_path: Path, name: str) -> None:
    written, expected = CHANNELS[name]
    source = open_vendor(write(tmp_path, chanlocs=written))
    found = [channel.label if expected[0] == "EEG 000" else channel.name for channel in source.recording.channels]
    assert found == expected
    np.testing.assert_array_equal(values(source), microvolts())


def test_types_of_channels(tmp_path: Path) -> None:
    types = ("EEG", "EOG", "misc", NONE)
    places = rows([{"labels": f"X{k}", "type": kind} for k, kind in enumerate(types)])
    source = open_vendor(write(tmp_path, chanlocs=places))
    kinds = [channel.kind for channel in source.recording.channels]
    assert kinds == [ChannelKind.EEG, ChannelKind.EOG, ChannelKind.OTHER, ChannelKind.EEG]


@pytest.mark.parametrize(
    "odd", [{"chaninfo": NONE}, {"chaninfo": {"nodatchans": NONE}}, {"chaninfo": "x"}, {"urevent": "x"}, {"epoch": 7.0},
            {"setname": NONE}, {"ref": NONE}, {"etc": {"T0": NONE}}, {"comments": rows([{"x": "ü"}])}, {"xmin": "a"},
            {"icaact": "in set file"}, {"trials": NONE}, {"trials": "1"}, {"nbchan": NONE}, {"pnts": "2000"}],
)  # fmt: skip
@pytest.mark.parametrize("is_flat", [False, True])
def test_what_is_not_needed_may_be_anything(tmp_path: Path, odd: dict[str, Any], is_flat: bool) -> None:
    source = open_vendor(write(tmp_path, is_flat=is_flat, **odd))
    np.testing.assert_array_equal(values(source), microvolts())
    assert marks(source) == [(2.0, 0.0, "spasm")]


def test_the_start_and_the_subject(tmp_path: Path) -> None:
    path = write(tmp_path, etc={"T0": np.array([2020.0, 3.0, 5.0, 10.0, 0.0, 1.5])}, subject="S01")
    source = open_vendor(path)
    assert source.recording.started_at == datetime(2020, 3, 5, 10, 0, 1, 500_000)
    assert patient_of(source).code == "S01"
    assert not any("S01" in issue.message for issue in source.recording.issues)
    for odd in (np.array([2020.0, 13.0, 5.0, 10.0, 0.0, 0.0]), np.full(6, np.nan), np.full(6, 1e30), np.zeros(6), "x"):
        assert open_vendor(write(tmp_path, etc={"T0": odd})).recording.started_at is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"trials": 4.0, "pnts": 500.0, "data": microvolts().reshape(4, 500, 4)}, "epochs"),
        ({"trials": 4.0, "data": "a.fdt"}, "epochs"),
        ({"srate": 0.0}, "rate"),
        ({"srate": NONE}, "rate"),
        ({"data": NONE}, "no samples|signal file"),
        ({"nbchan": 3.0, "data": np.zeros(1999, np.float32)}, "do not fit"),
        ({"nbchan": NONE, "data": "a.fdt"}, "channels"),
    ],
)
def test_refusals_tell_the_true_reason(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    (tmp_path / "a.fdt").write_bytes(microvolts().T.astype("<f4").tobytes())
    if changes.get("data") is NONE:
        (tmp_path / "a.fdt").unlink()
    with pytest.raises(UnreadableFile, match=reason) as refused:
        open_vendor(write(tmp_path, **changes))
    assert "damaged" not in refused.value.sentence
    assert refused.value.advice


def test_other_files_of_matlab_and_what_is_none(tmp_path: Path) -> None:
    savemat(tmp_path / "a.set", {"x": 1.0}, appendmat=False)
    with pytest.raises(UnreadableFile, match="not an EEGLAB dataset"):
        open_vendor(tmp_path / "a.set")
    savemat(tmp_path / "a.set", {"ALLEEG": rows([fields(), fields()])}, appendmat=False, long_field_names=True)
    with pytest.raises(UnreadableFile, match="several datasets"):
        open_vendor(tmp_path / "a.set")
    (tmp_path / "a.set").write_bytes(b"some settings of another program")
    with pytest.raises(UnreadableFile, match="not an EEGLAB dataset"):
        open_vendor(tmp_path / "a.set")


def test_a_large_dataset_in_one_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path)
    monkeypatch.setattr(dataset_module, "_WHOLE_BYTES", 1000)
    with pytest.raises(UnreadableFile, match="must be read as a whole"):
        open_vendor(path)


def test_a_damaged_variable_beside_the_samples_costs_only_itself(tmp_path: Path) -> None:
    path = write(tmp_path, is_flat=True)
    content = path.read_bytes()
    at = content.index(b"spasm".ljust(8, b"\0")) if b"spasm" in content else content.index(b"latency")
    path.write_bytes(content[: at - 8] + b"\xff" * 8 + content[at:])
    source = open_vendor(path)
    np.testing.assert_array_equal(values(source), microvolts())
    assert codes(source) & {"side_part_damaged", "markers_damaged"}


ANYTHING = st.recursive(
    st.one_of(
        st.floats(), st.text(st.characters(codec="ascii"), max_size=8), st.just(NONE), st.booleans(),
        st.lists(st.floats(), min_size=1, max_size=4).map(np.array),
    ),
    lambda inner: st.dictionaries(st.sampled_from(["type", "latency", "duration", "labels", "x"]), inner, min_size=1),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    events=st.lists(ANYTHING, max_size=4),
    latencies=st.lists(ANYTHING, max_size=4),
    other=st.fixed_dictionaries(
        {}, optional={"chaninfo": ANYTHING, "chanlocs": ANYTHING, "etc": ANYTHING, "event": ANYTHING}
    ),
    is_flat=st.booleans(),
)
def test_whatever_stands_beside_the_samples_costs_none(
    tmp_path: Path, events: list[Any], latencies: list[Any], other: dict[str, Any], is_flat: bool
) -> None:
    made = [event(kind, latency, latency) for kind, latency in zip(events, latencies, strict=False)]
    changes: dict[str, Any] = ({"event": rows(made)} if made else {}) | other
    source = open_vendor(write(tmp_path, "a.set", is_flat, **changes))
    found = np.concatenate([values(source, k) for k in range(len(source.recording.segments))], axis=1)
    np.testing.assert_array_equal(found, microvolts())
    source.scan_events()
    source.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), value=st.integers(0, 255), cut=st.booleans(), is_new=st.booleans())
def test_a_damaged_dataset_opens_or_is_refused(tmp_path: Path, at: float, value: int, cut: bool, is_new: bool) -> None:
    path = write_hdf5(tmp_path / "a.set") if is_new else write(tmp_path)
    content = path.read_bytes()
    place = int(at * (len(content) - 1))
    path.write_bytes(content[:place] if cut else content[:place] + bytes([value]) * 8 + content[place + 8 :])
    try:
        source = open_vendor(path)
    except UnreadableFile:
        return
    source.read([0], 0, source.recording.segments[0])
    source.scan_events()
    source.close()


def test_samples_with_a_row_for_each_instant_are_turned(tmp_path: Path) -> None:
    source = open_vendor(write(tmp_path, data=microvolts().T))
    found = np.array(source.read(range(4), 0, source.recording.segments[0]))
    np.testing.assert_array_equal(found, microvolts())
    assert "samples_turned" in [issue.code for issue in source.recording.issues]


def test_a_flat_dataset_of_matlab_4_opens(tmp_path: Path) -> None:
    made = {"data": microvolts().astype(float), "nbchan": 4.0, "pnts": float(N_SAMPLES), "srate": 200.0, "trials": 1.0}
    savemat(tmp_path / "a.set", made, appendmat=False, format="4")
    source = open_vendor(tmp_path / "a.set")
    found = np.array(source.read(range(4), 0, source.recording.segments[0]))
    np.testing.assert_array_equal(found, microvolts())


@pytest.mark.parametrize("duration", [1e12, 1e18])
def test_a_cut_of_years_is_of_unknown_length(tmp_path: Path, duration: float) -> None:
    source = open_vendor(write(tmp_path, event=rows([event("boundary", 1000.5, duration)])))
    assert [(s.start_s, s.stop_s) for s in source.recording.segments] == [(0.0, 5.0), (5.0, 10.0)]
    assert "break_unknown" in [issue.code for issue in source.recording.issues]
