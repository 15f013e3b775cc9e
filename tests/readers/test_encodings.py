"""Texts that are not in UTF-8: the same in every reader, guessed and told, or read as a person names it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from recordings import (
    dicom_files,
    edf_files,
    egi_files,
    gdf_files,
    mff_files,
    micromed_files,
    neuroscan_files,
    nihon_kohden_files,
    vendor_files,
)

from eegview.app.library.opening import open_source
from eegview.model.recording import SignalSource, patient_of
from eegview.readers.opening import open_recording, open_study

UV = vendor_files.waves_uv(1000)
PLACE = b"NOTE_TEXT"
TEXTS = (
    ("cp1251", "Судорожный приступ"),
    ("gbk", "强直阵挛发作"),
    ("cp932", "てんかん発作"),
    ("cp949", "간질 발작"),
    ("cp1250", "Křeč a pláč"),
)
MARKERS = "Mk1=New Segment,,1,1,0,20200305100000\nMk2=Comment,NOTE_TEXT,301,1,0\n"
Write = Callable[[Path, bytes], Path]


def put(path: Path, raw: bytes, place: bytes = PLACE) -> None:
    """Put a text in the place of another that has more room."""
    path.write_bytes(path.read_bytes().replace(place, raw))


def edf(folder: Path, raw: bytes) -> Path:
    return edf_files.write_file(folder / "a.edf", edf_files.plain(marks={1: b"+1.5\x14" + raw + b"\x14\x00"}))


def brainvision(folder: Path, raw: bytes) -> Path:
    path = vendor_files.write_brainvision(folder, UV, MARKERS)
    put(folder / "a.vmrk", raw)
    return path


def persyst(folder: Path, raw: bytes) -> Path:
    path = vendor_files.write_persyst(folder, UV, comments="1.5,0,0,100,NOTE_TEXT\n")
    put(path, raw)
    return path


def curry(folder: Path, raw: bytes) -> Path:
    path = vendor_files.write_curry(folder, UV)
    (folder / "a.cdt.cef").write_bytes(
        b"NUMBER_LIST START_LIST # Do not edit!\n301 0 7 1.0 301 301 0 0 0 0 0\nNUMBER_LIST END_LIST\n\n"
        b"REMARK_LIST START_LIST # Do not edit!\n" + raw + b"\n\nREMARK_LIST END_LIST\n"
    )
    return path


def nihon_kohden(folder: Path, raw: bytes) -> Path:
    block = nihon_kohden_files.block_of(UV[:2], (0, 1), "200305100000")
    path = nihon_kohden_files.write_blocks(folder / "a.EEG", [[block]])
    (folder / "a.LOG").write_bytes(nihon_kohden_files.log_of([(raw, "000001", "500000", "")]))
    return path


def micromed(folder: Path, raw: bytes) -> Path:
    return micromed_files.write_trc(folder / "a.trc", micromed_files.plain_trc(notes=[(384, raw)]))


def egi(folder: Path, raw: bytes) -> Path:
    path = egi_files.write_egi(folder, UV, version=3, segments=[(1, 0)], categories=["N" * len(raw)])
    put(path, raw, b"N" * len(raw))
    return path


def mff(folder: Path, raw: bytes) -> Path:
    path = mff_files.write_mff(folder, UV, (500, 500), ((0, 5_000_000, 1, 2),), [(mff_files.RECORD_TIME, "NOTE_TEXT")])
    put(path / "Events_DIN.xml", raw)
    return path


def eeglab(folder: Path, raw: bytes) -> Path:
    from scipy.io import savemat

    event = {"type": raw.decode("latin-1"), "latency": 301.0, "duration": 0.0}
    made = {"nbchan": 4.0, "trials": 1.0, "pnts": 1000.0, "srate": 200.0, "data": UV.astype(np.float32), "event": event}
    savemat(folder / "a.set", {"EEG": made}, appendmat=False)
    return folder / "a.set"


def dicom(folder: Path, raw: bytes) -> Path:
    raw = dicom_files.even(raw)
    item = dicom_files.note("N" * len(raw), TemporalRangeType="POINT", ReferencedTimeOffsets=[1.5])
    path = dicom_files.small(folder / "a.dcm", SpecificCharacterSet=None, WaveformAnnotationSequence=[item])
    put(path, raw.replace(b"\0", b" "), b"N" * len(raw))
    return path


WITH_NOTES = (edf, brainvision, persyst, curry, nihon_kohden, micromed, egi, mff, eeglab, dicom)
GUESSING = tuple(write for write in WITH_NOTES if write is not eeglab)  # whose letters are letters as a rule


def texts_of(source: SignalSource) -> list[str]:
    return [mark.text.removeprefix("Comment/") for mark in source.scan_events().annotations]


def codes_of(source: SignalSource) -> list[str]:
    found = (*source.recording.issues, *source.scan_events().issues)
    return [issue.code for issue in found if "encoding" in issue.code]


@pytest.mark.parametrize(("encoding", "text"), TEXTS)
@pytest.mark.parametrize("write", WITH_NOTES)
def test_a_note_is_read_in_the_encoding_that_is_named(tmp_path: Path, write: Write, encoding: str, text: str) -> None:
    source = open_recording(write(tmp_path, text.encode(encoding)), encoding=encoding)
    events = source.scan_events()
    assert texts_of(source) == [text]
    assert codes_of(source) == []
    source.close()
    assert events.encoding == encoding
    assert [raw.strip() for raw in events.texts] == [text.encode(encoding)], "people can judge it by the bytes"


@pytest.mark.parametrize(("encoding", "text"), TEXTS)
@pytest.mark.parametrize("write", GUESSING)
def test_else_it_is_found_out_and_told_once(tmp_path: Path, write: Write, encoding: str, text: str) -> None:
    source = open_recording(write(tmp_path, text.encode(encoding)))
    assert texts_of(source) == [text]
    assert set(codes_of(source)) == {"text_encoding"}
    assert [raw.strip() for raw in source.scan_events().texts] == [text.encode(encoding)]
    source.close()


@pytest.mark.parametrize("write", WITH_NOTES)
def test_in_a_wrong_encoding_the_bytes_are_still_there(tmp_path: Path, write: Write) -> None:
    raw = "てんかん発作".encode("cp932")
    source = open_recording(write(tmp_path, raw), encoding="utf-8")
    assert texts_of(source) != ["てんかん発作"]
    assert set(codes_of(source)) == {"text_encoding"}
    assert [found.strip() for found in source.scan_events().texts] == [raw], "so that another can be chosen"
    source.close()


@pytest.mark.parametrize("write", WITH_NOTES)
def test_plain_texts_tell_nothing(tmp_path: Path, write: Write) -> None:
    source = open_recording(write(tmp_path, b"eyes open"))
    assert texts_of(source) == ["eyes open"]
    assert codes_of(source) == []
    assert source.scan_events().texts == ()
    source.close()


@pytest.mark.parametrize("write", WITH_NOTES)
def test_a_channel_in_a_text_is_the_channel_of_the_mark(tmp_path: Path, write: Write) -> None:
    path = write(tmp_path, b"x")
    source = open_recording(path)
    name = source.recording.channels[0].name
    source.close()
    inside = tmp_path / "again"
    inside.mkdir()
    source = open_recording(write(inside, f"spike@@{name}".encode()))
    (mark,) = source.scan_events().annotations
    assert (mark.text.removeprefix("Comment/"), mark.channels) == ("spike", (name,))
    source.close()
    beside = tmp_path / "unknown"
    beside.mkdir()
    source = open_recording(write(beside, b"spike@@Qx7"))
    assert texts_of(source) == ["spike@@Qx7"], "no such channel: nothing is taken off"
    source.close()


def test_letters_of_matlab_are_letters_unless_they_make_utf_8_or_are_none(tmp_path: Path) -> None:
    assert texts_of(open_recording(eeglab(tmp_path, "Öffnung".encode("latin-1")))) == ["Öffnung"]
    source = open_recording(eeglab(tmp_path, "発作".encode()))
    assert texts_of(source) == ["発作"]
    assert codes_of(source) == ["text_encoding"]
    assert texts_of(open_recording(eeglab(tmp_path, "てんかん発作".encode("cp932")))) == ["てんかん発作"]


LABEL = "Глаз"


def neuroscan_label(folder: Path, raw: bytes) -> Path:
    path = neuroscan_files.write_cnt(folder, UV)
    content = bytearray(path.read_bytes())
    content[900 : 900 + len(raw)] = raw
    content[121 : 121 + len(raw)] = raw
    path.write_bytes(bytes(content))
    return path


def gdf_label(folder: Path, raw: bytes) -> Path:
    digits = np.arange(400).reshape(2, 200)
    signals = [gdf_files.GdfSignal("N" * len(raw), digits), gdf_files.GdfSignal("C3", digits)]
    path = gdf_files.write_gdf(folder / "a.gdf", signals)
    put(path, raw, b"N" * len(raw))
    put(path, b"1234 " + raw, b"1234 X".ljust(5 + len(raw)))
    return path


def nedf_label(folder: Path, raw: bytes) -> Path:
    path = vendor_files.write_nedf(folder, UV)
    head, _, rest = path.read_bytes().partition(b"Fp1")
    xml, zeros = rest[: 10240 - 3 - len(head)].rstrip(b"\0"), rest[10240 - 3 - len(head) :]
    path.write_bytes((head + raw + xml).ljust(10240, b"\0") + zeros)
    return path


def nihon_kohden_label(folder: Path, raw: bytes) -> Path:
    path = nihon_kohden(folder, b"x")
    (folder / "a.21E").write_bytes(b"[ELECTRODE]\n0000=" + raw + b"\n0001=Fp2\n")
    content = bytearray(nihon_kohden_files.pnt_of("20200305100000"))
    content[1582 : 1582 + len(raw)] = raw
    (folder / "a.PNT").write_bytes(bytes(content))
    return path


def micromed_label(folder: Path, raw: bytes) -> Path:
    electrodes = [micromed_files.Electrode(raw), micromed_files.Electrode(b"Cz"), micromed_files.Electrode(b"O1")]
    return micromed_files.write_trc(folder / "a.trc", micromed_files.plain_trc(electrodes=electrodes, names=(raw, b"")))


def persyst_label(folder: Path, raw: bytes) -> Path:
    path = persyst(folder, b"x")
    put(path, raw + b"-Ref=1", b"Fp1-Ref=1")
    put(path, b"Last=" + raw, b"Last=")
    return path


def brainvision_label(folder: Path, raw: bytes) -> Path:
    path = brainvision(folder, b"x")
    path.write_bytes(path.read_text(encoding="utf-8").replace("µ", "u").encode().replace(b"Fp1", raw))
    return path


WITH_LABELS = (
    neuroscan_label,
    gdf_label,
    nedf_label,
    nihon_kohden_label,
    micromed_label,
    persyst_label,
    brainvision_label,
)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-8"])
@pytest.mark.parametrize("write", WITH_LABELS)
def test_labels_and_names_are_read_in_it_too(tmp_path: Path, write: Write, encoding: str) -> None:
    label = LABEL if encoding != "utf-8" and write is micromed_label else LABEL[:3]
    source = open_recording(write(tmp_path, label.encode(encoding)), encoding=encoding)
    assert source.recording.channels[0].label.removesuffix("-Ref") == label
    assert patient_of(source).name in (label, ""), "as far as the format has a name"
    if write not in (nedf_label, brainvision_label):
        assert patient_of(source).name == label
    source.close()


@pytest.mark.parametrize("write", WITH_LABELS)
def test_else_labels_are_found_out_and_told(tmp_path: Path, write: Write) -> None:
    source = open_recording(write(tmp_path, LABEL.encode("cp1251")))
    assert source.recording.channels[0].label.removesuffix("-Ref") == LABEL
    assert codes_of(source) == ["text_encoding"]
    source.close()


def test_files_of_one_study_are_read_in_it_together(tmp_path: Path) -> None:
    text = "Судорожный приступ"
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()
    paths: Sequence[Path] = [edf(folders[0], text.encode("koi8-r")), persyst(folders[1], text.encode("koi8-r"))]
    source = open_study(paths, encoding="koi8-r")
    assert texts_of(source) == [text, text]
    assert source.scan_events().encoding == "koi8-r"
    assert source.scan_events().texts == (text.encode("koi8-r"),)
    source.close()


@pytest.mark.parametrize("write", WITH_NOTES)
def test_the_window_and_commands_get_the_bytes_too(tmp_path: Path, write: Write) -> None:
    raw = "Судорожный приступ".encode("cp1251")
    source = open_source([str(write(tmp_path, raw))])
    events = source.scan_events()
    assert [content.strip() for content in events.texts] == [raw]
    assert events.encoding
    source.close()
