"""Run a detector that is a command: an EDF file in, a HED-SCORE/SzCORE table out. Containers work like this.

The file names nobody and lies in a folder of this run alone.
"""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from eegview.detect.containers.container_run import ContainerLimits, ContainerRun, kill_left, note_ended
from eegview.detect.containers.image import check_file
from eegview.detect.containers.runtime import runtime_for
from eegview.detect.engines.command_options import CONTAINER, SZCORE_ELECTRODES, CommandOptions, options_of
from eegview.detect.engines.proposals_file import read_proposals
from eegview.detect.job import Job
from eegview.detect.manifest import Manifest
from eegview.detect.plugin_recording import PluginRecording
from eegview.detect.reporting import Report, Stopped
from eegview.exchange.edf.signals import EdfSignals, write_signals
from eegview.model.errors import DetectorFailed
from eegview.model.recording import Samples

EDF_NAME, TSV_NAME = "recording.edf", "events.tsv"
_POLL_EVERY_S = 0.1
_ALIVE_EVERY_S = 1.0
_WRITING_SHARE = 0.3  # of a run's progress; how far the command is, nobody knows
_TO_END_S = 1.0
_TRY = "Try the command by hand on an EDF file."

Detect = Callable[[PluginRecording, dict[str, Any], Report], None]


def command_detector(manifest: Manifest, job: Job) -> Detect:
    """Return the function that writes the file, runs the command and reports what its table holds."""
    options = options_of(manifest.options, manifest.terms)

    def detect(recording: PluginRecording, parameters: dict[str, Any], report: Report) -> None:
        folder = Path(job.scratch) / "exchange"
        folder.mkdir()
        rows = szcore_rows(recording.rows) if options.form == "szcore" else dict.fromkeys(recording.rows)
        labels = [label or name for name, label in rows.items()]
        _write(folder / EDF_NAME, recording, list(rows), labels, options, report)
        if manifest.entry[0] == CONTAINER:
            table = _run_container(folder, manifest.entry[1], Path(job.scratch), parameters, report)
        else:
            arguments = [_filled(word, folder, manifest.folder, parameters) for word in manifest.entry]
            _run(arguments, folder, report)
            table = folder / TSV_NAME
        _report(table, recording, options, report)

    return detect


def szcore_rows(names: tuple[str, ...]) -> dict[str, str]:
    """Return the labels of SzCORE's file ("T3-Avg") for these rows ("T7-AVG"), in its order."""
    by_electrode = {name.split("-")[0]: name for name in names}
    return {
        by_electrode[electrode]: f"{label}-Avg"
        for electrode, label in SZCORE_ELECTRODES.items()
        if electrode in by_electrode
    }


def _write(
    path: Path,
    recording: PluginRecording,
    names: list[str],
    labels: list[str],
    options: CommandOptions,
    report: Report,
) -> None:
    """Write the searched span as an EDF file that begins at 0 s; the recording is read twice, for its limits first."""
    picked = [recording.rows.index(name) for name in names]
    limits = np.ones(len(names))
    for first, samples in _parts(recording, picked, options):
        report.progress(first / recording.rate_hz / recording.span.duration_s * _WRITING_SHARE / 2)
        if samples.size:
            limits = np.fmax(limits, np.nanmax(np.abs(samples), axis=1, initial=0.0))
    limits_uv = tuple(float(limit) for limit in np.ceil(limits))
    signals = EdfSignals(tuple(labels), recording.rate_hz, limits_uv, recording.span.duration_s)

    def reported_parts() -> Iterator[tuple[int, Samples]]:
        for first, samples in _parts(recording, picked, options):
            done = first / recording.rate_hz / recording.span.duration_s
            report.progress((1 + done) * _WRITING_SHARE / 2)
            yield first, samples

    write_signals(path, signals, reported_parts())


def _parts(recording: PluginRecording, picked: list[int], options: CommandOptions) -> Iterator[tuple[int, Samples]]:
    reached = 0
    for stretch in recording.stretches(60.0):
        data = stretch.data[picked]
        if options.form == "szcore":  # to the average of these nineteen, whatever else is on the head
            data = data - np.mean(data, axis=0, dtype=np.float64).astype(np.float32)
        first = max(round((stretch.start_s - recording.span.start_s) * stretch.rate_hz), reached)
        reached = first + data.shape[1]
        yield first, data


def _filled(word: str, folder: Path, plugin: Path, parameters: dict[str, Any]) -> str:
    """Return a word of the command with its placeholders filled in."""
    places = {"edf": folder / EDF_NAME, "tsv": folder / TSV_NAME, "folder": folder, "plugin": plugin}
    for name, path in places.items():
        word = word.replace(f"{{{name}}}", str(path))
    for name, value in parameters.items():
        word = word.replace(f"{{{name}}}", str(value))
    return word.replace("{python}", sys.executable)


def _run_container(folder: Path, image: str, scratch: Path, parameters: dict[str, Any], report: Report) -> Path:
    """Run a container over the file in this folder to its end, and return where its table is.

    The container has no network, reads the recording, and writes into an empty folder of this run; whoever it is in
    there may write, and nobody else on this computer reaches the folder.

    Raises
    ------
    DetectorFailed : it cannot be started, ended with another code than 0, or is an image file of another content than
        the one that was approved
    """
    data, output = folder / "data", folder / "output"
    data.mkdir(mode=0o755)
    output.mkdir()
    output.chmod(0o777)
    (folder / EDF_NAME).rename(data / EDF_NAME)
    (data / EDF_NAME).chmod(0o644)
    limits = ContainerLimits(int(parameters.get("memory_mib", 0)), int(parameters.get("cpus", 0)))
    run = ContainerRun(
        runtime_for(image, str(parameters.get("runtime", ""))),
        image,
        f"eegview-{secrets.token_hex(8)}",
        data,
        output,
        (("INPUT", EDF_NAME), ("OUTPUT", TSV_NAME)),
        limits,
    )
    if run.runtime.runs_files:  # the others are given an id, which can mean one content only
        check_file(Path(image), str(parameters.get("image", "")), report.alive)
    run.note_started(scratch)
    what = f"The container in {run.runtime.name}"
    environment = run.environment(os.environ)
    _run(run.words(), folder, report, what, _after_container(limits), lambda: kill_left(scratch), environment)
    note_ended(scratch)
    return output / TSV_NAME


def _after_container(limits: ContainerLimits) -> dict[int, str]:
    """Return what the codes mean with which a container's runtime ends, and what to do."""
    more = f"It may use {limits.memory_mib} MiB; allow more with --set memory_mib=N." if limits.memory_mib else ""
    return {
        125: "The runtime refused to start it: its log says why; the image may be gone.",
        137: f"It was killed, perhaps as it used too much memory. {more}".rstrip(),
    }


def _run(
    arguments: list[str],
    folder: Path,
    report: Report,
    what: str = "The command",
    advice: Mapping[int, str] | None = None,
    end: Callable[[], None] = lambda: None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run the command to its end; its prints go to the log, as all prints do.

    Parameters
    ----------
    what : what it is called where it fails
    advice : what to do by the code with which it ended
    end : ends what the command started elsewhere
    environment : its variables, None = ours

    Raises
    ------
    DetectorFailed : it cannot be started, or ended with another code than 0
    Stopped : the run is to end; the command was asked to end, and if need be killed
    """
    names = {"INPUT": EDF_NAME, "OUTPUT": TSV_NAME}  # what SzCORE's containers go by
    variables = dict(os.environ if environment is None else environment) | names
    try:
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, cwd=folder, env=variables)
    except OSError as error:
        raise DetectorFailed(
            f"The command “{Path(arguments[0]).name}” cannot be started: {(error.strerror or 'refused').lower()}.",
            "Correct “entry” in plugin.toml.",
        ) from None
    reported_s = time.monotonic()
    try:
        while process.poll() is None:
            time.sleep(_POLL_EVERY_S)
            if time.monotonic() - reported_s >= _ALIVE_EVERY_S:
                reported_s = time.monotonic()
                report.alive()
            report.stop_if_asked()
    except Stopped:
        end()
        process.terminate()  # a container's client passes this on; being killed it could not
        try:
            process.wait(_TO_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
        raise
    if process.returncode:
        why = (advice or {}).get(process.returncode, _TRY)
        raise DetectorFailed(f"{what} ended with code {process.returncode}.", why)


def _report(path: Path, recording: PluginRecording, options: CommandOptions, report: Report) -> None:
    n_passed_over = 0
    try:
        rows = read_proposals(path)
    except ValueError as error:
        raise DetectorFailed(str(error), _TRY) from None
    for row in rows:
        first_s = recording.span.start_s + row.onset_s
        onset_s, stop_s = max(first_s, recording.span.start_s), first_s + row.duration_s
        term = options.term_of(row.event)
        is_searched = recording.span.contains(onset_s) and (stop_s > onset_s or first_s == onset_s)
        is_recorded = any(segment.contains(onset_s) for segment in recording.segments)
        if term is None or not is_searched or not is_recorded:
            n_passed_over += 1
            continue
        score = options.score if row.confidence is None else row.confidence
        report.event(onset_s, min(stop_s, recording.span.stop_s) - onset_s, term, score, row.channels)
    if n_passed_over:
        report.note(
            "Ignored because they are in a gap, outside the part that was searched or of an unknown kind: "
            f"{n_passed_over} rows of its table."
        )
