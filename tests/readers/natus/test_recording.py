"""Natus NeuroWorks studies: read where the extra package is installed, else refused with the export that works."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest
from recordings.natus_files import N_CHANNELS, N_ELECTRODES, UV_A_DIGIT, write_natus
from recordings.reader_contract import check_source_contract

from eegview.model.channel import ChannelKind
from eegview.model.errors import UnreadableFile
from eegview.readers.opening import open_recording
from eegview.readers.recording_files import find_recordings


def refusal(path: Path) -> str:
    """Return what a reader of the window is told: the problem and the way on."""
    with pytest.raises(UnreadableFile) as refused:
        open_recording(path)
    return f"{refused.value} {refused.value.advice}"


def digits(n_samples: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(-5000, 5000, (n_samples, N_CHANNELS))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_natus(
        tmp_path / "study",
        [(1000, digits(1024)), (1000 + 5120, digits(700, seed=2))],
        names=["Fp1", "T3", "Cz", "ECG1"],
        notes=[(1512, "eyes closed"), (6200, "spasm")],
    )


def test_samples_gaps_and_notes_are_read_from_any_of_its_files(study: Path) -> None:
    pytest.importorskip("natus_erd")
    for path in (study, *sorted(study.iterdir())):
        source = open_recording(path)
        recording = source.recording
        assert recording.format == "Natus"
        assert [(s.start_s, s.stop_s) for s in recording.segments] == [(0.0, 2.0), (10.0, 10.0 + 700 / 512)]
        assert len(recording.channels) == N_ELECTRODES
        assert [c.name for c in recording.channels[:4]] == ["Fp1", "T7", "Cz", "ECG1"]
        for number, (segment, stored) in enumerate(
            zip(recording.segments, (digits(1024), digits(700, seed=2)), strict=True)
        ):
            last, first = source.read([255, 0], number, segment)
            assert np.allclose(first, stored[:, 0] * UV_A_DIGIT, atol=1e-3)
            assert np.allclose(last, stored[:, 255] * UV_A_DIGIT, atol=1e-3)
        marks = [(mark.onset_s, mark.text) for mark in source.scan_events().annotations]
        assert marks == [(1.0, "eyes closed"), (10.15625, "spasm")]
        if path == study:
            check_source_contract(source)
        source.close()


def test_inputs_that_nobody_named_make_no_grid_of_the_electrodes(tmp_path: Path) -> None:
    pytest.importorskip("natus_erd")
    names = "Fp1 Fp2 F3 F4 C3 C4 P3 P4 O1 O2 F7 F8 T3 T4 T5 T6 Fz Cz Pz".split()  # noqa: SIM905
    source = open_recording(write_natus(tmp_path / "study", [(0, digits(600))], names=names))
    channels = source.recording.channels
    assert [channel.name for channel in channels[4:6]] == ["C3", "C4"]
    assert (channels[32].name, channels[32].label) == ("Input 33", "C33")
    assert channels[32].kind is ChannelKind.EEG
    assert not {issue.code for issue in source.recording.issues} & {"electrode_grid", "label_duplicate"}
    source.close()


def test_a_headbox_the_package_does_not_know_is_refused_with_the_export(tmp_path: Path) -> None:
    pytest.importorskip("natus_erd")
    study = write_natus(tmp_path / "study", [(0, digits(10))], headbox=1)
    assert re.search(r"of a kind that is not read.*NeuroWorks", refusal(study))


def test_a_damaged_study_is_refused_with_the_export(study: Path) -> None:
    pytest.importorskip("natus_erd")
    (study / "study_001.etc").unlink()
    assert re.search(r"damaged or incomplete.*NeuroWorks", refusal(study))


def test_without_the_package_the_refusal_names_vendor_program_and_export(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "natus_erd", None)
    for path in (study, *sorted(study.iterdir())):
        assert re.search(r"Natus NeuroWorks \(XLTEK\).*EDF\+ from NeuroWorks", refusal(path))


def test_a_part_alone_is_refused_with_what_it_needs(study: Path) -> None:
    (study / "study.stc").unlink()
    assert re.search(r"without its table of contents.*NeuroWorks", refusal(study / "study.eeg"))
    assert re.search("NeuroWorks", refusal(study))


def test_a_study_is_found_once_in_a_folder(study: Path) -> None:
    assert find_recordings([study.parent]) == (study / "study.stc",)
