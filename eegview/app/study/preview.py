"""What a recording is, in a line, before it is opened: for the dialog in which it is chosen."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eegview.app.blind_reading.blindness import is_blind
from eegview.app.lanes import Post, Task
from eegview.app.library.editing import study_library
from eegview.app.library.opening import library_address, open_source
from eegview.app.study.opening_plan import plan_opening
from eegview.model.annotation import marks_text
from eegview.model.channel import ChannelKind
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.recording import Progress, Recording
from eegview.model.sync import is_clinical
from eegview.model.text.dates import moment_text
from eegview.readers.companion_files import companion_videos

SEPARATOR = "  ·  "
_MOST_CLIPS = 20  # to look into before they are opened
_MOST_WAITING = 3  # readings that a silent disk keeps; no further one is begun beside them


@dataclass(frozen=True, slots=True)
class Preview:
    """What a choice of files is.

    text : one line; "" where nothing is chosen
    problem : why it cannot be opened, a sentence and an advice; "" where it can
    """

    text: str = ""
    problem: str = ""


def preview_of(paths: Sequence[str], library_url: str | None, progress: Progress) -> Preview:
    """Return what these files or this folder are; nothing is written, and no library is made.

    Raises
    ------
    Cancelled : from `progress`
    """
    try:
        plan = plan_opening(paths)
        if plan.needs_choice:
            return Preview(plan.text)
        if not plan.recordings and len(plan.videos) > _MOST_CLIPS:
            return Preview(f"{_count_text(len(plan.videos), 'clip')}{SEPARATOR}{_film_use(len(plan.videos))}")
        progress(0.0)
        source = open_source(plan.recordings or plan.videos, progress)
        try:
            recording = source.recording
        finally:
            source.close()
        if recording.is_film:
            progress(1.0)
            return Preview(film_text(recording, marks_held(recording.fingerprint, library_url)))
        beside = {video for path in plan.recordings for video in companion_videos(path)}
        n_videos = len({*map(_real, beside), *map(_real, plan.videos)})
        progress(1.0)
        n_marks = marks_held(recording.fingerprint, library_url)
        return Preview(preview_text(recording, len(plan.recordings), n_videos, n_marks))
    except Cancelled:
        raise
    except EegViewError as error:
        return Preview(problem=f"{error.sentence} {error.advice}")


def _real(path: str) -> Path:
    return Path(path).absolute()


def preview_text(recording: Recording, n_files: int, n_videos: int, n_marks: int | None) -> str:
    """Return the line about a recording; no identity of a patient is in it.

    n_marks : in the library; None where it does not answer
    """
    started = recording.started_at
    count = len(recording.channels)
    parts = [
        recording.format if n_files == 1 else f"{recording.format}, {n_files} files",
        length_text(recording.duration_s),
        f"{count} {'channel' if count == 1 else 'channels'}",
        rate_text(recording),
        moment_text(started) if started is not None else "no date in the file",
        f"{n_videos} {'video' if n_videos == 1 else 'videos'} found" if n_videos else "no video found",
    ]
    if n_marks is not None:
        parts.append(marks_text(n_marks) if n_marks else "no marks yet")
    if recording.issues:
        count = len(recording.issues)
        parts.append(f"{count} {'notice' if count == 1 else 'notices'}")
    return SEPARATOR.join(filter(None, parts))


def film_text(recording: Recording, n_marks: int | None) -> str:
    """Return the line about clips without EEG.

    n_marks : in the library; None where it does not answer
    """
    clips = recording.clips
    clock = clips[0].clock
    started = clock.started_at
    parts = [
        _count_text(len(clips), "clip"),
        f"{length_text(sum(clip.span.duration_s for clip in clips))} of film",
        f"{moment_text(started)} ({clock.source.text})" if started is not None else "time of filming unknown",
    ]
    if n_marks:
        parts.append(marks_text(n_marks))
    if recording.issues:
        parts.append(_count_text(len(recording.issues), "notice"))
    return SEPARATOR.join([*parts, _film_use(len(clips))])


def _film_use(n_clips: int) -> str:
    return "a study of its own, or added to the open one" if n_clips == 1 else "one study, or added to the open one"


def _count_text(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def length_text(duration_s: float) -> str:
    """Return a length as people say it: `45 s`, `18 min`, `10 h 02 min`."""
    if duration_s < 60:
        return f"{duration_s:.0f} s"
    minutes = round(duration_s / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def rate_text(recording: Recording) -> str:
    """Return the rates of the EEG channels, where there is none of all: `250 Hz`, `100–500 Hz`."""
    eeg = [channel.rate_hz for channel in recording.channels if channel.kind is ChannelKind.EEG]
    rates = sorted(eeg or [channel.rate_hz for channel in recording.channels])
    if not rates:
        return ""
    return f"{rates[0]:g} Hz" if rates[0] == rates[-1] else f"{rates[0]:g}–{rates[-1]:g} Hz"


def marks_held(fingerprint: str, library_url: str | None) -> int | None:
    """Return how many marks the library holds on a recording; None where it does not answer or may not tell.

    A library that is not there yet is not made. Of a study that is read blind nothing is told.
    """
    address = library_address(library_url)
    file = address.removeprefix("sqlite:///")
    if file != address and not Path(file).exists():
        return 0
    try:
        library = study_library(library_url)
    except EegViewError:  # told when the study is opened
        return None
    try:
        stored = library.annotations(fingerprint)
        return None if is_blind(stored, None) else sum(map(is_clinical, stored))
    except EegViewError:
        return None
    finally:
        library.close()


class PreviewReader:
    """Reads one preview at a time, the newest wanted; one that a disk holds up keeps no other waiting.

    Lives on the GUI thread; `post` is the way back to it.
    """

    def __init__(self, library_url: str | None, post: Post) -> None:
        self._library_url, self._post = library_url, post
        self._task: Task | None = None  # of the reading whose answer is wanted
        self._n_reading = 0
        self._next: Callable[[], None] | None = None

    def ask(self, paths: Sequence[str], done: Callable[[Preview], None]) -> None:
        """Read what these are; whatever was asked before is cancelled and answers no more."""
        self.cancel()
        task = self._task = Task(lambda _share: None, self._post)

        def begin() -> None:
            self._n_reading += 1
            threading.Thread(target=read, name="preview", daemon=True).start()

        def read() -> None:
            found: Preview | None = None
            try:
                found = preview_of(paths, self._library_url, task.progress)
            except Cancelled:
                pass
            finally:
                self._post(lambda: ended(found))

        def ended(found: Preview | None) -> None:
            self._n_reading -= 1
            waiting, self._next = self._next, None
            if found is not None and self._task is task:
                self._task = None
                done(found)
            elif waiting is not None:
                waiting()

        if self._n_reading < _MOST_WAITING:
            begin()
        else:
            self._next = begin

    def cancel(self) -> None:
        """Want no answer any more; what is being read ends as soon as the reader hears of it."""
        self._next = None
        if self._task is not None:
            self._task.cancel()
            self._task = None
