"""`eegview info`: the content of a recording."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eegview.cli.output import print_json, print_line, stderr_progress
from eegview.cli.reviewer import EncodingOption, FilesArgument
from eegview.model.errors import EegViewError
from eegview.model.recording import FileEvents, Recording
from eegview.model.time.clock import elapsed_text

if TYPE_CHECKING:
    from eegview.app.sync.syncing import PlacedVideo
    from eegview.app.video.clip_facts import ClipFacts


def info(
    files: FilesArgument,
    encoding: EncodingOption = "",
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    with_video: Annotated[
        bool, typer.Option("--video", help="Open the videos beside it too: their clips, and what is wrong with them.")
    ] = False,
) -> None:
    """Show what a recording holds: channels, times, gaps, marks, video, and what is wrong with it.

    Of clips without EEG: size, speed and tones of the video, sound, the clock and how sure it is, and whether the file
    says where and with what it was filmed.

    Example: eegview info night.edf --json
    """
    from eegview.app.video.clip_facts import clip_facts, clip_json
    from eegview.readers.companion_files import companion_videos
    from eegview.readers.opening import open_study
    from eegview.readers.plausible_values import scan_recording

    source = open_study(files, encoding=encoding)
    try:
        events = scan_recording(source, stderr_progress("Reading annotations"))
        recording = source.recording
    finally:
        source.close()
    film = [clip_facts(clip) for clip in recording.clips]
    videos = list(dict.fromkeys(video for file in files for video in companion_videos(file)))
    clips, refusals = clips_of(videos, recording) if with_video else ([], [])
    if json:
        found = as_json(recording, events, videos)
        found |= {"film": [clip_json(facts) for facts in film]} if recording.is_film else {}
        print_json(found | ({"clips": clips_json(clips, refusals)} if with_video else {}))
    else:
        for line in film_lines(recording, film) if recording.is_film else as_lines(recording, events, videos):
            print_line(line)
        for line in clip_lines(clips, refusals):
            print_line(line)


def clips_of(videos: list[str], recording: Recording) -> tuple[list["PlacedVideo"], list[tuple[str, EegViewError]]]:
    """Return the clips of the videos where the files themselves say they lie, and those refused, by path."""
    from eegview.app.sync.syncing import placed_videos

    found: list[PlacedVideo] = []
    refusals: list[tuple[str, EegViewError]] = []
    for video in videos:
        try:
            found += placed_videos([video], recording, (), "")
        except EegViewError as error:
            refusals.append((video, error))
    return found, refusals


def clips_json(clips: Sequence["PlacedVideo"], refusals: Sequence[tuple[str, EegViewError]]) -> list[dict[str, Any]]:
    """Return clips as a list for --json; one that cannot be read has its refusal."""
    found: list[dict[str, Any]] = [
        {
            "video": one.clip.path,
            "part": one.clip.part,
            "video_times": [one.clip.first_s, one.clip.last_s],
            "coverage": [one.clip.span.start_s, one.clip.span.stop_s],
            "source": one.clip.sync.source,
            "issues": [{"code": issue.code, "message": issue.message} for issue in one.issues],
        }
        for one in clips
    ]
    return [*found, *({"video": path, "refused": f"{error.sentence} {error.advice}"} for path, error in refusals)]


def clip_lines(clips: Sequence["PlacedVideo"], refusals: Sequence[tuple[str, EegViewError]]) -> list[str]:
    """Return clips as lines of text."""
    lines: list[str] = []
    for one in clips:
        span = one.clip.span
        where = f"{elapsed_text(span.start_s)} – {elapsed_text(span.stop_s)}"
        lines.append(f"Clip      {one.name}: {where}, {one.clip.sync.source}")
        lines += [f"  {issue.message}" for issue in one.issues]
    return [*lines, *(f"Clip      {Path(path).name}: {error.sentence}" for path, error in refusals)]


def as_json(recording: Recording, events: FileEvents, videos: list[str]) -> dict[str, Any]:
    """Return a recording as the object of the command-line contract."""
    return {
        "path": recording.path,
        "format": recording.format,
        "fingerprint": recording.fingerprint,
        "started_at": recording.started_at.isoformat() if recording.started_at else None,
        "duration_s": recording.duration_s,
        "channels": [
            {"name": c.name, "label": c.label, "kind": c.kind.value, "rate_hz": c.rate_hz, "unit": c.unit}
            for c in recording.channels
        ],
        "segments": [[segment.start_s, segment.stop_s] for segment in recording.segments],
        "n_events": len(events.annotations),
        "video": videos,
        "issues": [{"code": i.code, "message": i.message} for i in (*recording.issues, *events.issues)],
    }


def film_lines(recording: Recording, film: Sequence["ClipFacts"]) -> list[str]:
    """Return clips without EEG as lines of text."""
    from eegview.app.video.clip_facts import clip_lines

    lines = [f"{Path(recording.path).name}: {recording.format}, no EEG"]
    lines.append(f"Duration  {elapsed_text(recording.duration_s)}")
    for facts in film:
        span = facts.clip.span
        where = f"{elapsed_text(span.start_s)} – {elapsed_text(span.stop_s)}"
        lines += [f"Clip      {Path(facts.clip.path).name}: {where}", *(f"  {line}" for line in clip_lines(facts))]
    lines.append(f"Issues    {len(recording.issues) or 'none'}")
    return [*lines, *(f"  {issue.message}" for issue in recording.issues)]


def as_lines(recording: Recording, events: FileEvents, videos: list[str]) -> list[str]:
    """Return a recording as lines of text."""
    start = recording.started_at.isoformat(" ", "milliseconds") if recording.started_at else "unknown"
    lines = [
        f"{Path(recording.path).name}: {recording.format}",
        f"Start     {start}",
        f"Duration  {elapsed_text(recording.duration_s)}",
        f"Channels  {len(recording.channels)}",
    ]
    groups: dict[tuple[str, float, str], list[str]] = {}
    for c in recording.channels:
        groups.setdefault((c.kind.value, c.rate_hz, c.unit), []).append(c.name)
    for (kind, rate_hz, unit), names in groups.items():
        lines.append(f"  {kind}, {rate_hz:.7g} Hz, {unit.replace('uV', 'µV') or 'no unit'}: {' '.join(names)}")
    gaps = recording.gaps
    lines.append(f"Gaps      {len(gaps) or 'none'}")
    lines += [f"  {elapsed_text(gap.start_s)} – {elapsed_text(gap.stop_s)}" for gap in gaps[:20]]
    lines.append(f"Marks     {len(events.annotations)} in the file")
    lines.append(f"Video     {', '.join(Path(video).name for video in videos) or 'none beside it'}")
    issues = (*recording.issues, *events.issues)
    lines.append(f"Issues    {len(issues) or 'none'}")
    lines += [f"  {issue.message}" for issue in issues]
    return lines
