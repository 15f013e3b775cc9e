"""`eegview evaluate`: the quality of a detector on simulated infants and on a hospital's own archive."""

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from eegview.app.evaluation.archive.jobs import ArchiveOrder, found_archive
from eegview.app.evaluation.batch import settings_of
from eegview.app.evaluation.compared_term import ANY_SEIZURE, classes_of
from eegview.app.evaluation.evaluation import run_trials, seeds_from
from eegview.app.evaluation.measured import DataStatement, Measured
from eegview.app.evaluation.report import PICTURE_SUFFIX, report_text
from eegview.app.evaluation.report_calibration import manifest_rows
from eegview.app.evaluation.trials import Trial, outcome_at
from eegview.app.evaluation.trying import TrialJob
from eegview.app.provenance import plugin_software, program_provenance, write_sidecar
from eegview.app.vocabulary.store import load_vocabulary
from eegview.cli.detection.chosen_detector import chosen_detector
from eegview.cli.detection.inputs import settings_from
from eegview.cli.evaluation.evaluate_json import calibrated, measured_json, result_lines
from eegview.cli.evaluation.evaluation_record import NO_SEEDS, command_text, versions
from eegview.cli.evaluation.evaluation_request import check_request, check_simulated, counted_seizures, counted_term
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import JsonOption
from eegview.clinical.same_event import SAME_EVENT_S
from eegview.model.errors import UsageError

HELD_OUT = "1021-1040"  # seeds that no bundled detector is tuned on
HOURS = 3.0  # several sleep cycles, awakenings and clusters
SWEEP = tuple(round(0.1 * step, 1) for step in range(1, 10))


def evaluate(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE.md", help="The report, or a folder for it.")],
    detector: Annotated[str, typer.Option("--detector", metavar="ID", help="See “eegview detectors”.")] = "",
    image: Annotated[
        str, typer.Option("--image", metavar="IMAGE", help="Instead: a published SzCORE container, as with detect.")
    ] = "",
    szcore: Annotated[
        bool, typer.Option("--szcore", help="Score seizures and spasms together as SzCORE does; truth lies beside.")
    ] = False,
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

    With --szcore the truth is SzCORE's table or any other beside each recording, and the scores are SzCORE's own.

    Example: eegview evaluate --detector spasms --recordings archive --truth marks --looks 1 --fitted "" -o report.md
    """
    from eegview.exchange.writing import write_whole

    plugin = chosen_detector(detector, szcore=image, option="--image")
    detector = plugin.detector_id
    if szcore and recordings and not (truth or notes or no_events):
        truth = recordings  # SzCORE's data sets have each table beside its recording
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
        seeds = NO_SEEDS if truth or notes or no_events else HELD_OUT
    numbers = () if seeds == NO_SEEDS else seeds_from(seeds)
    found = found_archive(order)
    check_request(order, found, numbers, written)
    parameters = settings_from(plugin.manifest, settings or [])
    setup = settings_of(plugin, parameters)  # refuses what may not run before anything is simulated
    assert plugin.manifest is not None
    counted = counted_seizures(plugin.manifest, term) if szcore else counted_term(plugin.manifest, term)
    if numbers and not szcore:
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
            detector, seeds, hours, order, term, threshold, tolerance, settings or [], statement, image, szcore
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


def done_trials(jobs: Sequence[TrialJob], n_workers: int, threshold: float | None, tolerance_s: float) -> list[Trial]:
    """Run the trials, report each on stderr, and return them in the order of the jobs."""
    is_szcore = any(job.term_id == ANY_SEIZURE for job in jobs)
    done: dict[int, Trial] = {}
    with closing(run_trials(jobs, n_workers)) as everything:
        for update in everything:
            if update.trial is None:
                continue
            done[update.number] = update.trial
            print_message(f"[{len(done)}/{len(jobs)}] {trial_line(update.trial, threshold, tolerance_s, is_szcore)}")
    return [done[number] for number in range(len(jobs))]


def trial_line(trial: Trial, threshold: float | None, tolerance_s: float, is_szcore: bool = False) -> str:
    """Return what came of a trial as one line, which names nobody."""
    if trial.refused and not trial.duration_s:
        return f"{trial.name}: not counted, as {trial.refused}."
    outcome = outcome_at(trial, threshold, tolerance_s)
    whole = outcome.whole
    speed = trial.duration_s / trial.run_s if trial.run_s else 0.0
    note = f" {trial.message}" if trial.message else ""
    if is_szcore:
        return f"{trial.name}: {len(trial.truth)} true, {len(outcome.found)} proposed; {speed:.0f} × real time.{note}"
    if outcome.spans is not None:
        time = outcome.spans.time
        seconds = f"{time.both_s:.0f} of {time.reference_s:.0f} s found, {time.candidate_s - time.both_s:.0f} s false"
        return f"{trial.name}: {seconds}; {speed:.0f} × real time.{note}"
    return f"{trial.name}: {whole.tp} found, {whole.fn} missed, {whole.fp} false; {speed:.0f} × real time.{note}"
