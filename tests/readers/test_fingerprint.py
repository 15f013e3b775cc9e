from pathlib import Path

from recordings.edf_files import plain, write_file
from recordings.edf_opening import OpenFile

from eegview.readers.fingerprint import fingerprint_of_files, fingerprint_of_parts


def test_it_survives_renaming_moving_and_copying(tmp_path: Path, open_file: OpenFile) -> None:
    path = write_file(tmp_path / "a.edf", plain())
    before = open_file(path).recording.fingerprint
    (tmp_path / "elsewhere").mkdir()
    moved = path.rename(tmp_path / "elsewhere" / "夜 b.edf")
    assert open_file(moved).recording.fingerprint == before
    copy = tmp_path / "copy.edf"
    copy.write_bytes(moved.read_bytes())
    assert fingerprint_of_files([copy]) == before


def test_other_content_is_another_recording(tmp_path: Path) -> None:
    small = [tmp_path / name for name in "abcd"]
    for path, content in zip(small, (b"x" * 5000, b"x" * 5001, b"x" * 4999 + b"y", b""), strict=True):
        path.write_bytes(content)
    assert len({fingerprint_of_files([path]) for path in small}) == 4


def test_a_long_file_is_sampled_at_both_ends_and_between(tmp_path: Path) -> None:
    path = tmp_path / "long"
    raw = bytearray(3_000_000)
    path.write_bytes(raw)
    before = fingerprint_of_files([path])
    for position in (0, 50_000, len(raw) - 1):
        changed = bytearray(raw)
        changed[position] = 1
        path.write_bytes(changed)
        assert fingerprint_of_files([path]) != before


def test_parts_make_one_identity() -> None:
    assert fingerprint_of_parts(["a" * 64]) == "a" * 64
    assert fingerprint_of_parts(["a" * 64, "b" * 64]) != fingerprint_of_parts(["b" * 64, "a" * 64])
    assert len(fingerprint_of_parts(["a" * 64, "b" * 64])) == 64
