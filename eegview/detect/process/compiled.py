"""Keep what numba compiled for detectors, and hand out only what this program itself took in.

An index of numba's cache is a pickle: who can write one beside a detector's copy would run what nobody agreed to. So
each run gets a private folder with those files whose hash is on a list in the user data folder, beside the logs.
"""

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path

import platformdirs

from eegview.detect.process.run_log import log_folder

MOST_BYTES = 64 * 2**20
_SUFFIXES = (".nbi", ".nbc")


def compiled_folder() -> Path:
    """Return where compiled functions are kept between runs; it may not exist yet."""
    return Path(platformdirs.user_cache_dir("eegview", appauthor=False)) / "compiled"


def seal_file() -> Path:
    """Return the list of what was kept, with a hash each; it may not exist yet."""
    return log_folder() / "compiled.json"


class CompiledStore:
    """Compiled functions kept between runs.

    seal : the list of what belongs there, None = the user's own
    """

    def __init__(self, seal: Path | None = None, folder: Path | None = None) -> None:
        self._seal = seal if seal is not None else seal_file()
        self._folder = folder if folder is not None else compiled_folder()

    def hand_out(self, target: Path) -> None:
        """Make `target` with the files of the program's own package, and those kept that are as they were kept."""
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        package = Path(__file__).resolve().parents[2]
        for path in package.glob("*/**/__pycache__/*.nb[ic]"):
            source_folder = path.parent.parent
            digest = hashlib.sha1(str(source_folder).encode(), usedforsecurity=False).hexdigest()
            _put(target / f"{source_folder.name}_{digest}" / path.name, _content(path))  # as numba names it
        for name, wanted in self._sealed().items():
            content = _content(self._folder / name)
            if content is not None and hashlib.sha256(content).hexdigest() == wanted:
                _put(target / name, content)

    def take_in(self, target: Path) -> None:
        """Keep what a run has compiled; where the disk refuses it is compiled again the next time."""
        found = {path.relative_to(target).as_posix(): path for path in _files(target)}
        sealed = self._sealed()
        size = sum(path.stat().st_size for path in (*_files(self._folder), *found.values()))
        if size > MOST_BYTES:
            shutil.rmtree(self._folder, ignore_errors=True)
            sealed = {}
        for name, path in found.items():
            content = _content(path)
            if content is None:
                continue
            digest = hashlib.sha256(content).hexdigest()
            if sealed.get(name) != digest:
                _put(self._folder / name, content)
                sealed[name] = digest
        if found:
            _put(self._seal, json.dumps(sealed, indent=0).encode())

    def _sealed(self) -> dict[str, str]:
        content = _content(self._seal)
        try:
            held = json.loads(content or b"{}")
        except (ValueError, RecursionError):
            return {}
        return {name: digest for name, digest in held.items() if _is_inside(name)} if isinstance(held, dict) else {}


def _is_inside(name: str) -> bool:
    return name.endswith(_SUFFIXES) and not Path(name).is_absolute() and ".." not in Path(name).parts


def _files(folder: Path) -> list[Path]:
    """Return the plain files of a compiled cache; links lead elsewhere and are none."""
    found = []
    for place, _folders, names in os.walk(folder):
        paths = [Path(place) / name for name in names if name.endswith(_SUFFIXES)]
        found += [path for path in paths if path.is_file() and not path.is_symlink()]
    return found


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _put(path: Path, content: bytes | None) -> None:
    """Write a file whole, or not at all."""
    if content is None:
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, begun = tempfile.mkstemp(prefix=".eegview-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(begun).replace(path)
        finally:
            Path(begun).unlink(missing_ok=True)
