"""Cache trends on disk, so that a study that is opened again shows them at once.

One file a study and set of parameters: what it is in a line of JSON, then the memory of all columns as it is. It names
nobody: its own name is a hash, and it holds numbers and names of columns only.
"""

import contextlib
import hashlib
import json
import os
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from eegview.app.cache_files import keep_file
from eegview.app.resources import cache_folder
from eegview.app.trends.plan import TrendPlan
from eegview.app.trends.table import TableValues
from eegview.model.issue import Issue
from eegview.model.recording import Recording, SignalSource, paths_of
from eegview.model.span import Span

LIMIT_BYTES = 1 << 30  # some twenty days and nights
_MAGIC = b"eegview trends 1\n"
_MOST_HEADER = 1 << 20


def trends_key(recording: Recording, plan: TrendPlan, written_ns: Sequence[int] = ()) -> str:
    """Return the hex name under which the trends of a recording are kept.

    written_ns : when its files were last written, see `last_written_ns`
    """
    spans = [(segment.start_s, segment.stop_s) for segment in recording.segments]
    said = json.dumps([recording.fingerprint, spans, plan.parameters_id, *written_ns])
    return hashlib.sha256(said.encode()).hexdigest()


def last_written_ns(source: SignalSource) -> tuple[int, ...]:
    """Return when the files of a recording were last written, ns of the system's clock.

    A fingerprint reads a few blocks of a file only: what is changed in place between them, or arrives late in a file
    that is still copied, shows here.
    """
    found: list[int] = []
    for path in paths_of(source):
        with contextlib.suppress(OSError):  # it is told where its samples are read
            found.append(Path(path).stat().st_mtime_ns)
    return tuple(found)


class TrendCache:
    """A folder of trends, as many as fit in `limit_bytes`; those unused longest are deleted first."""

    def __init__(self, folder: Path | None = None, limit_bytes: int = LIMIT_BYTES) -> None:
        self.folder = folder if folder is not None else cache_folder() / "trends"
        self.limit_bytes = limit_bytes

    def load(self, key: str, plan: TrendPlan, duration_s: float) -> tuple[TableValues, tuple[Span, ...]] | None:
        """Return the values that are kept under a key and the parts they cover; None where there are none.

        A damaged file, or one of an older program, is deleted without a word: the trends are computed anew.
        """
        path = self._path(key)
        try:
            found = _read(path, key, plan, duration_s)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            return None
        with contextlib.suppress(OSError):  # a folder that may only be read still serves
            os.utime(path)  # used now
        return found

    def keep(self, key: str, values: TableValues, computed: tuple[Span, ...]) -> tuple[Issue, ...]:
        """Write values, whole or not at all, and delete old files; return an issue where the disk refused."""
        path = self._path(key)
        header = {
            "key": key,
            "columns": [column.column_id for column in values.columns],
            "computed": [[span.start_s, span.stop_s] for span in computed],
            "n_bytes": values.n_bytes,
            "crc": zlib.crc32(values.buffer.data),
        }
        text = json.dumps(header).encode()

        def write(file: BinaryIO) -> None:
            file.write(_MAGIC + f"{len(text)} {zlib.crc32(text)}\n".encode() + text)
            file.write(values.buffer.data)

        reason = keep_file(path, write, self.limit_bytes)
        return (Issue("trends_not_kept", f"The trends could not be saved for next time ({reason})."),) if reason else ()

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.trends"


def _read(path: Path, key: str, plan: TrendPlan, duration_s: float) -> tuple[TableValues, tuple[Span, ...]]:
    """Return what a file holds; ValueError where it is not whole, or is of something else."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise ValueError("not a file of trends")
        size, crc = map(int, file.readline(40).split())
        if not 0 < size <= _MOST_HEADER:
            raise ValueError("no header")
        text = file.read(size)
        if zlib.crc32(text) != crc:
            raise ValueError("damaged header")
        header = json.loads(text)
        values = TableValues(plan.columns, duration_s, is_filled=False)
        if header["key"] != key or header["columns"] != [column.column_id for column in plan.columns]:
            raise ValueError("of something else")
        if header["n_bytes"] != values.n_bytes or file.readinto(values.buffer.data) != values.n_bytes or file.read(1):
            raise ValueError("not whole")
    if zlib.crc32(values.buffer.data) != header["crc"]:
        raise ValueError("damaged")
    return values, tuple(Span(float(start_s), float(stop_s)) for start_s, stop_s in header["computed"])
