"""`eegview detect`: run one detector over a recording."""

from pathlib import Path
from typing import Annotated

import typer

from eegview.app.detectors.detecting import DetectionOrder, run_detector
from eegview.app.detectors.given_marks import other_input_text
from eegview.app.evaluation.batch_results import detections_table
from eegview.app.infant.age_of_study import age_in_library
from eegview.app.library.editing import Editor, study_library
from eegview.app.library.known_recordings import known_source, note_opened
from eegview.app.provenance import provenance_of, write_sidecar
from eegview.cli.blind_view import blindness_in
from eegview.cli.detection.chosen_detector import chosen_detector
from eegview.cli.detection.develop import DEVELOPMENT, developed_run
from eegview.cli.detection.inputs import (
    movement_in,
    own_marks,
    region_of,
    requested_span,
    settings_from,
    watched_videos,
)
from eegview.cli.detection.outcome import (
    RESEARCH_ONLY,
    check_writable,
    print_hidden_outcome,
    print_outcome,
    write_trends_of,
)
from eegview.cli.output import print_message, stderr_progress
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    DEFAULT_ROLE,
    EncodingOption,
    FilesArgument,
    JsonOption,
    LibraryOption,
    ReviewerOption,
    RoleOption,
)
from eegview.detect.process.messages import Batch
from eegview.model.errors import DetectorFailed, UsageError
from eegview.model.suggestion.detection import DetectorRun, RunEnd
from eegview.model.time.clock import elapsed_text


def detect(
    files: FilesArgument,
    detector: Annotated[str, typer.Option("--detector", metavar="ID", help="See “eegview detectors”.")] = "",
    szcore: Annotated[
        str, typer.Option("--szcore", metavar="IMAGE", help="Instead: a published SzCORE container, or a .sif file.")
    ] = "",
    pull: Annotated[bool, typer.Option("--pull", help="Fetch the image where it is not here.")] = False,
    runtime: Annotated[
        str, typer.Option("--runtime", metavar="NAME", help="docker, podman or apptainer; default: the first here.")
    ] = "",
    develop: Annotated[
        Path | None,
        typer.Option(
            "--develop",
            metavar="FOLDER",
            help="Run the detector in this folder as it is now, without approval; nothing is kept in the library.",
        ),
    ] = None,
    is_agreed: Annotated[
        bool, typer.Option("--yes", help="With --develop: run it without asking, as in a script.")
    ] = False,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter; may be repeated.")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="T", help="Where to begin; default: the start.")
    ] = None,
    stop: Annotated[str | None, typer.Option("--to", metavar="T", help="Where to end; else the end.")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="OUT.tsv", help="Write what was found.")] = None,
    trends: Annotated[
        Path | None,
        typer.Option("--trends", metavar="OUT.csv", help="Write its trends: time_s, and a column for each."),
    ] = None,
    no_store: Annotated[bool, typer.Option("--no-store", help="Store nothing in the study library.")] = False,
    age_months: Annotated[
        float | None,
        typer.Option(
            "--age-months",
            metavar="M",
            min=0.0,
            help="Age; default: the infant's, as entered, or the header's.",
        ),
    ] = None,
    video: Annotated[
        list[str] | None, typer.Option("--video", metavar="V", help="A video of the recording; may be repeated.")
    ] = None,
    region: Annotated[
        str | None,
        typer.Option("--region", metavar="L,T,R,B", help="Region of the video to measure, as shares of the frame."),
    ] = None,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Run one detector; its suggestions are stored in the study library and do not count until accepted.

    With --szcore a published container is the detector: without network, on a copy that names nobody; naming the image
    is your consent to run it, and nothing is fetched unless you say --pull.

    Example: eegview detect study.edf --detector spasms --from 00:10:00 --to 01:10:00 -o found.tsv
    """
    if out is not None:
        check_writable(out)
    if trends is not None:
        check_writable(trends, ".csv", "Trends")
    no_store = no_store or develop is not None
    plugin = chosen_detector(detector, develop, is_agreed, szcore, pull, runtime)
    parameters = settings_from(plugin.manifest, settings or [])
    from eegview.app.library.opening import kept_slowness, open_source

    source = open_source(files, encoding=encoding, slowness=kept_slowness(library))
    opened = None
    try:
        recording = source.recording
        span = requested_span(recording, start, stop)
        videos = watched_videos(plugin.manifest, files, video or [])
        opened = None if no_store and not videos else study_library(library)
        if opened is not None and not no_store:
            note_opened(opened, known_source(source))
        blindness = blindness_in(library, reviewer, recording.fingerprint)
        if blindness.is_blind and (no_store or out is not None or trends is not None):
            raise UsageError(
                f"This study is read blind: suggestions are hidden from {reviewer} until they have signed.",
                "Run it without --no-store, --out and --trends; the run is kept in the library."
                if develop is None
                else "Develop on another recording.",
            )
        if age_months is None and opened is not None:
            known_age = age_in_library(opened, recording)
            age_months = known_age.months if known_age is not None else None
        movement = None
        if videos:
            editor = Editor(opened, recording.fingerprint, reviewer, role) if opened is not None else None
            movement = movement_in(videos, source, editor, reviewer, region_of(region))
        marks = () if plugin.needs_consent else own_marks(plugin.manifest, library, reviewer, recording.fingerprint)
        order = DetectionOrder(tuple(files), parameters, span, age_months, movement, reviewer, encoding, marks)
        progress = stderr_progress(plugin.title)

        def on_report(_run: DetectorRun, batch: Batch) -> None:
            progress(min(batch.share, 0.99))

        if develop is None:
            found = run_detector(plugin, recording, order, None if no_store else opened, on_report)
        else:
            found = developed_run(plugin, recording, order)
        if develop is None and found.run.end is RunEnd.DONE:
            progress(1.0)
        runs = () if blindness.is_blind else (found.run,)
        held = None if opened is None or blindness.is_blind else opened
        provenance = provenance_of(recording.fingerprint, held, runs)
        earlier = opened.runs(recording.fingerprint) if opened is not None and not blindness.is_blind else ()
        if changed := other_input_text(found.run, earlier):
            print_message(changed)
    finally:
        try:
            source.close()
        finally:
            if opened is not None:
                opened.close()
    if out is not None:
        from eegview.exchange.writing import write_whole

        write_whole(out, detections_table(found.detections, found.run.run_id).encode())
        write_sidecar(
            out, provenance, {"trial_type": {"Description": RESEARCH_ONLY if develop is None else DEVELOPMENT}}
        )
    if trends is not None:
        write_trends_of(found, trends, provenance)
    if blindness.is_blind:
        print_hidden_outcome(found, blindness, as_json)
    else:
        print_outcome(found, recording.duration_s, provenance if as_json else None, is_developed=develop is not None)
    if found.run.is_partial:
        where = elapsed_text(found.run.reached_s)
        log = found.ending.log if develop is None else None
        advice = f"What it printed is in {log}." if log else "Try a shorter section with --from and --to."
        if develop is not None:
            advice = "What it printed is shown above."
        raise DetectorFailed(f"{found.run.message} What it found up to {where} is labelled partial.", advice)
