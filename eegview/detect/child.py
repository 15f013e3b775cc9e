"""Run a detector in its own process: the job comes by one pipe, reports go out by another.

The recording is opened read-only. What the detector prints goes to its log, and nothing it does to its own standard
streams reaches the pipes.
"""

import contextlib
import faulthandler
import inspect
import json
import os
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eegview.detect.job import Job, job_from_line
from eegview.detect.process.hidden_names import HiddenNames
from eegview.detect.reporting import Report, Stopped
from eegview.model.errors import DetectorFailed, EegViewError, UnreadableFile

Detector = Callable[[Any, dict[str, Any], Report], object]

_LONGEST_LINE = 300
_NICENESS = 10  # the window goes first where both want the processor


def run(arguments: list[str]) -> int:
    """Run the job that waits on the pipe and return the exit code; `arguments` are the numbers of the two pipes."""
    from eegview.detect.process.private_pipe import inherited

    job_fd, message_fd = (inherited(argument) for argument in arguments)
    jobs = os.fdopen(job_fd, "rb", buffering=0)  # no buffer, no lock that the watching thread could hold at the end
    job, folder = job_from_line(jobs.readline())
    names = HiddenNames(job.paths)
    _limit_memory(job.memory_mib)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    faulthandler.enable()
    line = _Line(message_fd)
    asked = threading.Event()
    threading.Thread(target=_watch, args=(jobs, asked), name="watch", daemon=True).start()
    report = Report(line.send, asked.is_set)
    try:
        report.alive()
        try:
            _detect(job, Path(folder), report)
        except BaseException:
            report.pass_on_reached()
            raise
    except Stopped:
        line.send(b'{"stopped":{}}\n')
    except MemoryError:
        traceback.print_exc()
        line.send(_failed("memory", ""))
        return 1
    except EegViewError as error:  # what an engine or a reader could not do, in sentences meant for people
        if job.is_developed:
            _print_traceback(error, job, Path(folder))
        line.send(_failed("refused", names.hide(f"{error.sentence} {error.advice}")))
        return 1
    except BaseException as error:  # noqa: BLE001 - SystemExit too: whatever ends a detector is reported
        _print_traceback(error, job, Path(folder))
        line.send(_failed("error", _error_text(error, Path(folder), names)))
        return 1
    else:
        line.send(b'{"done":{}}\n')
    return 0


def _print_traceback(error: BaseException, job: Job, folder: Path) -> None:
    if job.is_developed:
        from eegview.detect.development.own_traceback import print_own_traceback

        print_own_traceback(error, folder)
    else:
        traceback.print_exception(error)


def _failed(kind: str, what: str) -> bytes:
    what = what if len(what) <= _LONGEST_LINE else what[:_LONGEST_LINE] + "…"
    return json.dumps({"failed": {"kind": kind, "what": what}}).encode() + b"\n"


class _Line:
    """The line to the host: it carries whole messages only, whichever of the detector's threads sends them."""

    def __init__(self, fd: int) -> None:
        self._fd, self._lock = fd, threading.Lock()

    def send(self, message: bytes) -> None:
        with self._lock:
            view = memoryview(message)
            while view:
                view = view[os.write(self._fd, view) :]


def _detect(job: Job, folder: Path, report: Report) -> None:
    try:
        import numpy as np
    except ImportError:
        raise DetectorFailed(
            "Its Python has no numpy.", "Install numpy there: “interpreter” in plugin.toml names it."
        ) from None

    from eegview.detect.input_plan import plan_input
    from eegview.detect.manifest_file import read_manifest
    from eegview.detect.plugin_recording import PluginRecording
    from eegview.detect.reading.context_mark import marks_by_term
    from eegview.readers.opening import open_study

    manifest = read_manifest(folder)
    source = open_study(job.paths, encoding=job.encoding)
    try:
        if source.recording.fingerprint != job.fingerprint:
            raise UnreadableFile("The recording changed since it was opened.", "Open it again.")
        movement = None
        if job.movement_path:
            with np.load(job.movement_path, allow_pickle=False) as held:
                movement = (held["times_s"], held["values"])
        plan = plan_input(source.recording, job.montage, manifest.input)
        marks = marks_by_term(manifest.input.marks, job.marks)
        recording = PluginRecording(
            source,
            plan,
            job.span,
            job.age_months,
            movement,
            report.reached,
            marks,
            job.memory_mib,
            report.handed_past,
        )
        report.alive()  # from here on the detector's own code runs, when it is imported
        detect = _detector(manifest, job)
        report.reached(job.span.start_s)
        returned = detect(recording, dict(job.parameters), report)
        if inspect.isgenerator(returned) or inspect.iscoroutine(returned):
            raise TypeError("detect is a generator, so nothing of it ran; call report.event and do not yield")
        if returned is not None:
            report.note("The detector's return value was ignored; only what it reports counts.")
    finally:
        source.close()


def _detector(manifest: Any, job: Job) -> Detector:
    """Return the function that detects: the plugin's own, or what an engine makes of its manifest."""
    from eegview.detect.manifest import Engine

    if manifest.engine is Engine.ONNX:
        from eegview.detect.engines.onnx_engine import detector_of

        return detector_of(manifest)
    if manifest.engine is Engine.COMMAND:
        from eegview.detect.engines.command_engine import command_detector

        return command_detector(manifest, job)
    import importlib

    from eegview.detect.source_import import import_sources_only

    module_name, function = manifest.entry[0].split(":")
    import_sources_only(manifest.folder)
    return getattr(importlib.import_module(module_name), function)


def _watch(jobs: Any, asked: threading.Event) -> None:
    """Wait for the request to stop; end this process where the host is gone."""
    with contextlib.suppress(OSError, ValueError):  # the detector closed the pipe
        if jobs.readline():
            asked.set()
            jobs.readline()
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():  # else its parent ends what it started
        import signal

        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _limit_memory(memory_mib: float) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the host watches the memory all the same
        return
    n_bytes = int((memory_mib * 1.5 + 1024) * 2**20)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses; the host watches there too
        _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        allowed = n_bytes if hard == resource.RLIM_INFINITY else min(n_bytes, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the recording


def _error_text(error: BaseException, folder: Path, names: HiddenNames) -> str:
    """Return an exception in one line, with the line of the detector's own files where it came to pass."""
    if isinstance(error, SyntaxError):  # its text names file and line, and the whole would show the path
        return names.hide(f"{type(error).__name__}: {error}")
    what = names.hide(" ".join("".join(traceback.format_exception_only(error)).split()))[:_LONGEST_LINE]
    own = [
        f"{Path(frame.filename).relative_to(folder).as_posix()}, line {frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(folder)
    ]
    return f"{what.rstrip('.')} ({own[-1]})" if own else what
