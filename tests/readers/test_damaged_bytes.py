"""Damaged files of every kind that is read: each is opened, or refused in a sentence; nothing else is raised."""

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from shared_data import DATA, needs_shared

from eegview.model.errors import EegViewError
from eegview.model.span import Span
from eegview.readers.opening import open_recording

N_EACH = 6  # mutations of each file; run longer by hand after a change
_MOST_BYTES = 3_000_000
_INSERTED = (b"\x00", b"\xff" * 4, b"\x7f\xff\xff\xff", b"-1", b"9" * 20, b"nan", b"\n", b"<", b"&x;", b"1e999")
FORMATS = DATA / "formats"


def recordings() -> list[Path]:
    """Return one small file of each kind and folder."""
    chosen: dict[tuple[str, str], Path] = {}
    for path in sorted(FORMATS.rglob("*")):
        ending = path.suffix.lower()
        is_folder = path.is_dir() and ending == ".mff"
        is_file = path.is_file() and ending in (".edf", ".bdf", ".vhdr", ".fif", ".xdf", ".raw", ".head")
        if is_folder or (is_file and path.stat().st_size <= _MOST_BYTES):
            chosen.setdefault((path.parts[len(FORMATS.parts)], ending), path)
    return list(chosen.values())


def mutated(content: bytes, rng: random.Random) -> bytes:
    """Return content with some bytes changed, left out, put in or added."""
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 10))):
        at = rng.randrange(min(len(changed), rng.choice((300, 3000, _MOST_BYTES))) + 1)
        how = rng.randrange(6)
        if how == 0:
            changed[at : at + 1] = bytes([rng.randrange(256)])
        elif how == 1:
            changed[at : at + rng.choice((1, 4, 8))] = rng.choice(_INSERTED)
        elif how == 2:
            del changed[at:]
        elif how == 3:
            del changed[at : at + rng.randrange(1, 200)]
        elif how == 4:
            changed[at:at] = rng.randbytes(rng.randrange(1, 50))
        else:
            changed += rng.randbytes(rng.randrange(1, 3000))
    return bytes(changed)


def read_all(path: Path) -> None:
    """Open a recording and read a bit of it, as `info` and `page` do."""
    source = open_recording(path)
    try:
        source.scan_events()
        if source.recording.segments:
            start_s = source.recording.segments[0].start_s
            source.read(range(min(2, len(source.recording.channels))), 0, Span(start_s, start_s + 1.0))
    finally:
        source.close()


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[Path], tuple[Path, list[Path]]]:
    def copied(path: Path) -> tuple[Path, list[Path]]:
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        (tmp_path / "copy").mkdir()
        target = tmp_path / "copy" / path.name
        if path.is_dir():
            shutil.copytree(path, target, copy_function=shutil.copyfile)
        else:
            for one in path.parent.iterdir():
                if one.is_file() and one.stem.split(".")[0] == path.stem.split(".")[0]:
                    shutil.copyfile(one, target.with_name(one.name))
        return target, [one for one in (tmp_path / "copy").rglob("*") if one.is_file()]

    return copied


@needs_shared(FORMATS)
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", recordings(), ids=lambda path: f"{path.parts[len(FORMATS.parts)]}-{path.name}")
def test_damaged_bytes_are_opened_or_refused_in_a_sentence(path: Path, copy_of) -> None:
    rng = random.Random(path.name)
    for _ in range(N_EACH):
        target, files = copy_of(path)
        victim = target if target.is_file() and rng.random() < 0.7 else rng.choice(files)
        victim.write_bytes(mutated(victim.read_bytes(), rng))
        with suppress(EegViewError):
            read_all(target)
