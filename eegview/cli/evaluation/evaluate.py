"""`eegview evaluate`: the quality of a detector on simulated infants and on a hospital's own archive."""

import hashlib
import os
import shlex
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from eegview import __version__
from eegview.app.evaluation.archive.jobs import ArchiveOrder, FoundArchive, found_archive
from eegview.app.evaluation.batch import settings_of
from eegview.app.evaluation.compared_term import classes_of
from eegview.app.evaluation.evaluation import run_trials, seeds_from
from eegview.app.evaluation.measured import DataStatement, Measured
from eegview.app.evaluation.report import PICTURE_SUFFIX, report_text
from eegview.app.evaluation.report_calibration import manifest_rows
from eegview.app.evaluation.trials import Trial, outcome_at
from eegview.app.evaluation.trying import TrialJob
from eegview.app.provenance import plugin_software, program_provenance, write_sidecar
from eegview.app.vocabulary.store import load_vocabulary
from eegview.cli.detection.inputs import settings_from
from eegview.cli.evaluation.evaluate_json import calibrated, measured_json, result_lines
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import JsonOption
from eegview.clinical.same_event import SAME_EVENT_S
from eegview.detect.content import files_of
from eegview.detect.discovery import plugin_by_id
from eegview.detect.manifest import Manifest
from eegview.model.errors import UsageError

HELD_OUT = "1021-1040"  # seeds that no bundled detector is tuned on
HOURS = 3.0  # several sleep cycles, awakenings and clusters
SWEEP = tuple(round(0.1 * step, 1) for step in range(1, 10))
_NO_SEEDS = "none"


def evaluate(
    detector: Annotated[str, typer.Option("--detector", metavar="ID", help="See “eegview detectors”.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.md", help="The report, or a folder for it.")],
    recordings: Annotated[
        list[Path] | None,
        typer.Option("--recordings", metavar="PATH", help="Real ones, or folders of any depth; may be repeated."),
    ] = None,
    truth: Annotated[
        list[Path] | None,
        typer.Option("--truth", metavar="PATH", help="Marks by the recordings' names, or folders; may be repeated."),
    ] = None,
    notes: Annotated[
        bool, typer.Option("--notes", help="Where no such file is, the recording's own notes are the truth.")
    ] = False,
    no_events: Annotated[
        bool, typer.Option("--no-events", help="Recordings without truth are known to hold no such event.")
    ] = False,
    layer: Annotated[
        str, typer.Option("--layer", metavar="NAME", help="Whose marks are true. Default: Final, else the only one.")
    ] = "",
    patients: Annotated[
        Path | None,
        typer.Option("--patients", metavar="TABLE", help="Columns recording and patient. Default: by BIDS labels."),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="FILE.tsv", help="Write which recording is R1, R2 …; for yourself alone."),
    ] = None,
    data: Annotated[
        str, typer.Option("--data", metavar="TEXT", help="What the data is, without names, for the report.")
    ] = "",
    looks: Annotated[
        int | None,
        typer.Option("--looks", metavar="N", min=1, help="How often the data was looked at, this time included."),
    ] = None,
    fitted: Annotated[
        str | None, typer.Option("--fitted", metavar="TEXT", help="What was fitted on the data; “” for nothing.")
    ] = None,
    seeds: Annotated[
        str | None,
        typer.Option("--seeds", metavar="LIST", help=f"Simulated infants. Default: {HELD_OUT}, none with an archive."),
    ] = None,
    hours: Annotated[float, typer.Option("--hours", metavar="H", help="Length of each simulated study.")] = HOURS,
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
    calibration: Annotated[
        bool, typer.Option("--calibration", help="Print the [[calibration]] rows for the detector's manifest.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Measure a detector on an archive of recordings and what is true of them, or on simulated infants.

    The report names nobody: recordings are R1, R2 …, patients P1, P2 … Recordings alone, without --truth and --notes,
    are taken as known to hold no such event. Simulated studies are made on the way and not kept. The same command on
    the same data and versions writes the same report. docs/evaluation-protocol.md says how to prepare an archive.

    Example: eegview evaluate --detector spasms --recordings archive --truth marks --looks 1 --fitted "" -o report.md
    """
    from eegview.exchange.writing import write_whole

    plugin = plugin_by_id(detector)
    file = out / f"{plugin.detector_id}.md" if out.is_dir() else out
    picture = file.with_name(f"{file.stem}{PICTURE_SUFFIX}")
    written = (file, picture, *((key,) if key else ()))
    order = ArchiveOrder(
        recordings=tuple(recordings or ()),
        truths=tuple(truth or ()),
        patients=patients,
        layer=layer,
        takes_notes=notes,
        holds_none=no_events or not (truth or notes),
        apart=written,
    )
    if seeds is None:
        seeds = _NO_SEEDS if truth or notes or no_events else HELD_OUT
    numbers = () if seeds == _NO_SEEDS else seeds_from(seeds)
    found = found_archive(order)
    check_request(order, found, numbers, written)
    parameters = settings_from(plugin.manifest, settings or [])
    setup = settings_of(plugin, parameters)  # refuses what may not run before anything is simulated
    assert plugin.manifest is not None
    counted = counted_term(plugin.manifest, term)
    if numbers:
        check_simulated(plugin.manifest, counted)
    if threshold is not None and classes_of(counted):
        raise UsageError("Sleep stages are compared whole, whatever their scores.", "Leave out --threshold.")
    common = TrialJob(detector, plugin.content_hash, tuple(parameters.items()), counted)
    jobs = [replace(common, seed=seed, hours=hours) for seed in numbers] + found.jobs(order, common)
    trials = done_trials(jobs, workers or os.cpu_count() or 1, threshold, tolerance)
    statement = DataStatement(data, looks, fitted)
    measured = Measured(
        detector_id=plugin.detector_id,
        title=plugin.title,
        term_id=counted,
        versions=versions(plugin.manifest, bool(numbers)),
        parameters=setup.parameters,
        command=command_text(
            plugin.detector_id, seeds, hours, order, term, threshold, tolerance, settings or [], statement
        ),
        threshold=threshold,
        tolerance_s=tolerance,
        sweep=SWEEP,
        simulated=tuple(trials[: len(numbers)]),
        real=tuple(trials[len(numbers) :]),
        stated=statement,
        patients=found.patients.text,
        n_lone_truth=len(found.archive.lone),
    )
    parts = calibrated(measured)
    if parts:
        from eegview.app.evaluation.calibration_picture import calibration_picture

        write_whole(picture, calibration_picture([(title, one) for title, _data, one in parts]))
    if key:
        write_whole(key, found.key_text(measured.real).encode(), is_private=True)
    write_whole(file, report_text(measured, picture.name if parts else "").encode())
    detected_by = plugin_software(plugin.detector_id, plugin.manifest.version, plugin.content_hash, setup.program)
    provenance = program_provenance(
        [detected_by], vocabulary=load_vocabulary()
    )  # of recordings that have no names here
    write_sidecar(file, provenance)
    if as_json:
        print_json(measured_json(measured), provenance)
        return
    for line in result_lines(measured, file):
        print_line(line)
    for _title, what, one in parts if calibration else ():
        print_line(manifest_rows(one, what))


def check_request(order: ArchiveOrder, found: FoundArchive, seeds: Sequence[int], written: Sequence[Path]) -> None:
    """Check that there is something to measure on, and a place for what is written.

    Raises
    ------
    UsageError : there is not
    """
    if not seeds and not found.archive.items:
        advice = "Give --recordings." if order.truths or order.takes_notes else "Give --seeds or --recordings."
        raise UsageError("There is nothing to measure on.", advice)
    for option, is_given in (("--truth", order.truths), ("--notes", order.takes_notes), ("--patients", order.patients)):
        if is_given and not order.recordings:
            raise UsageError(f"{option} is about recordings, and none are given.", "Give --recordings.")
    for file in written:
        if not file.absolute().parent.is_dir():
            raise UsageError(f"The folder of {file.name} does not exist.", "Make it first, or choose one that exists.")


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


def check_simulated(manifest: Manifest, term: str) -> None:
    """Check that the simulator makes events of a term.

    Raises
    ------
    UsageError : it does not; the advice says which of the detector's terms it makes, and what else can be done
    """
    from eegview.simulate.truth import TERMS

    if term in TERMS:
        return
    others = [one for one in manifest.terms if one in TERMS]
    other = f"Count what it makes with --term: {', '.join(others)}; or measure" if others else "Measure"
    raise UsageError(
        f"The simulator makes no “{term}”, so there is nothing to compare with.",
        f"{other} on recordings with marks, with --recordings and --truth. It makes: {', '.join(TERMS)}.",
    )


def done_trials(jobs: Sequence[TrialJob], n_workers: int, threshold: float | None, tolerance_s: float) -> list[Trial]:
    """Run the trials, report each on stderr, and return them in the order of the jobs."""
    done: dict[int, Trial] = {}
    with closing(run_trials(jobs, n_workers)) as everything:
        for update in everything:
            if update.trial is None:
                continue
            done[update.number] = update.trial
            print_message(f"[{len(done)}/{len(jobs)}] {trial_line(update.trial, threshold, tolerance_s)}")
    return [done[number] for number in range(len(jobs))]


def trial_line(trial: Trial, threshold: float | None, tolerance_s: float) -> str:
    """Return what came of a trial as one line, which names nobody."""
    if trial.refused and not trial.duration_s:
        return f"{trial.name}: not counted, as {trial.refused}."
    outcome = outcome_at(trial, threshold, tolerance_s)
    whole = outcome.whole
    speed = trial.duration_s / trial.run_s if trial.run_s else 0.0
    note = f" {trial.message}" if trial.message else ""
    if outcome.spans is not None:
        time = outcome.spans.time
        seconds = f"{time.both_s:.0f} of {time.reference_s:.0f} s found, {time.candidate_s - time.both_s:.0f} s false"
        return f"{trial.name}: {seconds}; {speed:.0f} × real time.{note}"
    return f"{trial.name}: {whole.tp} found, {whole.fn} missed, {whole.fp} false; {speed:.0f} × real time.{note}"


def versions(manifest: Manifest, has_simulated: bool) -> tuple[tuple[str, str], ...]:
    """Return (name, version) of everything the results depend on."""
    from eegview.detect.code_hash import code_hash as program_hash
    from eegview.simulate.plan import SIMULATOR_VERSION

    return (
        ("eegview", __version__),
        *((("simulator", str(SIMULATOR_VERSION)),) if has_simulated else ()),
        (manifest.detector_id, manifest.version),
        ("plugin code", code_hash(manifest.folder)[:16]),
        ("program code", program_hash()[:16]),
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
    order: ArchiveOrder,
    term: str,
    threshold: float | None,
    tolerance: float,
    settings: Sequence[str],
    stated: DataStatement,
) -> str:
    """Return the command that gives the report again, without paths of this machine and names of anybody."""
    arguments = ["eegview", "evaluate", "--detector", detector]
    arguments += ["--seeds", seeds, *(["--hours", f"{hours:g}"] if seeds != _NO_SEEDS else [])]
    for option, n, instead in (
        ("--recordings", len(order.recordings), "RECORDINGS"),
        ("--truth", len(order.truths), "TRUTH"),
        ("--patients", order.patients is not None, "TABLE"),
        ("--layer", bool(order.layer), "LAYER"),
    ):
        arguments += [option, instead] * n
    arguments += ["--notes"] * order.takes_notes
    arguments += ["--no-events"] * (order.holds_none and bool(order.truths or order.takes_notes))
    arguments += ["--term", term] * bool(term)
    arguments += ["--threshold", f"{threshold:g}"] if threshold is not None else []
    arguments += ["--tolerance", f"{tolerance:g}"] if tolerance != SAME_EVENT_S else []
    arguments += [argument for setting in settings for argument in ("--set", setting)]
    arguments += ["--data", stated.data] * bool(stated.data)
    arguments += ["--looks", str(stated.looks)] if stated.looks is not None else []
    arguments += ["--fitted", stated.fitted] if stated.fitted is not None else []
    return shlex.join([*arguments, "-o", "FILE.md"])
