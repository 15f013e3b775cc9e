"""The facts of an indexed video, and the issues found in it.

Must not know the decoding library.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Protocol

from eegview.model.film.clip_metadata import ClipMetadata
from eegview.model.issue import Issue
from eegview.readers.video.colour.gamut import Gamut
from eegview.readers.video.colour.tones import Tones
from eegview.readers.video.index import PacketIndex
from eegview.readers.video.turning import Turn

# Which container each file name promises: a part of the name the demuxer gives itself.
_CONTAINERS = {
    **dict.fromkeys((".mp4", ".m4v", ".mov", ".qt", ".3gp", ".3g2", ".f4v"), "mov"),
    **dict.fromkeys((".mkv", ".webm"), "matroska"),
    **dict.fromkeys((".ts", ".mts", ".m2t", ".m2ts", ".trp"), "mpegts"),
    **dict.fromkeys((".mpg", ".mpeg", ".mpe", ".vob", ".m2p", ".mod"), "mpeg"),
    **dict.fromkeys((".wmv", ".asf"), "asf"),
    **dict.fromkeys((".ogv", ".ogg", ".ogm"), "ogg"),
    **dict.fromkeys((".264", ".h264", ".avc"), "h264"),
    **dict.fromkeys((".265", ".h265", ".hevc"), "hevc"),
    **dict.fromkeys((".m1v", ".m2v"), "mpegvideo"),
    ".avi": "avi",
    ".flv": "flv",
    ".mxf": "mxf",
    ".dv": "dv",
}
_MOST_STARTS = 5  # times named in one sentence
_LONG_HOLD_S = 2.0  # no camera is this slow: packets are missing, or the picture was frozen


class FrameTimes(Protocol):
    """The index of a video, which may still be growing; `index` is replaced, never changed."""

    index: PacketIndex
    share: float
    slowness: Fraction
    issues: tuple[Issue, ...]
    promised_end_s: float | None

    @property
    def is_whole(self) -> bool: ...
    def read_on(self, for_s: float = ...) -> bool: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True, eq=False)
class VideoFacts:
    """One video stream, without its pictures; handles of several threads share it.

    times : when each frame is shown, as far as the file was read
    width_px, height_px : as shown, rotation applied
    pixel_aspect : width of a shown pixel by its height
    turn : how a stored picture is turned to be shown
    tones : how light is stored; HDR film is shown in the tones of a common screen
    gamut : of which red, green and blue; wide colours are shown in those of a common screen, None = not known
    n_bits : of each colour
    fps_nominal : frames per second that happened, as the file says, 0 if it does not
    counts_frames : the container stores no shown times, so frames are placed in the order they are decoded
    is_raw : pictures without a container: their times are counted from the rate
    metadata : what else the file says
    created_at : when the recording was made, as the container says, with time zone; None if it does not
    """

    path: str
    container: str
    codec: str
    times: FrameTimes
    width_px: int
    height_px: int
    pixel_aspect: float
    turn: Turn
    tones: Tones
    gamut: Gamut | None
    n_bits: int
    fps_nominal: float
    has_audio: bool
    counts_frames: bool
    is_raw: bool
    metadata: ClipMetadata
    created_at: datetime | None
    issues: tuple[Issue, ...] = ()

    @property
    def slowness(self) -> float:
        """Return the seconds that the file stores for each second that happened; all times are those that happened."""
        return float(self.times.slowness)


def created_at(metadata: dict[str, str]) -> datetime | None:
    """Return the container's time of recording, None where it is absent or a clock's zero."""
    text = metadata.get("com.apple.quicktime.creationdate") or metadata.get("creation_time") or ""
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    # 1904 and 1970 are the zeros of QuickTime's and Unix's clocks: nobody set the time.
    return when if when.year > 1971 else None


def tag_duration_s(metadata: dict[str, str]) -> float | None:
    """Return the end time Matroska keeps per stream (`00:02:10.064000000`), None if absent."""
    parts = metadata.get("DURATION", "").split(":")
    try:
        hours, minutes, seconds = (float(part) for part in parts)
    except ValueError:
        return None
    return timedelta(hours=hours, minutes=minutes, seconds=seconds).total_seconds()


def extension_issue(suffix: str, container: str) -> Issue | None:
    """Return an issue where the file is named for another kind of container than it is."""
    promised = _CONTAINERS.get(suffix.lower())
    if promised is None or promised in container:
        return None
    return Issue("video_wrong_extension", f"The video is named {suffix} but holds {container.split(',')[0]}.")


def place_issue() -> Issue:
    """Return the notice that anyone who has the file can read where it was filmed."""
    return Issue(
        "video_place",
        "The file tells the place: share a copy by “Export clip…” or “eegview anonymize”. Anyone who has the "
        "file itself can read where it was filmed.",
    )


def unfinished_issue(box: str) -> Issue:
    """Return an issue about a file that ends in the midst of one of its parts."""
    text = (
        f"The file ends in the midst of a part (“{box}”): its recording was not finished, or it was not copied whole."
    )
    return Issue("video_unfinished", f"{text} The video plays as far as it goes.")


def other_pictures_issue(n_tracks: int) -> Issue:
    """Return an issue about tracks of pictures that are not shown, as of a second camera of a phone."""
    others = "Another track" if n_tracks == 1 else f"{n_tracks} other tracks"
    text = f"{others} of pictures in the file (a second camera, or the same in another size) cannot be shown here"
    return Issue("video_other_pictures", f"{text}: what is seen there only is missed.")


def odd_turn_issue(degrees: float, shown_degrees: int) -> Issue:
    """Return an issue about pictures that are to be turned by no quarter turn."""
    text = f"The file asks for pictures turned by {degrees:.0f}°; they are shown turned by {shown_degrees}°"
    return Issue("video_turn", f"{text}, the nearest quarter turn. Other players may turn them further.")


def no_times_issue(codec: str, rate_hz: float, is_stated: bool) -> Issue:
    """Return an issue about pictures without a container, which are counted.

    is_stated : the stream states its rate itself; else it is assumed
    """
    placed = f"at {rate_hz:g} a second, as it states" if is_stated else f"at an assumed {rate_hz:g} a second"
    check = "a camera that lost frames runs ahead" if is_stated else "check it against the EEG"
    return Issue(
        "video_no_times",
        f"The file is a bare {codec} stream, which stores no times; frames are placed {placed}: {check}.",
    )


def time_issues(index: PacketIndex, promised_end_s: float | None, went_wrong: bool) -> list[Issue]:
    """Return what is wrong with the times of a video's packets.

    promised_end_s : where the container says the stream ends, None if it does not
    went_wrong : reading stopped at bytes that make no sense
    """
    issues = []
    if went_wrong:
        issues.append(Issue("video_damaged", f"The video is damaged after {index.last_s:.1f} s; it plays up to there."))
    elif promised_end_s is not None and index.last_s < promised_end_s - max(1.0, 0.01 * promised_end_s):
        issues.append(
            Issue(
                "video_cut_short", f"The video should last to {promised_end_s:.1f} s but stops at {index.last_s:.1f} s."
            )
        )
    if starts := index.part_starts:
        where = ", ".join(f"{index.seconds(start):.1f} s" for start in starts[:_MOST_STARTS])
        where += f" and {len(starts) - _MOST_STARTS} more" if len(starts) > _MOST_STARTS else ""
        follows = "what follows is a clip of its own" if len(starts) == 1 else "each part is a clip of its own"
        placed = "placed directly after the part before it, although the camera may have paused"
        issues.append(
            Issue("video_times_restart", f"The video's time stamps start again after {where}: {follows}, {placed}.")
        )
    for start, stop in index.holes:
        where = f"from {index.seconds(start):.1f} s to {index.seconds(stop):.1f} s"
        issues.append(Issue("video_hole", f"The video is damaged {where}; nothing can be shown there."))
    hold_start_s, hold_stop_s = index.longest_hold()
    if hold_stop_s - hold_start_s >= _LONG_HOLD_S:
        issues.append(
            Issue("video_hold", f"The video has no new frame from {hold_start_s:.1f} s to {hold_stop_s:.1f} s.")
        )
    return issues
