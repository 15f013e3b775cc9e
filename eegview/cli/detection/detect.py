"""`eegview detect`: run one detector over a recording."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from eegview.app.blind_reading.blindness import Blindness
from eegview.app.detectors.detecting import Detected, DetectionOrder, Movement, movement_of, run_detector, wants_video
from eegview.app.detectors.given_marks import other_input_text
from eegview.app.detectors.run_texts import not_final_summary
from eegview.app.evaluation.batch_results import detections_table
from eegview.app.library.editing import Editor, study_library
from eegview.app.library.known_recordings import known_source, note_opened
from eegview.app.provenance import provenance_of, write_sidecar
from eegview.app.study.age import age_in_library
from eegview.cli.blind_view import blindness_in, is_library_there, tell_blind, viewers_library
from eegview.cli.detection.chosen_detector import chosen_detector
from eegview.cli.detection.develop import DEVELOPMENT, developed_run
from eegview.cli.output import print_json, print_line, print_message, stderr_progress
from eegview.cli.reviewer import (
    DEFAULT_REVIEWER,
    DEFAULT_ROLE,
    EncodingOption,
    FileArgument,
    JsonOption,
    LibraryOption,
    ReviewerOption,
    RoleOption,
)
from eegview.detect.manifest import Manifest, Need
from eegview.detect.manifest_parameters import Value, parsed_value
from eegview.detect.messages import Batch
from eegview.model.annotation import Annotation, marks_text
from eegview.model.clock import elapsed_text, parse_time_s
from eegview.model.errors import DetectorFailed, UsageError
from eegview.model.movement import Region
from eegview.model.provenance import Provenance
from eegview.model.read_marks import read_marks, without_read_marks
from eegview.model.recording import Recording, SignalSource
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd

RESEARCH_ONLY = "Suggestions for a person to decide on; for research and education, not for diagnosis."


def detect(
    file: FileArgument,
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
            "--age-months", metavar="M", min=0.0, help="Age; default: as entered for the study, else the header's."
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
    from eegview.app.library.opening import open_source

    source = open_source([file], encoding=encoding)
    opened = None
    try:
        recording = source.recording
        span = requested_span(recording, start, stop)
        videos = watched_videos(plugin.manifest, file, video or [])
        opened = None if no_store and not videos else study_library(library)
        if opened is not None:
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
            typed = age_in_library(opened, recording.fingerprint)
            age_months = typed.months if typed is not None else None
        movement = None
        if videos:
            editor = Editor(opened, recording.fingerprint, reviewer, role) if opened is not None else None
            movement = movement_in(videos, source, editor, reviewer, region_of(region))
        marks = own_marks(plugin.manifest, library, reviewer, recording.fingerprint)
        order = DetectionOrder((file,), parameters, span, age_months, movement, reviewer, encoding, marks)
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
        write_sidecar(out, provenance, {"trial_type": {"Description": RESEARCH_ONLY}})
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


def settings_from(manifest: Manifest | None, given: Iterable[str]) -> dict[str, Value]:
    """Return the values of parameters given as `KEY=VALUE`.

    Raises
    ------
    UsageError : a setting is no such pair, the parameter is unknown, or the value does not fit
    """
    values: dict[str, Value] = {}
    for setting in given:
        name, equals, text = setting.partition("=")
        if not equals:
            raise UsageError(f"“{setting}” is not KEY=VALUE.", "Write for example --set threshold=0.5.")
        if manifest is None:
            continue  # the plugin is broken, and running it reports how
        parameter = manifest.parameter(name)
        if parameter is None:
            known = ", ".join(one.name for one in manifest.parameters) or "none"
            raise UsageError(f"“{manifest.detector_id}” has no parameter “{name}”.", f"Its parameters: {known}.")
        values[name] = parsed_value(parameter, text)
    return values


def requested_span(recording: Recording, start: str | None, stop: str | None) -> Span | None:
    """Return the span to be searched, None for the whole recording.

    Raises
    ------
    UsageError : a time cannot be read, or the end is not after the beginning
    """
    if start is None and stop is None:
        return None
    start_s = 0.0 if start is None else parse_time_s(start, recording.started_at)
    stop_s = recording.duration_s if stop is None else parse_time_s(stop, recording.started_at)
    if not start_s < stop_s:
        raise UsageError("The end is not after the beginning.", "Give --from before --to.")
    return Span(start_s, stop_s)


def own_marks(
    manifest: Manifest | None, library: str | None, reviewer: str, fingerprint: str
) -> tuple[Annotation, ...]:
    """Return the reviewer's own marks that a detector asks for; a library that is not there yet is not made."""
    if manifest is None or not manifest.input.marks or not is_library_there(library):
        return ()
    seen = viewers_library(library, reviewer)
    try:
        marks = tuple(mark for term in manifest.input.marks for mark in seen.annotations(fingerprint, term))
    finally:
        seen.close()
    own = tuple(mark for mark in marks if mark.layer == reviewer)
    print_message(f"It reads {marks_text(len(own))} of {reviewer}: {', '.join(manifest.input.marks)}.")
    return own


def watched_videos(manifest: Manifest | None, file: str, given: list[str]) -> list[str]:
    """Return the videos whose movement a detector is given: those named, else, where it needs one, those found."""
    from eegview.readers.companion_files import companion_videos

    if manifest is None or not wants_video(manifest):
        return []
    return given or (list(companion_videos(file)) if manifest.input.video is Need.REQUIRED else [])


def region_of(text: str | None) -> Region | None:
    """Return the rectangle of the picture given by four shares, None for the whole picture.

    Raises
    ------
    UsageError : they are not four numbers from 0 to 1, or enclose nothing
    """
    if text is None:
        return None
    try:
        left, top, right, bottom = (float(part) for part in text.split(","))
    except ValueError:
        left = top = right = bottom = 0.0
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise UsageError(
            f"“{text}” is not a region of the frame.", "Give left,top,right,bottom, for example 0.1,0,0.6,1."
        )
    return Region.rectangle(left, top, right, bottom)


def movement_in(
    videos: list[str], source: SignalSource, editor: Editor | None, author: str, region: Region | None
) -> Movement | None:
    """Return the movement in the videos, in recording time, None where there is none to be had.

    A video whose time is not known is left out, which is printed, as is how a time was guessed that nobody checked.
    """
    from eegview.app.sync.syncing import placed_videos
    from eegview.app.video.clip_sync import source_text

    marks = editor.sync_marks() if editor is not None else ()
    placed = placed_videos(videos, source.recording, marks, author)
    for one in placed:
        name, sync = one.name, one.clip.sync
        if not sync.is_known:
            print_message(
                f"{name}, time of the video: {source_text(sync)}; its movement is not used."
                " Match it with the EEG in the window (Ctrl+M), or with “eegview sync … --anchors”."
            )
        elif one.fit is None:
            print_message(f"{name}, time of the video: {source_text(sync)}; not checked against the EEG by pairs.")
    return movement_of([one.clip for one in placed], stderr_progress("Watching the video"), region)


def check_writable(out: Path, suffix: str = ".tsv", what: str = "Suggestions") -> None:
    """Check that suggestions, or trends, can be written to a file.

    Raises
    ------
    UsageError : it has another ending, or its folder does not exist
    """
    if out.suffix.lower() != suffix:
        raise UsageError(f"{what} cannot be written as “{out.suffix}”.", f"Give a file that ends in {suffix}.")
    if not out.absolute().parent.is_dir():
        raise UsageError(f"The folder of {out.name} does not exist.", "Make it first, or choose one that exists.")


def write_trends_of(found: Detected, out: Path, provenance: Provenance) -> None:
    """Write the trends of a run, and print how they stand in the table; a detector without trends writes none."""
    from eegview.app.detectors.trend_file import write_trends

    if not found.trends:
        print_message(f"“{found.run.title}” gave no trends, so {out.name} was not written.")
        return
    names = write_trends(out, found.trends)
    write_sidecar(out, provenance)
    steps = ", ".join(f"{name} every {one.step_s:g} s" for name, one in zip(names, found.trends, strict=True))
    print_message(f"{out.name}: {steps}; empty = not measured then.")


def print_outcome(
    found: Detected, recording_stop_s: float, provenance: Provenance | None, is_developed: bool = False
) -> None:
    """Print the results of a run, and on stderr warnings, the detector's notes, and how many results are not final.

    provenance : for --json, None = lines of text are asked for
    """
    run = found.run
    not_final = not_final_summary(run, found.detections, recording_stop_s)
    for sentence in (*run.outside, *found.notes, *filter(None, [not_final])):
        print_message(sentence)
    if provenance is not None:
        print_json(detected_json(found) | ({"development": True} if is_developed else {}), provenance)
        return
    n_found = len(found.detections)
    hours = max(run.reached_s - run.span.start_s, 0.0) / 3600
    print_line(
        f"{run.title} {run.version}: {n_found} {'suggestion' if n_found == 1 else 'suggestions'}"
        f" in {elapsed_text(hours * 3600, 0)} of recording, {len(found.trends)} trends, {found.ending.seconds:.1f} s"
    )
    print_line(DEVELOPMENT if is_developed else RESEARCH_ONLY)


def print_hidden_outcome(found: Detected, blindness: Blindness, as_json: bool) -> None:
    """Print that a run ended, without a word on what it found."""
    run = found.run
    tell_blind(blindness)
    if as_json:
        print_json({"run": run.run_id, "detector": run.detector_id, "end": run.end.value, "hidden": True})
    else:
        print_line(f"{run.title} {run.version}: kept in the library; shown once you have signed.")


def detected_json(found: Detected) -> dict[str, Any]:
    """Return a run with its detections and trends as an object for --json."""
    run = found.run
    return {
        "run": run.run_id,
        "detector": run.detector_id,
        "version": run.version,
        "content_hash": run.content_hash,
        "program": run.program_version,
        "code_hash": run.code_hash,
        "parameters": dict(without_read_marks(run.parameters)),
        "marks": dict(read_marks(run.parameters)),
        "from_s": run.span.start_s,
        "to_s": run.span.stop_s,
        "reached_s": run.reached_s,
        "end": run.end.value,
        "message": run.message,
        "outside": list(run.outside),
        "notes": list(found.notes),
        "seconds": round(found.ending.seconds, 3),
        "peak_mib": round(found.ending.peak_mib, 1),
        "detections": [detection_json(one) for one in found.detections],
        "trends": [
            {"name": t.name, "unit": t.unit, "start_s": t.start_s, "step_s": t.step_s, "n": len(t.values)}
            for t in found.trends
        ],
    }


def detection_json(one: Detection) -> dict[str, Any]:
    """Return a detection as an object for --json."""
    return {
        "number": one.number,
        "onset_s": one.onset_s,
        "duration_s": one.duration_s,
        "term": one.term_id,
        "score": one.score,
        "is_final": one.is_final,
        "channels": list(one.channels),
        "attributes": dict(one.attributes),
        "terms": [{"name": t.name, "value": t.value, "unit": t.unit, "points": t.points} for t in one.terms],
    }
