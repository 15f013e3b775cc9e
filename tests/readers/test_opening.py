import gzip
from contextlib import closing
from pathlib import Path

import pytest
from recordings.edf_files import file_bytes, plain, write_file

from eegview.model.errors import UnreadableFile
from eegview.readers.opening import open_recording, open_study

EDF = file_bytes(plain())


@pytest.mark.parametrize(
    "name", ["a.edf", "A.EDF", "Nacht 3, Übung.edf", "夜 の 記録.edf", "no_extension", "a.bdf", "a.txt"]
)
def test_content_decides_not_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(EDF)
    with closing(open_recording(path)) as source:
        assert source.recording.format == "EDF+C"
        codes = [i.code for i in source.recording.issues]
    assert codes == ([] if name.lower().endswith(".edf") else ["wrong_extension"])


def test_a_damaged_version_field_opens_if_the_rest_is_edf(tmp_path: Path) -> None:
    path = tmp_path / "a.edf"
    path.write_bytes(b"EDF2    " + EDF[8:])
    with closing(open_recording(str(path))) as source:
        assert [i.code for i in source.recording.issues] == ["version_unknown"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (EDF[:180], "inside its header"),
        (EDF[:700], "inside its header"),
        (b"This is not an EDF file.\n" * 40, "not an EDF"),
        (bytes(4000), "not an EDF"),
        (gzip.compress(EDF), "gzip"),
        (b"\x89PNG\r\n\x1a\n" + bytes(400), "PNG image"),
        (b"%PDF-1.7" + bytes(400), "PDF"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 3\n", "Git LFS"),
    ],
)
def test_what_is_no_recording_is_refused_in_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "night.edf"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        open_recording(path)
    assert words in caught.value.sentence
    assert caught.value.exit_code == 3
    assert caught.value.sentence.endswith(".")
    assert caught.value.advice.endswith(".")


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="not found"):
        open_recording(tmp_path / "nothing.edf")
    (tmp_path / "folder.edf").mkdir()
    with pytest.raises(UnreadableFile, match="folder"):
        open_recording(tmp_path / "folder.edf")
    with pytest.raises(UnreadableFile):
        open_recording(tmp_path / "a\x00b.edf")


def test_a_bad_file_of_a_study_closes_the_good_ones(tmp_path: Path) -> None:
    good = write_file(tmp_path / "good.edf", plain())
    with pytest.raises(UnreadableFile):
        open_study([good, tmp_path / "missing.edf"])
    with closing(open_study([good])) as source:
        assert source.recording.duration_s == 8
