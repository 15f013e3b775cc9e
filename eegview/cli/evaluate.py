"""`eegview evaluate`: the quality of a detector on simulated infants and on real recordings without its events."""

import hashlib
import os
import shlex
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from eegview import __version__
from eegview.app.evaluation.batch import settings_of
from eegview.app.evaluation.evaluation import TrialJob, run_trials, seeds_from
from eegview.app.evaluation.report import Measured, report_text
from eegview.app.evaluation.trials import Outcome, Trial, outcome_at
from eegview.cli.compare import agreement_json, clusters_json
from eegview.cli.detect import settings_from
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import JsonOption
from eegview.clinical.agreement import pooled
from eegview.clinical.same_event import SAME_EVENT_S
from eegview.detect.content import files_of
from eegview.detect.discovery import plugin_by_id
from eegview.detect.manifest import Manifest
from eegview.model.errors import UsageError

HELD_OUT = "1021-1040"  # seeds that no bundled detector is tuned on
HOURS = 3.0  # several sleep cycles, awakenings and clusters
SWEEP = tuple(round(0.1 * step, 1) for step in range(1, 10))


def evaluate(
    detector: Annotated[str, typer.Option("--detector", metavar="ID", help="See “eegview detectors”.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.md", help="The table, or a folder for it.")],
    seeds: Annotated[
        str, typer.Option("--seeds", metavar="LIST", help="Simulated infants; “none” for none.")
    ] = HELD_OUT,
    hours: Annotated[float, typer.Option("--hours", metavar="H", help="Length of each simulated study.")] = HOURS,
    recordings: Annotated[
        list[Path] | None,
        typer.Option(
            "--recordings", metavar="PATH", help="Real ones, or folders, without such events; may be repeated."
        ),
    ] = None,
    term: Annotated[str, typer.Option("--term", metavar="ID", help="What to count; default: its first term.")] = "",
    threshold: Annotated[
        float | None, typer.Option("--threshold", metavar="X", help="Count proposals of this score and more.")
    ] = None,
    tolerance: Annotated[
        float, typer.Option("--tolerance", metavar="S", min=0.0, help="Onsets within S seconds are one event.")
    ] = SAME_EVENT_S,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="Processes; default: one for each core.")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter; may be repeated.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure a detector and write the table: simulated infants together, awake, asleep and each; real recordings.

    Simulated studies are made on the way and not kept. The same command on the same versions writes the same table.

    Example: eegview evaluate --detector spasms --seeds 1021-1040 --hours 3 -o plugins/spasms/evaluation.md
    """
    from eegview.exchange.writing import write_whole
    from eegview.readers.recording_files import find_recordings

    numbers = () if seeds == "none" else seeds_from(seeds)
    real = find_recordings(recordings or [])
    if not numbers and not real:
        raise UsageError("There is nothing to measure on.", "Give --seeds or --recordings.")
    file = out / f"{detector}.md" if out.is_dir() else out
    if not file.absolute().parent.is_dir():
        raise UsageError(f"The folder of {file.name} does not exist.", "Make it first, or choose one that exists.")
    plugin = plugin_by_id(detector)
    parameters = settings_from(plugin.manifest, settings or [])
    setup = settings_of(plugin, parameters)  # refuses what may not run before anything is simulated
    assert plugin.manifest is not None
    counted = counted_term(plugin.manifest, term)
    common = (detector, plugin.content_hash, tuple(parameters.items()), counted)
    jobs = [TrialJob(*common, seed=seed, hours=hours) for seed in numbers]
    jobs += [TrialJob(*common, path=str(path.absolute())) for path in real]
    trials = done_trials(jobs, workers or os.cpu_count() or 1, threshold, tolerance)
    measured = Measured(
        detector_id=plugin.detector_id,
        title=plugin.title,
        term_id=counted,
        versions=versions(plugin.manifest),
        parameters=setup.parameters,
        command=command_text(detector, seeds, hours, real, term, threshold, tolerance, settings or []),
        threshold=threshold,
        tolerance_s=tolerance,
        sweep=SWEEP,
        simulated=tuple(trials[: len(numbers)]),
        real=tuple(trials[len(numbers) :]),
    )
    write_whole(file, report_text(measured).encode())
    if as_json:
        print_json(measured_json(measured))
    else:
        for line in result_lines(measured, file):
            print_line(line)


def counted_term(manifest: Manifest, term: str) -> str:
    """Return the term whose events are counted: the requested one, else the detector's first.

    Raises
    ------
    UsageError : the detector does not propose it, or proposes no events at all
    """
    if not manifest.terms:
        raise UsageError(f"“{manifest.title}” proposes no events.", "It measures trends; there is nothing to count.")
    if term and term not in manifest.terms:
        raise UsageError(f"“{manifest.title}” does not propose “{term}”.", f"It proposes: {', '.join(manifest.terms)}.")
    return term or manifest.terms[0]


def done_trials(jobs: Sequence[TrialJob], n_workers: int, threshold: float | None, tolerance_s: float) -> list[Trial]:
    """Run the trials, report each on stderr, and return them in the order of the jobs."""
    done: dict[int, Trial] = {}
    with closing(run_trials(jobs, n_workers)) as everything:
        for update in everything:
            if update.trial is None:
                continue
            done[update.number] = update.trial
            whole, trial = outcome_at(update.trial, threshold, tolerance_s).whole, update.trial
            speed = trial.duration_s / trial.run_s if trial.run_s else 0.0
            counts = f"{whole.tp} found, {whole.fn} missed, {whole.fp} false"
            note = f" {trial.message}" if trial.message else ""
            print_message(f"[{len(done)}/{len(jobs)}] {trial.name}: {counts}; {speed:.0f} × real time.{note}")
    return [done[number] for number in range(len(jobs))]


def versions(manifest: Manifest) -> tuple[tuple[str, str], ...]:
    """Return (name, version) of everything the results depend on."""
    from eegview.simulate.plan import SIMULATOR_VERSION

    return (
        ("eegview", __version__),
        ("simulator", str(SIMULATOR_VERSION)),
        (manifest.detector_id, manifest.version),
        ("code", code_hash(manifest.folder)[:16]),
    )


def code_hash(folder: Path) -> str:
    """Return the hex SHA-256 over a plugin's files without its pages, among which a table of results may lie."""
    digest = hashlib.sha256()
    for file in files_of(folder):
        if not file.name.endswith(".md"):
            digest.update(f"{file.name} {hashlib.sha256(file.path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def command_text(
    detector: str,
    seeds: str,
    hours: float,
    real: Sequence[Path],
    term: str,
    threshold: float | None,
    tolerance: float,
    settings: Sequence[str],
) -> str:
    """Return the command that gives the table again, without paths of this machine."""
    arguments = ["eegview", "evaluate", "--detector", Path(detector).name, "--seeds", seeds, "--hours", f"{hours:g}"]
    arguments += [argument for path in real for argument in ("--recordings", path.name)]
    arguments += ["--term", term] * bool(term)
    arguments += ["--threshold", f"{threshold:g}"] if threshold is not None else []
    arguments += ["--tolerance", f"{tolerance:g}"] if tolerance != SAME_EVENT_S else []
    arguments += [argument for setting in settings for argument in ("--set", setting)]
    return shlex.join([*arguments, "-o", "FILE.md"])


def result_lines(measured: Measured, file: Path) -> list[str]:
    """Return the results as a few lines of text."""
    lines: list[str] = []
    if measured.simulated:
        whole = pooled(outcome.whole for outcome in measured.outcomes())
        shown = agreement_json(whole)
        sensitivity = "–" if shown["sensitivity"] is None else f"{shown['sensitivity']:.3f}"
        lines.append(f"Simulated: sensitivity {sensitivity}, {whole.fp} false in {whole.hours:.1f} h.")
    for trial in measured.real:
        whole = outcome_at(trial, measured.threshold, measured.tolerance_s).whole
        lines.append(f"{trial.name}: {whole.fp} false in {whole.hours or 0:.2f} h.")
    return [*lines, f"Written: {file}"]


def measured_json(measured: Measured) -> dict[str, Any]:
    """Return the results as an object for --json."""
    outcomes = measured.outcomes()
    return {
        "detector": measured.detector_id,
        "term": measured.term_id,
        "versions": dict(measured.versions),
        "parameters": dict(measured.parameters),
        "threshold": measured.threshold,
        "tolerance_s": measured.tolerance_s,
        "simulated": agreement_json(pooled(outcome.whole for outcome in outcomes)) if outcomes else None,
        "infants": [_outcome_json(outcome) for outcome in outcomes],
        "recordings": [
            _outcome_json(outcome_at(trial, measured.threshold, measured.tolerance_s)) for trial in measured.real
        ],
    }


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.trial.name,
        "hours": outcome.whole.hours,
        **agreement_json(outcome.whole),
        "clusters": clusters_json(outcome.clusters),
        "states": {state: agreement_json(one) | {"hours": one.hours} for state, one in outcome.states},
        "run_s": round(outcome.trial.run_s, 3),
        "message": outcome.trial.message,
        "outside": list(outcome.trial.outside),
    }
