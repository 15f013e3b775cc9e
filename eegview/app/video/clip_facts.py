"""What a clip's file says, as lines for people and as plain data: picture, speed, tones, clock, place, sound."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eegview.model.film.clip import ClipClock, FilmClip
from eegview.model.film.clip_metadata import ClipMetadata, Place
from eegview.model.text.dates import iso_day, iso_time

_SAME_RATE = 0.01  # times are stored in whole milliseconds by some
_PLACES = {
    Place.YES: "in the file: anyone who has the file can read it",
    Place.POSSIBLE: "possible: the file has parts that no tag names (below), which may tell it",
    Place.NONE_FOUND: "none found in the file",
}


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """One clip of a study without EEG, with what its container says.

    width_px, height_px : as shown
    rotation : degrees counterclockwise by which stored pictures are turned
    rate_hz : frames per second that happened: of all that is shown, where that differs from what the file states, as
        with uneven frames or hidden ones; longest_frame_s and shortest_frame_s say how even it is
    tones : "SDR", "HLG" or "PQ"; the last two are shown in the tones of a common screen
    gamut : "BT.709", "BT.2020" or "P3", whose colours are shown as those of BT.709; "" = of a rare kind
    sound : codec, rate and channels, "" = none that can be heard
    """

    clip: FilmClip
    codec: str
    width_px: int
    height_px: int
    rotation: int
    is_mirrored: bool
    rate_hz: float
    n_frames: int
    shortest_frame_s: float
    longest_frame_s: float
    tones: str
    gamut: str
    n_bits: int
    sound: str
    metadata: ClipMetadata

    @property
    def is_variable(self) -> bool:
        """Whether frames are shown for different times: a camera that slows down in the dark, or lost frames."""
        return self.longest_frame_s > 1.5 * max(self.shortest_frame_s, 1e-6)


def clip_facts(clip: FilmClip) -> ClipFacts:
    """Return what a clip's file says; call it on a lane.

    Raises
    ------
    UnreadableFile : the file went away
    """
    from eegview.app.video.opening import open_kept_video
    from eegview.readers.video.audio import open_audio

    video = open_kept_video(clip.path)
    try:
        shown = video.facts.times.index.shown_for_s()
        audio = open_audio(clip.path)
        sound = ""
        if audio is not None:
            sound = f"{audio.codec}, {audio.stored_hz} Hz, {'stereo' if audio.n_channels > 1 else 'mono'}"
            audio.close()
        facts = video.facts
        return ClipFacts(
            clip=clip,
            codec=facts.codec,
            width_px=facts.width_px,
            height_px=facts.height_px,
            rotation=facts.turn.rotation,
            is_mirrored=facts.turn.is_mirrored,
            rate_hz=_rate_hz(len(shown), float(shown.sum()), facts.fps_nominal),
            n_frames=len(shown),
            shortest_frame_s=float(shown.min()),
            longest_frame_s=float(shown.max()),
            tones=facts.tones.value,
            gamut=facts.gamut.value if facts.gamut is not None else "",
            n_bits=facts.n_bits,
            sound=sound,
            metadata=facts.metadata,
        )
    finally:
        video.close()


def _rate_hz(n_frames: int, shown_s: float, stated_hz: float) -> float:
    """Return the mean rate of what is shown; as the file states it where that says the same."""
    mean_hz = n_frames / shown_s if shown_s > 0 else 0.0
    return stated_hz if stated_hz and abs(mean_hz - stated_hz) <= _SAME_RATE * stated_hz else mean_hz


def clip_lines(facts: ClipFacts) -> list[str]:
    """Return what is known of a clip as lines of text; the place itself is not written, only that the file has one."""
    turned = f", turned by {facts.rotation}°" if facts.rotation else ""
    turned += ", mirrored" if facts.is_mirrored else ""
    rate = f"{facts.rate_hz:.5g} frames a second" if facts.rate_hz else "frame rate not stated"
    if facts.is_variable:
        rate += f" on average, variable ({facts.shortest_frame_s * 1000:.1f} to {facts.longest_frame_s * 1000:.1f} ms)"
    slow = facts.clip.slowness
    if slow > 1:
        rate += f", stored {slow:g} times slower, shown at true speed"
    elif slow < 1:
        rate += f", stored {1 / slow:g} times faster, shown at true speed"
    if facts.clip.slowness_text:
        rate += f" ({slow:g}×, {facts.clip.slowness_text})"
    tones = f"HDR ({facts.tones}), {facts.n_bits} bits, shown in the tones of a common screen"
    wide = f", colours of {facts.gamut} shown as BT.709" if facts.gamut not in ("", "BT.709") else ""
    metadata = facts.metadata
    lines = [
        f"Picture   {facts.width_px} × {facts.height_px}{turned}, {facts.codec}, {rate}",
        f"Tones     {tones if facts.tones != 'SDR' else f'SDR, {facts.n_bits} bits'}{wide}",
        f"Sound     {facts.sound or 'none'}",
        f"Clock     {clock_text(facts.clip.clock)}",
        f"Place     {_PLACES[metadata.place]}",
        f"Device    {metadata.device or 'not in the file'}",
    ]
    if others := metadata.other_streams:
        lines.append(f"Also      {', '.join(f'{one.kind} {one.codec}'.strip() for one in others)}")
    return [*lines, *(f"Also      {one}" for one in metadata.hidden)]


def clock_text(clock: ClipClock) -> str:
    """Return when a clip was filmed, by which clock, and how far it may be off."""
    if clock.started_at is None:
        return clock.text
    unsure = "± unknown" if clock.uncertainty_s is None else f"± {clock.uncertainty_s:.0f} s"
    return f"{iso_day(clock.started_at)} {iso_time(clock.started_at)} {unsure}; {clock.text}"


def clip_json(facts: ClipFacts) -> dict[str, Any]:
    """Return what is known of a clip as plain data."""
    clip, clock, metadata = facts.clip, facts.clip.clock, facts.metadata
    return {
        "path": clip.path,
        "name": Path(clip.path).name,
        "fingerprint": clip.fingerprint,
        "span": [clip.span.start_s, clip.span.stop_s],
        "codec": facts.codec,
        "width_px": facts.width_px,
        "height_px": facts.height_px,
        "rotation": facts.rotation,
        "is_mirrored": facts.is_mirrored,
        "rate_hz": facts.rate_hz or None,
        "n_frames": facts.n_frames,
        "frame_s": {"shortest": facts.shortest_frame_s, "longest": facts.longest_frame_s},
        "has_variable_rate": facts.is_variable,
        "tones": facts.tones,
        "gamut": facts.gamut or None,
        "n_bits": facts.n_bits,
        "slowness": clip.slowness,
        "slowness_source": clip.slowness_text or "file",
        "sound": facts.sound or None,
        "clock": clock_json(clock),
        "has_place": metadata.has_place,
        "place": metadata.place.value,
        "device": metadata.device or None,
        "other_streams": [{"kind": one.kind, "codec": one.codec} for one in metadata.other_streams],
        "hidden": list(metadata.hidden),
        "tags": [{"where": tag.where, "key": tag.key, "kind": tag.kind.value} for tag in metadata.revealing],
    }


def clock_json(clock: ClipClock) -> dict[str, Any]:
    """Return a clip's clock as plain data."""
    return {
        "started_at": clock.started_at.isoformat() if clock.started_at else None,
        "utc_offset_min": clock.utc_offset_min,
        "source": clock.source.value,
        "uncertainty_s": clock.uncertainty_s,
        "text": clock.text,
    }
