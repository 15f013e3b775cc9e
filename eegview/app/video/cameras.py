"""Sort video files by camera: files of one camera follow each other, files of several run side by side."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from eegview.model.film.video import VideoClip

# night_cam2, night camera 2, night-camB, night-c2; not "scam2", nor the "cam" of "camille"
_CAMERA = re.compile(r"(?<![a-z])cam(?:era)?[ _.-]*(?P<word>\d{1,2}|[a-z])(?![a-z0-9])", re.IGNORECASE)
_SHORT = re.compile(r"[ _.-]c(?P<word>\d{1,2})(?![a-z0-9])", re.IGNORECASE)
# night_2of3, night part 2, night_pt2: one camera's files in order
_PART = re.compile(
    r"(?<![a-z0-9])(?:(?P<n>\d{1,3})[ _.-]*of[ _.-]*\d{1,3}|(?:part|pt)[ _.-]*(?P<m>\d{1,3}))(?![a-z0-9])",
    re.IGNORECASE,
)
_MOST_SHARED = 0.5  # of the shorter file: more, and the two were filmed at once


def named_camera(path: str) -> str | None:
    """Return the camera that a file's name names ("camera 2"), None if it names none."""
    stem = Path(path).stem
    match = _CAMERA.search(stem) or _SHORT.search(stem)
    if match is None:
        return None
    word = match["word"]
    return f"camera {int(word) if word.isdecimal() else word.upper()}"


def part_number(path: str) -> int | None:
    """Return the number of the part of one camera's film that a file's name gives (`_2of3`, `part 2`), else None."""
    match = _PART.search(Path(path).stem)
    return None if match is None else int(match["n"] or match["m"])


def films_of(paths: Iterable[str]) -> dict[str, str]:
    """Return the name of the film that each numbered part belongs to, by path; files without a number are left out.

    Parts of one film are called the same up to the number, and may be described after it (`part1_asleep`,
    `part2_feeding`). Where two would be the same part so, the words after the number distinguish films too.
    """
    found: dict[str, list[tuple[str, int]]] = {}
    for path in paths:
        stem = Path(path).stem
        match, number = _PART.search(stem), part_number(path)
        if match is not None and number is not None:
            begin = f"{stem[: match.start()].casefold()} {named_camera(path) or ''}"
            found.setdefault(begin, []).append((path, number))
    films = {}
    for begin, parts in found.items():
        is_clear = len({number for _path, number in parts}) == len(parts)
        films |= {path: begin if is_clear else _PART.sub("", Path(path).stem).casefold() for path, _number in parts}
    return films


def with_cameras(clips: Sequence[VideoClip]) -> tuple[VideoClip, ...]:
    """Return the clips, in order of time, each with its camera.

    A camera in the name decides, and numbered parts stay together. Other files are of one camera, unless two share more
    than half of the shorter one's time: then they are of different cameras.
    """
    in_order = sorted(clips, key=lambda clip: (clip.span.start_s, part_number(clip.path) or 0, clip.path, clip.part))
    film_of = films_of(clip.path for clip in clips)
    named: dict[str, list[VideoClip]] = {}
    films: dict[str, list[VideoClip]] = {}
    for clip in in_order:
        if (name := named_camera(clip.path)) is not None:
            named.setdefault(name, []).append(clip)
        else:
            films.setdefault(film_of.get(clip.path, clip.path), []).append(clip)
    unnamed: list[list[VideoClip]] = []
    for film in films.values():
        group = next((g for g in unnamed if not any(are_at_once(a, b) for a in film for b in g)), None)
        if group is None:
            unnamed.append(group := [])
        group += film
    names = iter(_free_names(len(unnamed), set(named)))
    cameras = {**named, **{next(names): group for group in unnamed}}
    named_clips = [replace(clip, camera=name) for name, group in cameras.items() for clip in group]
    return tuple(sorted(named_clips, key=lambda clip: (clip.span.start_s, clip.camera, clip.path, clip.part)))


def are_at_once(one: VideoClip, other: VideoClip) -> bool:
    """Check whether two clips share more than half of the shorter one's time."""
    shared = one.span.intersection(other.span)
    shorter_s = min(one.span.duration_s, other.span.duration_s)
    return shared is not None and shared.duration_s > _MOST_SHARED * shorter_s


def _free_names(n_names: int, used: set[str]) -> list[str]:
    names = (f"camera {number}" for number in range(1, n_names + len(used) + 1))
    return [name for name in names if name not in used][:n_names]
