"""Decode a video's first frame and note what its container says."""

from pathlib import Path
from typing import Any

import numpy as np

from eegview.model.errors import UnreadableFile
from eegview.model.issue import Issue
from eegview.readers.video.colour.gamut import gamut_of
from eegview.readers.video.colour.tones import Tones, has_unknown_colours, tones_of
from eegview.readers.video.container import (
    CONVERT,
    counts_frames,
    decode,
    is_raw,
    nominal_rate,
    open_container,
    video_stream,
)
from eegview.readers.video.facts import (
    VideoFacts,
    created_at,
    extension_issue,
    no_times_issue,
    odd_turn_issue,
    other_pictures_issue,
    place_issue,
    unfinished_issue,
)
from eegview.readers.video.reading import IndexReading
from eegview.readers.video.tags.boxes import unfinished_box
from eegview.readers.video.tags.cuts import cut_issues
from eegview.readers.video.tags.edit_list import edit_issue
from eegview.readers.video.tags.metadata import metadata_of
from eegview.readers.video.turning import odd_degrees, turn_of

_COLOURS = Issue("video_colours", "The video's colours are stored in a form that cannot be shown right (Dolby Vision).")
_PRIMARIES = Issue("video_primaries", "The video's colours are of a rare kind; they are shown as they are stored.")
_CODECS = {"h264": "H.264", "hevc": "H.265", "mpeg4": "MPEG-4", "mpeg2video": "MPEG-2", "mpeg1video": "MPEG-1"}


def read_facts(path: str, times: IndexReading) -> VideoFacts:
    """Return the facts of a video whose packets are being read; frames before the first whole one are left out.

    Raises
    ------
    UnreadableFile : no picture can be decoded
    """
    # Opened afresh: every container can be read from its start, not all can seek there.
    container = open_container(path)
    try:
        return _facts_of(path, times, container)
    finally:
        container.close()


def _facts_of(path: str, times: IndexReading, container: Any) -> VideoFacts:
    stream = video_stream(container, path)
    picture = next(decode(container.demux(stream), stream), None)
    if picture is None:
        raise UnreadableFile(f"No frame of {Path(path).name} can be decoded.", CONVERT)
    # AVI numbers its packets, and some codecs pack two frames into one: they are counted whatever the codec.
    is_counted = counts_frames(container, stream) or "avi" in container.format.name.split(",")
    issues = []
    first = None if is_counted or is_raw(container) else picture.pts
    n_before = 0 if first is None else int(np.searchsorted(times.index.pts, first))
    if first is not None and n_before:
        issues.append(Issue("video_starts_late", f"The first {n_before} frames of the video depend on missing frames."))
        times.begin_at(first)
    if (named := extension_issue(Path(path).suffix, container.format.name)) is not None:
        issues.append(named)
    tones = tones_of(int(picture.color_trc))
    gamut = gamut_of(int(picture.color_primaries), tones is not Tones.SDR)
    if has_unknown_colours(int(picture.colorspace)):
        issues.append(_COLOURS)
    elif gamut is None:
        issues.append(_PRIMARIES)
    if (edited := edit_issue(Path(path))) is not None:
        issues.append(edited)
    issues += cut_issues(Path(path), float(times.slowness))
    if (unfinished := unfinished_box(Path(path))) is not None:
        issues.append(unfinished_issue(unfinished))
    if is_raw(container):
        rate = float(nominal_rate(stream) or 0)
        name = str(stream.codec_context.name)
        issues.append(no_times_issue(_CODECS.get(name, name), rate, bool(stream.codec_context.framerate)))
    metadata = metadata_of(container, Path(path))
    if metadata.has_place:
        issues.append(place_issue())
    if n_others := sum(one.kind == "video" for one in metadata.other_streams):
        issues.append(other_pictures_issue(n_others))
    turn = turn_of(picture)
    if (degrees := odd_degrees(picture)) is not None:
        issues.append(odd_turn_issue(degrees, turn.rotation))
    is_turned = turn.is_on_its_side
    aspect = float(stream.sample_aspect_ratio or 1) or 1.0
    return VideoFacts(
        path=path,
        container=container.format.name,
        codec=stream.codec_context.name,
        times=times,
        width_px=picture.height if is_turned else picture.width,
        height_px=picture.width if is_turned else picture.height,
        pixel_aspect=1 / aspect if is_turned else aspect,
        turn=turn,
        tones=tones,
        gamut=gamut,
        n_bits=max((part.bits for part in picture.format.components), default=8),
        fps_nominal=float((nominal_rate(stream) or 0) * times.slowness),
        has_audio=bool(container.streams.audio),
        counts_frames=is_counted,
        is_raw=is_raw(container),
        metadata=metadata,
        created_at=created_at({**stream.metadata, **container.metadata}),
        issues=tuple(issues),
    )
