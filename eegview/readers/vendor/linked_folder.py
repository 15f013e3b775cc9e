"""Show a recording's files to a library under the names that it looks for."""

import contextlib
import os
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path

_COPIED_BYTES = 64 * 2**20  # what is copied where a system allows no links


class LinkedFolder:
    """A temporary folder of links; it lasts until `close`, since libraries open files again as they read.

    Parameters
    ----------
    files : the names the library looks for, and the files it is to find under them
    """

    def __init__(self, files: Mapping[str, Path]) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="eegview-parts-"))
        self._remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
        try:
            for name, file in files.items():
                _link(file.resolve(), self.path / name)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        self._remove()


def has_names(files: Mapping[str, Path]) -> bool:
    """Whether all files lie in one folder under exactly the names a library looks for."""
    return len({path.parent for path in files.values()}) <= 1 and all(name == path.name for name, path in files.items())


def _link(file: Path, link: Path) -> None:
    """Make a link to a file, or a copy of a small one.

    Raises
    ------
    OSError : the system allows neither
    """
    for make in (os.symlink, os.link):
        with contextlib.suppress(OSError, NotImplementedError):
            make(file, link)
            return
    if file.stat().st_size > _COPIED_BYTES:
        raise OSError("no link to a large file can be made")
    shutil.copyfile(file, link)
