"""Formats that are not read: refused with vendor, program and export, by content and by ending, and never a crash."""

import re
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.app.study.opening_plan import plan_opening
from eegview.model.errors import EegViewError, UnreadableFile
from eegview.readers.opening import open_recording
from eegview.readers.recording_files import find_recordings

_BINARY = bytes(range(256)) * 4
_ENDINGS = (
    *(".e", ".eeg", ".erd", ".etc", ".ent", ".ent.old", ".snc", ".stc", ".vtc", ".epo", ".sdy", ".slp", ".rda"),
    *(".sig", ".sts", ".ez3", ".ezr", ".bin", ".trc", ".vwr", ".TRC", ".E", ".EEG", ""),
)


def refusal(path: Path) -> str:
    """Return what a reader of the window is told: the problem and the way on."""
    with pytest.raises(UnreadableFile) as refused:
        open_recording(path)
    return f"{refused.value} {refused.value.advice}"


def nicolet_head(name: str = "ExtraDataStaticPackets") -> bytes:
    table = struct.pack("<I", 12) + name.encode("utf-16-le").ljust(80, b"\x00") + struct.pack("<I", 1)
    return bytes(range(1, 173)) + table * 3


@pytest.mark.parametrize("name", ["night.e", "night.eeg", "night.bin", "night"])
def test_a_nicolet_recording_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(nicolet_head().ljust(4000, b"\x00"))
    assert re.search(r"Nicolet.*EDF from NicoletOne", refusal(tmp_path / name))


@pytest.mark.parametrize(
    ("name", "vendor", "program"),
    [
        ("a.e", "Nicolet", "NicoletOne"),
        ("a.E", "Nicolet", "NicVue"),
        ("a.sdy", "Compumedics", "ProFusion"),
        ("a.slp", "Compumedics", "ProFusion"),
        ("a.sig", "Stellate", "Harmonie"),
        ("a.sts", "Stellate", "Harmonie"),
        ("a.ez3", "Cadwell", "Easy III"),
        ("a.erd", "Natus", "NeuroWorks"),
        ("a.snc", "Natus", "NeuroWorks"),
        ("a.vtc", "Natus", "NeuroWorks"),
    ],
)
def test_an_ending_leads_to_vendor_program_and_export(tmp_path: Path, name: str, vendor: str, program: str) -> None:
    (tmp_path / name).write_bytes(b"\xfe\x00\x12" + _BINARY)
    assert re.search(f"{vendor}.*Export it as EDF.*{program}", refusal(tmp_path / name))
    assert find_recordings([tmp_path]) == ()


def test_a_text_that_only_shares_an_ending_is_no_recording_of_a_vendor(tmp_path: Path) -> None:
    for name in ("class.e", "key.sig"):
        (tmp_path / name).write_text("feature\n  make is do end\n")
        assert re.search("not a supported format", refusal(tmp_path / name))


@pytest.mark.parametrize("parts", [("a.sdy",), ("EEGData/EEGData.ini", "EEGData/EEGData-1.rda"), ("StudyCfg.xml",)])
def test_a_folder_of_compumedics_is_refused_by_name(tmp_path: Path, parts: tuple[str, ...]) -> None:
    folder = tmp_path / "night.eeg"
    for part in parts:
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (folder / part).write_bytes(_BINARY)
    assert re.search(r"Compumedics ProFusion.*EDF from ProFusion", refusal(folder))


def test_samples_of_compumedics_and_deltamed_are_known_by_what_lies_beside_them(tmp_path: Path) -> None:
    for name, beside, text, vendor in (
        ("EEGData-1.rda", "EEGData.ini", "Integral space size in samples = 1000", "Compumedics"),
        ("night.bin", "night.txt", "[Parameters]\nSampling=256\nChannels=Fp1,Fp2\n", "Deltamed"),
    ):
        (tmp_path / name).write_bytes(_BINARY)
        assert re.search("not a supported format", refusal(tmp_path / name))
        (tmp_path / beside).write_text(text)
        assert re.search(f"{vendor}.*Export it as EDF", refusal(tmp_path / name))


def test_a_folder_with_one_recording_of_a_vendor_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.e").write_bytes(nicolet_head().ljust(4000, b"\x00"))
    assert re.search("Nicolet", refusal(tmp_path))


def test_a_folder_chosen_in_the_window_is_refused_by_name(tmp_path: Path) -> None:
    for name in ("a.e", "b.e", "notes.txt"):
        (tmp_path / name).write_bytes(nicolet_head().ljust(4000, b"\x00") if name.endswith(".e") else b"notes")
    with pytest.raises(UnreadableFile, match="Nicolet"):
        plan_opening([str(tmp_path)])
    (tmp_path / "c.edf").write_bytes(b"0       ")
    assert plan_opening([str(tmp_path)]).recordings == (str(tmp_path / "c.edf"),)


def test_a_folder_of_anything_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    assert re.search("is a folder", refusal(tmp_path))


def test_signals_of_other_programs_keep_their_readers(tmp_path: Path) -> None:
    (tmp_path / "a.eeg").write_bytes(struct.pack("<500h", *range(500)))
    assert re.search("header file", refusal(tmp_path / "a.eeg"))


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(_ENDINGS),
    st.one_of(st.binary(max_size=600), st.binary(max_size=200).map(lambda head: head.ljust(700, b"\x01"))),
    st.integers(0, 20),
)
def test_no_head_makes_it_crash(
    tmp_path_factory: pytest.TempPathFactory, ending: str, head: bytes, schema: int
) -> None:
    path = tmp_path_factory.getbasetemp() / f"head{ending}"
    for content in (
        head,
        head[:16].ljust(16, b"\x07") + struct.pack("<HHi", schema, 1, 1_600_000_000) + head[24:],
        nicolet_head()[:176] + head,
        b"* MICROMED  Brain-Quick file *\x00\x1a" + head,
    ):
        path.write_bytes(content)
        try:
            open_recording(path).close()
        except EegViewError as error:
            message = str(error)
        else:
            continue
        assert message.strip()
    path.unlink()
