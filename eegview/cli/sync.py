"""`eegview sync`: the place of a video in recording time, by paired instants."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from eegview.app.film.no_eeg import refuse_film
from eegview.app.library.editing import Editor
from eegview.app.sync.syncing import PlacedVideo, all_fitted, anchors_by_video, placed_videos
from eegview.cli.events import Work, opened
from eegview.cli.output import print_json, print_line, print_message, stderr_progress
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
from eegview.model.errors import UsageError
from eegview.model.recording import SignalSource
from eegview.model.sync import REFUSE_ABOVE_MS, WARN_ABOVE_MS, SuggestedAnchor, SyncLevel
from eegview.model.time.clock import elapsed_text

_ABOVE_MS = {SyncLevel.WARN: WARN_ABOVE_MS, SyncLevel.REFUSE: REFUSE_ABOVE_MS}


def sync(
    files: FilesArgument,
    video: Annotated[list[str], typer.Option("--video", metavar="V", help="A video; may be given several times.")],
    anchors: Annotated[
        Path | None, typer.Option("--anchors", metavar="A.csv", help="Columns video_s,eeg_s (and video).")
    ] = None,
    store: Annotated[bool, typer.Option("--store", help="Store the fit in the library, as your edit.")] = False,
    suggest: Annotated[bool, typer.Option("--suggest", help="Search for moments that could be anchors.")] = False,
    reach: Annotated[
        float, typer.Option("--reach", metavar="S", min=1.0, help="How far around the guess movement is searched for.")
    ] = 10.0,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="A.csv", help="Write the suggestions, for review.")
    ] = None,
    encoding: EncodingOption = "",
    library: LibraryOption = None,
    reviewer: ReviewerOption = DEFAULT_REVIEWER,
    role: RoleOption = DEFAULT_ROLE,
    as_json: JsonOption = False,
) -> None:
    """Fit video time to recording time, or show where a video lies as far as is known.

    EEG time = offset_s + video time × (1 + drift_ppm · 10⁻⁶), video time being the stream's own.

    Example: eegview sync night.edf --video night.mp4 --anchors anchors.csv --store --json
    """
    check_options(anchors, store, suggest, out)
    with opened(files, library, reviewer, role, encoding) as work:
        refuse_film(work.recording, "Pairs of instants")
        videos = placed_videos(video, work.recording, work.editor.sync_marks(), reviewer)
        if anchors is not None:
            videos = with_anchors(videos, anchors, work.source)
            if store:
                store_fits(videos, work.editor)
        found = suggested(videos, work, reach) if suggest else []
    if out is not None:
        from eegview.exchange.anchors_file import write_suggestions

        write_suggestions(out, found)
    report_doubts(videos)
    if as_json:
        print_json(sync_json(videos) | ({"suggestions": suggestions_json(found)} if suggest else {}))
        return
    for line in sync_lines(videos):
        print_line(line)
    for name, one in found:
        print_line(
            f"suggested  {Path(name).name}  video {one.anchor.video_s:.3f} s = EEG {one.anchor.eeg_s:.3f} s"
            f"  sureness {one.sureness:.2f}  {one.why}"
        )


def check_options(anchors: Path | None, store: bool, suggest: bool, out: Path | None) -> None:
    """Check that the options fit together.

    Raises
    ------
    UsageError : --store without --anchors, or -o without --suggest
    """
    if store and anchors is None:
        raise UsageError("There is nothing to store.", "Give the anchors with --anchors.")
    if out is not None and not suggest:
        raise UsageError("There is nothing to write.", "-o writes what --suggest finds; add --suggest.")


def with_anchors(videos: tuple[PlacedVideo, ...], anchors: Path, source: SignalSource) -> tuple[PlacedVideo, ...]:
    """Return the videos, fitted to the anchors that a table has for them.

    Raises
    ------
    UnreadableFile : the table is missing or is no text
    UsageError : the table lacks a column or a time, or its anchors fit no line
    """
    from eegview.exchange.anchors_file import read_anchors

    rows = read_anchors(anchors, source.recording.started_at)
    given = anchors_by_video(rows, [one.clip.path for one in videos])
    return all_fitted(videos, given)


def store_fits(videos: Iterable[PlacedVideo], editor: Editor) -> None:
    """Store the fits in the library, as edits of the reviewer."""
    from eegview.app.library.video_times import set_video_time

    for one in videos:
        if one.is_new:
            edit = set_video_time(editor, one.fingerprint, one.clip.sync, one.anchors)
            print_message(f"Edit {edit.number}: {one.name} is at {one.clip.sync.offset_s:.3f} s.")


def suggested(videos: Iterable[PlacedVideo], work: Work, reach_s: float) -> list[tuple[str, SuggestedAnchor]]:
    """Return (path of a video, suggested anchor) for all suggestions."""
    from eegview.app.sync.proposing import suggest_anchors

    found: list[tuple[str, SuggestedAnchor]] = []
    marks = work.marks()
    for one in videos:
        if one.clip.part > 1:
            continue  # the file was looked through with its first part
        progress = stderr_progress(f"Looking through {Path(one.clip.path).name}")
        suggestions = suggest_anchors(work.source, one.clip.path, one.clip.sync, progress, marks, reach_s)
        if not suggestions:
            print_message(f"{Path(one.clip.path).name}: no moment was found in both video and EEG.")
        found += [(one.clip.path, suggestion) for suggestion in suggestions]
    return found


def report_doubts(videos: Iterable[PlacedVideo]) -> None:
    """Report on stderr what is doubtful about each video and its fit."""
    for one in videos:
        name = one.name
        for issue in one.issues:
            print_message(f"{Path(one.clip.path).name}: {issue.message}")
        if one.fit is None:
            if one.clip.sync.is_elsewhere:
                print_message(f"{name}: {one.clip.sync.elsewhere_text}")
            continue
        for number in one.fit.outliers:
            off_ms = one.fit.residuals_ms[number]
            print_message(f"{name}: anchor {number + 1} is {off_ms:+.0f} ms off the others and was left out.")
        for note in one.fit.notes:
            print_message(f"{name}: {note}")
        if one.level in _ABOVE_MS:
            print_message(
                f"{name}: the anchors disagree by more than {_ABOVE_MS[one.level]:g} ms. Check each pair again."
            )
        elif one.worst_level in _ABOVE_MS:
            unsure = f"unsure by more than {_ABOVE_MS[one.worst_level]:g} ms far from the anchors"
            print_message(f"{name}: {unsure}. Add one near its start and one near its end.")


def sync_json(videos: tuple[PlacedVideo, ...]) -> dict[str, Any]:
    """Return the fits as the object of the command-line contract; offset and drift are those of the first video."""
    first = videos[0].clip.sync
    fits = [one.fit for one in videos if one.fit]
    sizes_ms = sorted(abs(fit.residuals_ms[number]) for fit in fits for number in fit.used)
    return {
        "offset_s": first.offset_s + 0.0,  # never −0
        "drift_ppm": first.drift_ppm,
        "residual_ms": residual_json(sizes_ms),
        "n": len(sizes_ms),
        "segments": [segment_json(one) for one in videos],
    }


def segment_json(one: PlacedVideo) -> dict[str, Any]:
    """Return the place and fit of one video as an object for --json."""
    clip, fit = one.clip, one.fit
    sizes_ms = sorted(abs(fit.residuals_ms[number]) for number in fit.used) if fit else []
    return {
        "video": clip.path,
        "part": clip.part,
        "video_times": [clip.first_s, clip.last_s],
        "offset_s": clip.sync.offset_s + 0.0,
        "drift_ppm": clip.sync.drift_ppm,
        "coverage": [clip.span.start_s, clip.span.stop_s],
        "source": clip.sync.source,
        "residual_ms": residual_json(sizes_ms),
        "n": len(sizes_ms),
        "level": one.level.value,
        "worst_level": one.worst_level.value,
        "uncertainty_ms": uncertainty_json(one),
        "anchors": [
            {
                "video_s": anchor.video_s,
                "eeg_s": anchor.eeg_s,
                "residual_ms": fit.residuals_ms[number] if fit else None,
                "used": fit is not None and number in fit.used,
            }
            for number, anchor in enumerate(one.anchors)
        ],
        "notes": list(fit.notes) if fit else [text] if (text := clip.sync.elsewhere_text) else [],
    }


def residual_json(sizes_ms: list[float]) -> dict[str, float | None]:
    """Return median and maximum of sorted residuals as an object for --json, null without any."""
    if not sizes_ms:
        return {"median": None, "max": None}
    half = len(sizes_ms) // 2
    return {"median": (sizes_ms[half] + sizes_ms[~half]) / 2, "max": sizes_ms[-1]}


def uncertainty_json(one: PlacedVideo) -> dict[str, float | None]:
    """Return half the width (ms) of the ~95 % band at the video's first and last moment and at its narrowest."""
    if one.fit is None:
        return {"start": None, "stop": None, "least": None}
    span, fit = one.clip.span, one.fit
    return {
        "start": fit.uncertainty_s(span.start_s) * 1000,
        "stop": fit.uncertainty_s(span.stop_s) * 1000,
        "least": fit.uncertainty_s(fit.centre_s) * 1000,
    }


def suggestions_json(found: Iterable[tuple[str, SuggestedAnchor]]) -> list[dict[str, Any]]:
    """Return suggested anchors as a list for --json."""
    return [
        {
            "video": path,
            "video_s": one.anchor.video_s,
            "eeg_s": one.anchor.eeg_s,
            "kind": one.anchor.kind,
            "sureness": one.sureness,
            "why": one.why,
        }
        for path, one in found
    ]


def sync_lines(videos: Iterable[PlacedVideo]) -> Iterable[str]:
    """Yield the place and fit of each video as lines of text."""
    for one in videos:
        clip, fit = one.clip, one.fit
        yield one.name
        yield f"  offset    {clip.sync.offset_s + 0.0:.3f} s, drift {clip.sync.drift_ppm:+.1f} ppm"
        yield f"  source    {clip.sync.source}"
        yield f"  coverage  {elapsed_text(clip.span.start_s)} – {elapsed_text(clip.span.stop_s)}"
        if fit is not None:
            yield f"  residuals {fit.median_residual_ms:.0f} ms in the median, {fit.worst_residual_ms:.0f} ms at most"
            ends = (fit.uncertainty_s(time_s) * 1000 for time_s in (clip.span.start_s, clip.span.stop_s))
            yield "  sure to   {:.0f} ms at its start, {:.0f} ms at its end".format(*ends)
