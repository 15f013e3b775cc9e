"""What a run of a detector is given, as `eegview detect` is told: settings, range, marks, videos."""

from collections.abc import Iterable, Sequence

from eegview.app.detectors.detecting import Movement, movement_of, wants_video
from eegview.app.library.editing import Editor
from eegview.cli.blind_view import viewers_library
from eegview.cli.output import print_message, stderr_progress
from eegview.detect.manifest import Manifest, Need
from eegview.detect.manifest_parameters import Value, parsed_value
from eegview.model.annotation import Annotation, marks_text
from eegview.model.errors import UsageError
from eegview.model.movement import Region
from eegview.model.recording import Recording, SignalSource
from eegview.model.span import Span
from eegview.model.time.wall_clock import recording_time_s


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
    start_s = 0.0 if start is None else recording_time_s(start, recording)
    stop_s = recording.duration_s if stop is None else recording_time_s(stop, recording)
    if not start_s < stop_s:
        raise UsageError("The end is not after the beginning.", "Give --from before --to.")
    return Span(start_s, stop_s)


def own_marks(
    manifest: Manifest | None, library: str | None, reviewer: str, fingerprint: str
) -> tuple[Annotation, ...]:
    """Return the reviewer's own marks that a detector asks for; a library that is not there yet is not made."""
    from eegview.app.library.opening import is_library_there

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


def watched_videos(manifest: Manifest | None, files: Sequence[str], given: list[str]) -> list[str]:
    """Return the videos whose movement a detector is given: those named, else, where it needs one, those found."""
    from eegview.readers.companion_files import companion_videos

    if manifest is None or not wants_video(manifest):
        return []
    if given or manifest.input.video is not Need.REQUIRED:
        return given
    return [video for file in files for video in companion_videos(file)]


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
        elif one.fit is None and not source.recording.is_film:
            print_message(f"{name}, time of the video: {source_text(sync)}; not checked against the EEG by pairs.")
    progress = stderr_progress("Watching the video")
    return movement_of([one.clip for one in placed], progress, region, source.recording, print_message)
