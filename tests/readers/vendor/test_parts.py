"""Files that belong together are found although they were renamed, moved or copied, and what is doubtful is told."""

import os
import shutil
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from recordings import vendor_files as files

from eegview.app.library.companions import companions
from eegview.model.errors import UnreadableFile
from eegview.readers.opening import open_recording
from eegview.readers.vendor.kinds import recognise
from eegview.readers.vendor.linked_folder import LinkedFolder, has_names
from eegview.readers.vendor.parts import find_part, need_part, part_names, want_part

UV = files.waves_uv()


def put(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_bytes(name.encode())
    return folder / names[0]


def found(leader: Path, named: str | None, *endings: str) -> tuple[str | None, list[str]]:
    part = find_part(leader, endings or (".eeg",), "signal file", named)
    return part.path.name if part.path else None, [issue.code for issue in part.issues]


@pytest.mark.parametrize(
    "named",
    ["x.eeg", '"x.eeg"', " x.eeg ", "C:\\EEG\\Night\\x.eeg", "\\\\ward\\share\\X.EEG", "/data/x.eeg", "c:/a\\b/x.EeG",
     "“x.eeg”", "..\\x.eeg", "x.eeg\0\0", "x%2Eeeg"],
)  # fmt: skip
def test_a_path_of_another_machine_is_the_file_of_that_name(tmp_path: Path, named: str) -> None:
    assert found(put(tmp_path, "a.vhdr", "x.eeg"), named) == ("x.eeg", [])


@pytest.mark.parametrize("named", ["$b.eeg", "$B.EEG", "A.EEG", "C:\\$b.eeg"])
def test_the_headers_own_name_in_any_letters(tmp_path: Path, named: str) -> None:
    assert found(put(tmp_path, "a.vhdr", "a.eeg"), named) == ("a.eeg", [])


@pytest.mark.parametrize(
    "name", ["100%.eeg", "a%20b.eeg", "a b.eeg", "Säugling 夜.eeg", "a'b.eeg", "a$c.eeg", "a.1.eeg"]
)
def test_odd_names_are_themselves(tmp_path: Path, name: str) -> None:
    assert found(put(tmp_path, "h.vhdr", name), name) == (name, [])


def test_accents_may_be_composed_or_not(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Säugling.eeg")
    leader = put(tmp_path, "h.vhdr", name)
    assert found(leader, unicodedata.normalize("NFC", name)) == (name, [])


def test_a_blank_may_be_written_as_in_a_link(tmp_path: Path) -> None:
    assert found(put(tmp_path, "a.vhdr", "x y.eeg"), "x%20y.eeg") == ("x y.eeg", [])


def test_an_archive_unpacked_with_backslashes(tmp_path: Path) -> None:
    assert found(put(tmp_path, "a.vhdr", "EEG\\x.eeg"), "EEG\\x.eeg") == ("EEG\\x.eeg", [])


def test_exactly_the_name_wins_over_other_letters(tmp_path: Path) -> None:
    leader = put(tmp_path, "h.vhdr", "x.eeg", "X.EEG", "X.eeg")
    assert found(leader, "X.EEG") == ("X.EEG", [])
    name, codes = found(leader, "x.EEG")
    assert name in ("x.eeg", "X.EEG", "X.eeg")
    assert codes == ["part_doubtful"]


def test_the_leaders_name_stands_in_for_a_name_that_is_gone(tmp_path: Path) -> None:
    leader = put(tmp_path, "b.vhdr", "b.eeg")
    assert found(leader, "a.eeg") == ("b.eeg", ["part_renamed"])
    assert found(leader, "") == ("b.eeg", ["part_renamed"])
    assert found(leader, None) == ("b.eeg", [])
    assert found(put(tmp_path, "c.vhdr", "C.DAT"), "a.dat", ".eeg", ".dat") == ("C.DAT", ["part_renamed"])


def test_a_named_file_wins_over_one_of_the_leaders_name_and_that_is_told(tmp_path: Path) -> None:
    assert found(put(tmp_path, "b.vhdr", "a.eeg", "b.eeg"), "a.eeg") == ("a.eeg", ["part_doubtful"])


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Säugling.eeg", "utf-8"),
        ("Säugling größer.eeg", "cp1252"),
        ("睁眼 闭眼 发作.eeg", "gb18030"),
        ("Säugling.eeg", "utf-16"),
    ],
)
def test_a_name_in_any_code_page_is_found(tmp_path: Path, name: str, encoding: str) -> None:
    header = files.write_brainvision(tmp_path, UV)
    (tmp_path / "a.eeg").rename(tmp_path / name)
    header.write_bytes(header.read_text("utf-8").replace("DataFile=a.eeg", f"DataFile={name}").encode(encoding))
    file = recognise(header)
    assert file.signals == tmp_path / name
    assert file.issues == ()
    padded = header.read_bytes() + "; ä\n".encode(encoding) * 30_000
    header.write_bytes(padded)
    assert recognise(header).signals == tmp_path / name


def test_neither_the_leader_nor_a_folder_is_a_part(tmp_path: Path) -> None:
    leader = put(tmp_path, "a.eeg")
    (tmp_path / "x.eeg").mkdir()
    for named in ("a.eeg", "x.eeg", ".", "..", "", "/", "\\", "$", '"', None):
        assert found(leader, named) == (None, [])


def test_what_is_missing_is_told_without_a_strangers_name(tmp_path: Path) -> None:
    leader = put(tmp_path, "night.vhdr")
    for named, expected in (("Meier_Anna.eeg", "night.eeg"), ("C:\\x\\NIGHT.EEG", "NIGHT.EEG"), ("", "night.eeg")):
        with pytest.raises(UnreadableFile) as refused:
            need_part(leader, (".eeg",), "signal file", named)
        assert expected in refused.value.sentence
        assert expected in refused.value.advice
        assert "Meier" not in refused.value.sentence + refused.value.advice
    (issue,) = want_part(leader, (".vmrk",), "marker file", "there are no marks", "Meier_Anna.vmrk").issues
    assert issue.code == "part_missing"
    assert "night.vmrk" in issue.message
    assert "Meier" not in issue.message


def test_names_that_may_be_meant() -> None:
    assert part_names('"C:\\a b\\$b%20x.eeg"', "n") == ("C:\\a b\\n%20x.eeg", "n%20x.eeg", "n x.eeg")
    assert part_names("x%FF.eeg", "n") == ("x%FF.eeg",)


@pytest.mark.skipif(os.name == "nt", reason="its file system ignores capitals")
@pytest.mark.parametrize("ending", [".21e", ".21E", ".21e "])
def test_nihon_kohdens_electrodes_are_found_in_any_letters(tmp_path: Path, ending: str) -> None:
    path = files.write_nihon_kohden(tmp_path, UV)
    for part in tmp_path.iterdir():
        if part.suffix.lower() == ".21e":
            part.unlink()
    told = [issue.code for issue in open_recording(path).recording.issues]
    assert told.count("part_missing") >= 1
    (tmp_path / f"{path.stem}{ending.strip()}").write_text("[ELECTRODE]\n0000=O2\n0001=Pz\n")
    source = open_recording(path)
    assert [channel.name for channel in source.recording.channels][:2] == ["O2", "Pz"]
    assert not any("electrodes" in issue.message for issue in source.recording.issues)
    again = source.reopen()
    np.testing.assert_allclose(again.read([0], 0, again.recording.span)[0], UV[0], atol=0.06)
    again.close()
    source.close()


@pytest.mark.skipif(os.name == "nt", reason="its file system ignores capitals")
def test_a_curry_set_in_capitals_opens(tmp_path: Path) -> None:
    path = files.write_curry(tmp_path, UV)
    before = open_recording(path).recording
    (tmp_path / "up").mkdir()
    for part in (path, *companions(path)):
        shutil.copy(part, tmp_path / "up" / part.name.upper())
    after = open_recording(tmp_path / "up" / path.name.upper()).recording
    assert (after.fingerprint, after.segments) == (before.fingerprint, before.segments)
    # one in capitals, one not
    (tmp_path / "up" / "A.CDT").rename(tmp_path / "up" / "a.cdt")
    assert open_recording(tmp_path / "up" / "a.cdt").recording.fingerprint == before.fingerprint


def test_parameters_without_signals_name_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"a\.cdt\b"):
        recognise(put(tmp_path, "a.cdt.dpa"))


def test_links_bear_the_names_asked_for(tmp_path: Path) -> None:
    names = {"a.EEG": put(tmp_path, "a.eeg"), "a.21E": put(tmp_path, "a.21E")}
    assert not has_names(names)
    folder = LinkedFolder(names)
    assert sorted(path.name for path in folder.path.iterdir()) == ["a.21E", "a.EEG"]
    folder.close()
    assert not folder.path.exists()
    assert (tmp_path / "a.eeg").exists()


def test_companions_of_a_renamed_set_are_its_parts(tmp_path: Path) -> None:
    files.write_brainvision(tmp_path, UV)
    for part in list(tmp_path.iterdir()):
        part.rename(tmp_path / f"b{part.suffix.upper()}")
    assert sorted(p.name for p in companions(tmp_path / "b.VHDR")) == ["b.EEG", "b.VMRK"]
    assert sorted(p.name for p in companions(tmp_path / "b.EEG")) == ["b.VHDR", "b.VMRK"]
    assert recognise(tmp_path / "b.VMRK").path.name == "b.VHDR"
