"""A process that unpacks an ANT file for us: it may crash or hang, and is started again."""

import json
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from eegview.model.errors import UnreadableFile
from eegview.readers.vendor.linked_folder import LinkedFolder, has_names

_START_S = 60.0  # to open a file; a sound one needs a third of a second, a busy machine makes it wait
_ANSWER_S = 20.0  # to unpack samples; an hour of 64 channels needs a second
_CHILD = Path(__file__).with_name("child.py")
_MOST_RESTARTS = 16  # then what is left of the file counts as damaged


class AntProcess:
    """A running child for one file; for one thread.

    Parameters
    ----------
    names : the names under which the library looks for the file and its side files, the file first
    is_alone : the side files are to be kept from it

    Raises
    ------
    UnreadableFile : the library cannot open the file, crashes over it or does not come to an end
    """

    def __init__(self, names: Mapping[str, Path], is_alone: bool = False) -> None:
        seen, path = next(iter(names.items()))
        self._shown = path.name
        shown = {seen: path} if is_alone else dict(names)
        self._folder = None if has_names(names) and not is_alone else _linked(shown)
        self._path = self._folder.path / seen if self._folder else path
        self._child: subprocess.Popen[bytes] | None = None
        self._restarts = _MOST_RESTARTS
        self.description = self._start()
        self.n_channels = len(self.description["labels"])

    def read(self, first: int, stop: int, pieces_of: int) -> npt.NDArray[np.float32]:
        """Return (n_channels, n_samples) values; NaN where they cannot be unpacked.

        pieces_of : samples that are tried for themselves where a longer stretch cannot be unpacked
        """
        values = np.full((self.n_channels, max(stop - first, 0)), np.nan, np.float32)
        waiting = [(first, stop)] if stop > first else []
        while waiting:
            a, b = waiting.pop()
            if self._child is None:
                if not self._restarts:
                    break
                self._restarts -= 1
                self._start()
            found = self._ask(a, b)
            if found is not None:
                values[:, a - first : b - first] = found
            elif b - a > pieces_of:
                middle = a + max(pieces_of, (b - a) // 2 // pieces_of * pieces_of)
                waiting += [(middle, b), (a, middle)]
        return values

    def close(self) -> None:
        """End the child, for good."""
        self._end()
        if self._folder:
            self._folder.close()
            self._folder = None

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        with suppress(OSError):
            if child.stdin:
                child.stdin.close()
        try:
            child.wait(2.0)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdout:
            child.stdout.close()

    def __del__(self) -> None:
        with suppress(AttributeError):  # it was never complete
            self.close()

    def _start(self) -> dict[str, Any]:
        child = subprocess.Popen(
            [sys.executable, "-I", str(_CHILD), str(self._path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._child = child
        content = self._answer(child, _START_S)
        try:
            description = json.loads(content or b"")
            if not (0 < description["n_samples"] < 2**40 and 0 < len(description["labels"]) < 4096):
                raise ValueError("no samples")
        except (ValueError, KeyError, TypeError) as error:
            self.close()
            raise UnreadableFile(
                f"{self._shown} looks like ANT CNT but is damaged beyond use.",
                "Copy it again from where it was recorded.",
            ) from error
        return description

    def _ask(self, first: int, stop: int) -> npt.NDArray[np.float32] | None:
        """Return (n_channels, n_samples), None where the child cannot, or has ended over it."""
        child = self._child
        if child is None or child.stdin is None:
            return None
        try:
            child.stdin.write(struct.pack("<qq", first, stop))
            child.stdin.flush()
        except OSError:
            self._end()
            return None
        content = self._answer(child, _ANSWER_S)
        if content is None or len(content) != (stop - first) * self.n_channels * 4:
            return None
        return np.frombuffer(content, "<f4").reshape(stop - first, self.n_channels).T

    def _answer(self, child: subprocess.Popen[bytes], patience_s: float) -> bytes | None:
        """Return what the child answers, None where it cannot; one that ended or hangs is ended."""
        timer = threading.Timer(patience_s, child.kill)
        timer.daemon = True
        timer.start()
        try:
            assert child.stdout is not None
            head = child.stdout.read(8)
            n_bytes = struct.unpack("<q", head)[0] if len(head) == 8 else -2
            content = child.stdout.read(n_bytes) if n_bytes >= 0 else b""
        finally:
            timer.cancel()
        if n_bytes == -1:
            return None
        if n_bytes < 0 or len(content) < n_bytes:
            self._end()
            return None
        return content


def _linked(names: Mapping[str, Path]) -> LinkedFolder:
    try:
        return LinkedFolder(names)
    except OSError as error:
        seen, path = next(iter(names.items()))
        raise UnreadableFile(
            f"{path.name} does not have its format's name, and no link to it can be made.", f"Rename it to: {seen}."
        ) from error
