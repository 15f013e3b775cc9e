"""Import a detector's files from their sources only: what was consented to is what a person can read.

Python would take a compiled file from `__pycache__`, or beside the source, for the source itself.
"""

import sys
from collections.abc import Callable
from importlib.machinery import EXTENSION_SUFFIXES, SOURCE_SUFFIXES, ExtensionFileLoader, FileFinder, SourceFileLoader
from pathlib import Path
from types import CodeType


class _SourceLoader(SourceFileLoader):
    """Compiles a source each time; reads and writes no compiled file."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        code: CodeType = self.source_to_code(self.get_data(path), path)
        return code


def import_sources_only(folder: Path) -> None:
    """Have everything in `folder` and below it imported from its sources, and find it first."""
    sys.path_hooks.insert(0, source_finder(folder))
    sys.path_importer_cache.pop(str(folder), None)
    sys.path.insert(0, str(folder))


def source_finder(folder: Path) -> Callable[[str], FileFinder]:
    """Return the entry of `sys.path_hooks` that finds what lies in `folder` and below it by its sources."""
    root = folder.resolve()

    def finder(place: str) -> FileFinder:
        if not Path(place).resolve().is_relative_to(root):
            raise ImportError("not a detector's file", path=place)
        return FileFinder(place, (ExtensionFileLoader, EXTENSION_SUFFIXES), (_SourceLoader, SOURCE_SUFFIXES))

    return finder
