"""Write a detector's own prints into a file of bounded size without the recording's name; the newest few are kept."""

import codecs
import contextlib
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import platformdirs

from eegview.detect.process.hidden_names import HiddenNames
from eegview.model.text.dates import file_stamp

MOST_BYTES = 512 * 1024  # of the beginning; of what comes after only the last lines are kept
LAST_LINES = 200
KEPT_LOGS = 30
_LONGEST_LINE = 2000

OnPrint = Callable[[str], None]


def _show_nowhere(_line: str) -> None:
    """Show a line to nobody; it is in the log."""


def log_folder() -> Path:
    """Return the folder of the logs; it may not exist yet."""
    return Path(platformdirs.user_data_dir("eegview", appauthor=False)) / "detector_logs"


class RunLog:
    """The log of a process's output, written on a thread of its own, so that no print ever blocks the process.

    names : what the log must not hold
    on_print : called with each line, on the log's own thread
    """

    def __init__(
        self,
        stream: IO[bytes],
        detector_id: str,
        run_id: str,
        names: HiddenNames,
        folder: Path,
        on_print: OnPrint = _show_nowhere,
    ) -> None:
        self._stream, self._names, self._on_print = stream, names, on_print
        stamp = file_stamp(datetime.now(UTC))
        self.path = folder / f"{stamp}-{detector_id}-{run_id[:8]}.log"
        self._thread = threading.Thread(target=self._drain, name="detector log", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Wait until what was printed is written; where something still holds the stream, not for long."""
        self._thread.join(timeout=2.0)

    def _drain(self) -> None:
        n_bytes, last, n_dropped = 0, deque[str](maxlen=LAST_LINES), 0
        file = None
        for text in self._lines():
            self._on_print(text)
            if n_bytes < MOST_BYTES:
                file = file or self._opened()
                n_bytes += self._write(file, text)
                continue
            n_dropped += len(last) == LAST_LINES
            last.append(text)
        if file is not None:
            if n_dropped:
                self._write(file, f"… {n_dropped} lines left out …\n")
            for text in last:
                self._write(file, text)
            file.close()
        self._stream.close()

    def _lines(self) -> Iterator[str]:
        """Yield what was printed without the hidden names, line by line; a very long line in several."""
        decoder, held = codecs.getincrementaldecoder("utf-8")("replace"), ""
        while piece := self._stream.readline(_LONGEST_LINE):
            held += decoder.decode(piece)
            if held.endswith("\n"):
                yield self._names.hide(held)
                held = ""
            elif len(held) >= _LONGEST_LINE + self._names.longest:
                text, held = self._names.hide_until(held, len(held) - self._names.longest)
                yield text + "\n"
        if held := held + decoder.decode(b"", final=True):
            yield self._names.hide(held) + "\n"

    def _opened(self) -> IO[bytes] | None:
        with contextlib.suppress(OSError):  # no log then; the run goes on
            self.path.parent.mkdir(parents=True, exist_ok=True)
            _drop_old(self.path.parent)
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            return os.fdopen(handle, "wb", buffering=0)
        return None

    @staticmethod
    def _write(file: IO[bytes] | None, text: str) -> int:
        data = text.encode()
        if file is not None:
            with contextlib.suppress(OSError):
                file.write(data)
        return len(data)


def _drop_old(folder: Path) -> None:
    logs = sorted(folder.glob("*.log"))
    for path in logs[: max(len(logs) - KEPT_LOGS + 1, 0)]:
        path.unlink(missing_ok=True)
