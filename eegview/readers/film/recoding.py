"""Write a copy of a film whose pictures were changed: each shown exactly as long, and at the same time, as before.

Pictures are written as they are shown: turned, with the tones of the screen (BT.709), eight bits a colour. No text,
date or place of the source is read, so none can be written. Slow motion is written with the times at which it happened.
"""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.error import FFmpegError
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from eegview.model.errors import UnreadableFile
from eegview.model.film.video import Rgb, VideoFrame
from eegview.model.recording import Progress, no_progress
from eegview.model.span import Span
from eegview.readers.film.sound import Altered, MadeSound
from eegview.readers.video.audio import AudioSource
from eegview.readers.video.video import VideoSource

_QUALITY = {"crf": "18", "preset": "veryfast", "bf": "0", "x264-params": "keyint=60:scenecut=40"}


def write_changed(
    source: VideoSource,
    target: str,
    change: Callable[[VideoFrame], Rgb],
    sound: AudioSource | None,
    altered: Altered,
    part: Span | None = None,
    progress: Progress = no_progress,
) -> tuple[int, int, float]:
    """Write the pictures of a film, changed, and its sound to an MP4 file.

    Parameters
    ----------
    change : returns the pixels to write for a picture, as large as it is
    sound : None = the copy has none
    altered : what becomes of the sound
    part : of the stream's own time, None = all; the first picture of a part is at 0 s of the copy

    Returns
    -------
    number of pictures written, number that could not be decoded and are left out, and how much later (s) than in the
    source a picture is shown in the copy

    Raises
    ------
    UnreadableFile : the film went away, or holds nothing in this part
    Cancelled : `progress` said so
    """
    name = Path(source.path).name
    index = source.facts.times.index
    ticks = [int(pts) for pts in index.pts if part is None or part.contains(index.seconds(int(pts)))]
    if not ticks:
        raise UnreadableFile(f"{name} has no picture in this part.", "Choose another part.")
    moved = -ticks[0] if part is not None or ticks[0] < 0 else 0
    moved_s = index.seconds(moved)
    begin_s = index.seconds(ticks[0])
    end_s = source.last_s if part is None else min(part.stop_s, source.last_s)
    heard = Span(begin_s if part is not None else min(begin_s, 0.0 if sound is None else sound.first_s), end_s)
    n_lost = 0
    try:
        with av.open(target, "w", format="mp4", options={"fflags": "+bitexact"}) as written:
            film = _Film(written, source, index.tick_s)
            made = None if sound is None else MadeSound(written, sound, heard, moved_s, altered)
            for number, pts in enumerate(ticks):
                at_s = index.seconds(pts)
                frame = source.frame_at(at_s)
                if frame is None or abs(frame.pts_s - at_s) > float(index.tick_s) / 2:
                    n_lost += 1
                    continue
                film.write(change(frame), pts + moved, frame.next_pts_s - at_s)
                if made is not None:
                    made.write_until(frame.next_pts_s)
                progress(number / len(ticks))
            film.finish()
            if made is not None:
                made.finish()
    except (FFmpegError, ValueError) as error:
        raise UnreadableFile(f"{name} cannot be written as a new film.", "Convert it to MP4 first.") from error
    progress(1.0)
    return len(ticks) - n_lost, n_lost, moved_s


class _Film:
    """The stream of pictures that is written."""

    def __init__(self, container: Any, source: VideoSource, tick_s: Fraction) -> None:
        self._container = container
        self._tick_s = tick_s
        self._stream = container.add_stream("libx264", rate=Fraction(source.fps_nominal or 25).limit_denominator(1001))
        self._stream.options = _QUALITY
        # Pictures of odd size lose their last row or column: the format halves the colours.
        self._width, self._height = source.width_px & ~1, source.height_px & ~1
        self._stream.width, self._stream.height, self._stream.pix_fmt = self._width, self._height, "yuv420p"
        context = self._stream.codec_context
        context.time_base = tick_s
        context.bit_rate = 0
        aspect = Fraction(source.facts.pixel_aspect).limit_denominator(1000)
        if aspect != 1:
            context.sample_aspect_ratio = aspect
        context.color_primaries, context.color_trc = int(ColorPrimaries.BT709), int(ColorTrc.BT709)
        context.colorspace, context.color_range = int(Colorspace.ITU709), int(ColorRange.MPEG)
        self._durations: dict[int, int] = {}

    def write(self, rgb: Rgb, pts: int, shown_s: float) -> None:
        """Write one picture.

        pts : ticks
        shown_s : how long it is shown
        """
        pixels = np.ascontiguousarray(rgb[: self._height, : self._width])
        frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
        frame = frame.reformat(
            format="yuv420p",
            src_colorspace=Colorspace.ITU709,
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
        )
        frame.pts, frame.time_base = pts, self._tick_s
        self._durations[pts] = max(1, round(shown_s / float(self._tick_s)))
        self._mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Write what the encoder still holds."""
        self._mux(self._stream.encode(None))

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            if packet.pts in self._durations:
                packet.duration = self._durations.pop(packet.pts)
            self._container.mux(packet)
