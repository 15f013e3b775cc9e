"""Run a detector in a process of its own, and end with one of six verdicts whatever it does.

Must not know the study library or the window; runs on any thread, and calls back on that thread.
"""

import contextlib
import os
import queue
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from eegview.detect.containers.container_run import end_left
from eegview.detect.job import Job, job_line
from eegview.detect.manifest import Limits, Manifest
from eegview.detect.process import private_pipe
from eegview.detect.process.compiled import CompiledStore
from eegview.detect.process.hidden_names import HiddenNames
from eegview.detect.process.messages import LONGEST_LINE, BadMessage, Batch, Ended, Listener
from eegview.detect.process.process_tree import TOKEN, ProcessTree
from eegview.detect.process.run_log import OnPrint, RunLog, log_folder
from eegview.detect.process.verdict import (
    crashed,
    over_memory,
    over_time,
    silent,
    stopped_with,
    unable_to_start,
)
from eegview.model.errors import Cancelled
from eegview.model.suggestion.detection import RunEnd

OnReport = Callable[[Batch], None]

CHILD_START = Path(__file__).resolve().parents[1] / "child_start.py"  # a process begins with this file
COMPILED = "compiled"  # folder of what numba compiled, in the run's own

_POLL_EVERY_S = 0.05
_LAST_WORDS_S = 1.0  # what a process wrote before it ended may still be on its way on a busy machine
_REPORT_EVERY_S = 0.2
_MEMORY_EVERY_S = 0.25
_GRACE_S = 2.0  # to end by itself once asked, or once it sent its last message
_SHORTEST_RUN_S = 60.0
_STARTING_S = 60.0  # until its runner reports that it is there: a busy machine starts an interpreter slowly


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a run.

    message : one sentence where it is not DONE, else empty
    reached_s : everything before this time was searched
    log : the file of what the detector printed, None where it printed nothing
    peak_mib : the most memory seen
    """

    end: RunEnd
    message: str
    reached_s: float
    seconds: float
    log: Path | None
    peak_mib: float


def run_plugin(
    manifest: Manifest,
    folder: Path,
    job: Job,
    on_report: OnReport,
    is_cancelled: Callable[[], bool] = lambda: False,
    run_id: str = "",
    logs: Path | None = None,
    movement: tuple[np.ndarray, np.ndarray] | None = None,
    on_print: OnPrint | None = None,
) -> Ending:
    """Run a detector to its end and return the verdict; what it reports comes in batches, several times a second.

    Parameters
    ----------
    folder : of exactly the files that were consented to, see `content.checked_copy`
    on_report : called on this thread; what it raises ends the run and is raised here
    is_cancelled : asked often; `on_report` may raise Cancelled instead
    logs : where the detector's prints go, None = the user's own folder
    movement : (n,) times in recording time (s) and (n,) values of the camera's movement
    on_print : called on another thread with each line that the detector prints, tracebacks included, which are then of
        the detector's own lines; None = prints go to the log alone

    The detector's process is dead when this returns, with all that it started.
    """
    with tempfile.TemporaryDirectory(prefix="eegview-run-", ignore_cleanup_errors=True) as scratch:
        paths = tuple(str(Path(path).absolute()) for path in job.paths)
        job = replace(job, paths=paths, scratch=scratch, memory_mib=manifest.limits.memory_mib)
        job = replace(job, is_developed=on_print is not None)
        if movement is not None:
            job = replace(job, movement_path=str(Path(scratch) / "movement.npz"))
            np.savez(job.movement_path, times_s=movement[0], values=movement[1])
        logs = logs or log_folder()
        compiled = CompiledStore()
        compiled.hand_out(Path(scratch) / COMPILED)
        try:
            child = _Child(manifest, folder, job, run_id or secrets.token_hex(8), logs, on_print)
        except OSError as error:
            return Ending(RunEnd.CRASHED, unable_to_start(manifest, error), job.span.start_s, 0.0, None, 0.0)
        try:
            ending = _Run(manifest, job, child, on_report, is_cancelled).ending()
        finally:
            child.close()
            left = end_left(Path(scratch))
            compiled.take_in(Path(scratch) / COMPILED)
        return replace(ending, message=f"{ending.message} {left}".strip()) if left else ending


class _Child:
    """The process, its pipes and its log."""

    def __init__(
        self, manifest: Manifest, folder: Path, job: Job, run_id: str, logs: Path, on_print: OnPrint | None
    ) -> None:
        token = secrets.token_hex(16)
        job_read, self._job_fd = os.pipe()
        message_read, message_write = os.pipe()
        given, kept = [job_read, message_write], [self._job_fd, message_read]
        try:
            arguments, options = private_pipe.handed_to(given)
            self.process = subprocess.Popen(
                [interpreter_of(manifest), str(CHILD_START), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=_environment(token) | {"NUMBA_CACHE_DIR": str(Path(job.scratch) / COMPILED)},
                cwd=job.scratch,
                **options,
            )
        except BaseException:
            for fd in (*given, *kept):
                os.close(fd)
            raise
        for fd in given:
            os.close(fd)
        self.tree = ProcessTree(self.process.pid, token)
        assert self.process.stdout is not None
        names = HiddenNames(job.paths)
        self.log = RunLog(
            self.process.stdout, manifest.detector_id, run_id, names, logs, *([on_print] if on_print else [])
        )
        self.chunks: queue.Queue[bytes] = queue.Queue(
            maxsize=64
        )  # full: the detector waits until the host has listened
        self._is_over = False
        threading.Thread(target=self._read, args=(message_read,), name="detector messages", daemon=True).start()
        # on a thread: a process that never reads would hold us up once the pipe is full
        line = job_line(job, str(folder.absolute()))
        threading.Thread(target=self._send, args=(line,), name="detector job", daemon=True).start()

    def ask_to_stop(self) -> None:
        threading.Thread(target=self._send, args=(b"stop\n",), name="detector stop", daemon=True).start()

    def close(self) -> None:
        """End it and all it started, and let go of pipes and log; once is enough."""
        if self._is_over:
            return
        self._is_over = True
        self.tree.kill()
        self.process.wait()
        self.log.close()
        os.close(self._job_fd)

    def _send(self, line: bytes) -> None:
        view = memoryview(line)
        try:
            while view:
                view = view[os.write(self._job_fd, view) :]
        except OSError:  # it is gone, which the verdict says
            return

    def _read(self, fd: int) -> None:
        """Pass on what comes, and b"" at the end."""
        with os.fdopen(fd, "rb", buffering=0) as stream:
            while True:
                chunk = stream.read(65536) or b""
                while not self._is_over:
                    try:
                        self.chunks.put(chunk, timeout=0.5)
                        break
                    except queue.Full:
                        continue
                if not chunk or self._is_over:
                    return


class _Run:
    """One run: its reports are received until something ends it."""

    def __init__(
        self, manifest: Manifest, job: Job, child: _Child, on_report: OnReport, is_cancelled: Callable[[], bool]
    ) -> None:
        self._limits, self._job, self._child = manifest.limits, job, child
        self._on_report, self._is_cancelled = on_report, is_cancelled
        self._listener = Listener(manifest.terms, job.span)
        self._rest = b""
        self._started_s = self._last_message_s = self._reported_s = time.monotonic()
        self._memory_s = self._peak_mib = 0.0
        self._ended: Ended | None = None
        self._stop_by_s: float | None = None
        self._why_stopped, self._has_reported = "", False

    def ending(self) -> Ending:
        try:
            end, message = self._listen()
        except BadMessage as error:
            end, message = RunEnd.BAD_OUTPUT, f"The detector was stopped: {_lower(str(error))}"
        except Cancelled:
            end, message = RunEnd.CANCELLED, self._stopped()
        batch = self._listener.drain()
        with contextlib.suppress(Cancelled):  # a wish to stop that comes now changes nothing
            self._on_report(batch)
        reached_s = self._job.span.stop_s if end is RunEnd.DONE else batch.reached_s
        seconds = time.monotonic() - self._started_s
        self._child.close()
        log = self._child.log
        return Ending(end, message, reached_s, seconds, log.path if log.path.exists() else None, self._peak_mib)

    def _listen(self) -> tuple[RunEnd, str]:
        while True:
            chunk = self._next_chunk()
            now_s = time.monotonic()
            if chunk:
                self._last_message_s, self._has_reported = now_s, True
                self._take_lines(chunk)
            if self._ended is not None:
                return self._verdict_of(self._ended)
            if chunk == b"":
                return self._end_without_verdict()
            if verdict := self._watch(now_s):
                return verdict
            if now_s - self._reported_s >= _REPORT_EVERY_S:
                self._reported_s = now_s
                self._on_report(self._listener.drain())

    def _next_chunk(self) -> bytes | None:
        """Return what came, b"" where nothing can come any more, None where nothing came for a moment."""
        chunks = self._child.chunks
        try:
            return chunks.get(timeout=_POLL_EVERY_S)
        except queue.Empty:
            if self._child.process.poll() is None:
                return None
        try:
            return chunks.get(timeout=_LAST_WORDS_S)
        except queue.Empty:  # what it started holds the pipe open
            return b""

    def _take_lines(self, chunk: bytes) -> None:
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            raise BadMessage("It wrote a message without end.")
        for line in lines:
            if self._ended is None:
                if len(line) > LONGEST_LINE:
                    raise BadMessage("It wrote a message without end.")
                self._ended = self._listener.on_message(line)

    def _verdict_of(self, ended: Ended) -> tuple[RunEnd, str]:
        if ended.kind == "done":
            return RunEnd.DONE, ""
        if ended.kind == "stopped":
            return RunEnd.CANCELLED, self._stopped()
        if ended.kind == "memory":
            return RunEnd.OVER_MEMORY, over_memory(self._limits, None)
        if ended.kind == "refused" and ended.what:
            return RunEnd.CRASHED, ended.what
        return RunEnd.CRASHED, f"The detector ended with an error: {ended.what.rstrip('.') or 'no reason given'}."

    def _end_without_verdict(self) -> tuple[RunEnd, str]:
        """Return the verdict on a process that ended, or closed its line, without its last message."""
        try:
            code = self._child.process.wait(timeout=_GRACE_S)
        except subprocess.TimeoutExpired:
            code = None
        if self._stop_by_s is not None:
            return RunEnd.CANCELLED, self._stopped()
        if self._rest.strip():
            raise BadMessage("Its last message is truncated.")
        return RunEnd.CRASHED, crashed(code)

    def _watch(self, now_s: float) -> tuple[RunEnd, str] | None:
        """Return a verdict where a limit is passed or the user's patience is over."""
        limits = self._limits
        if now_s - self._memory_s >= _MEMORY_EVERY_S:
            self._memory_s = now_s
            held_mib = self._child.tree.memory_mib()
            self._peak_mib = max(self._peak_mib, held_mib)
            if held_mib > limits.memory_mib:
                return RunEnd.OVER_MEMORY, over_memory(limits, held_mib)
        if self._stop_by_s is None:
            longest_s = longest_run_s(limits, self._job.span.duration_s)
            is_late = now_s - self._started_s > longest_s
            if is_late or self._is_cancelled():
                self._why_stopped = over_time(longest_s) if is_late else ""
                self._child.ask_to_stop()
                self._stop_by_s = now_s + _GRACE_S
        elif now_s >= self._stop_by_s:
            return RunEnd.CANCELLED, self._stopped(was_killed=True)
        patience_s = limits.silence_s if self._has_reported else max(limits.silence_s, _STARTING_S)
        if now_s - self._last_message_s > patience_s:
            return RunEnd.SILENT, silent(patience_s)
        return None

    def _stopped(self, was_killed: bool = False) -> str:
        return self._why_stopped or stopped_with(was_killed)


def longest_run_s(limits: Limits, duration_s: float) -> float:
    """Return how long a run over so much recording may take, at least a minute."""
    return max(_SHORTEST_RUN_S, limits.seconds_per_hour * duration_s / 3600)


def interpreter_of(manifest: Manifest) -> str:
    """Return the Python that runs a detector: the one its manifest names, or this one."""
    if not manifest.interpreter:
        return sys.executable
    named = manifest.interpreter
    with contextlib.suppress(RuntimeError):  # a home of nobody
        named = str(Path(named).expanduser())
    beside = manifest.folder / named
    return str(beside) if beside.is_file() else shutil.which(named) or named


def _environment(token: str) -> dict[str, str]:
    """Return the child's environment: no library, no password, one thread for each kind of arithmetic."""
    held = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("EEGVIEW_", "PG", "PYTHON")) and "PASSWORD" not in name.upper()
    }
    threads = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "NUMBA", "VECLIB_MAXIMUM")
    held |= {f"{name}_NUM_THREADS": "1" for name in threads}
    return held | {
        TOKEN: token,
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
