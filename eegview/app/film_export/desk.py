"""One film on the desk of who exports it: its pictures as the copy would show them, its faces followed.

Two handles: pictures are asked for on one lane, faces are followed and the copy is written on another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from eegview.app.film_export.covering import FaceCovering
from eegview.app.film_export.export import ExportedFilm, export_film
from eegview.app.film_export.following import follow_faces
from eegview.app.film_export.small_film import SmallFilm, read_small_film
from eegview.app.lanes import Failed, Lane, NewestLane, Post, Task
from eegview.app.video.opening import open_whole_video
from eegview.model.errors import EegViewError
from eegview.model.film.clip_metadata import ClipMetadata
from eegview.model.film.export.choice import Faces, FilmChoice
from eegview.model.film.export.face import Ellipse, FollowedFace, Following
from eegview.model.film.video import Rgb

if TYPE_CHECKING:
    from eegview.readers.video.video import VideoSource


@dataclass(frozen=True, slots=True, eq=False)
class FilmFacts:
    """What is known of a film once it is open.

    pts_s : (n_frames,) when each picture is shown, the stream's own time
    """

    pts_s: npt.NDArray[np.float64]
    end_s: float
    width_px: int
    height_px: int
    pixel_aspect: float
    has_sound: bool
    metadata: ClipMetadata

    @property
    def n_frames(self) -> int:
        return len(self.pts_s)

    def frame_at(self, time_s: float) -> int:
        """Return the number of the picture shown at a time; the first or last outside."""
        return int(np.clip(np.searchsorted(self.pts_s, time_s + 1e-6, side="right") - 1, 0, len(self.pts_s) - 1))


@dataclass(frozen=True, slots=True, eq=False)
class FollowedFilm:
    """The faces of a film, followed from some points."""

    film: SmallFilm
    faces: tuple[FollowedFace, ...]

    @property
    def worst(self) -> npt.NDArray[np.uint8]:
        """Return (n_frames,) how well the worst followed face was followed."""
        states = [face.state for face in self.faces]
        return np.max(states, axis=0) if states else np.zeros(len(self.film.pts_s), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class ShownPicture:
    """One picture as the copy would show it.

    frame : its number
    rgb : None = it cannot be decoded
    ellipses : what was found of each face, without margin, and how well it was followed
    is_whole : all of it is covered
    is_plain : without what covers it
    choice, followed : what it was made for
    """

    frame: int
    rgb: Rgb | None
    ellipses: tuple[tuple[int, Ellipse, Following], ...]
    is_whole: bool
    is_plain: bool
    choice: FilmChoice
    followed: FollowedFilm | None

    def is_as_written(self, choice: FilmChoice, followed: FollowedFilm | None) -> bool:
        """Whether the copy of a choice shows this picture so: covered, and by the same faces."""
        own = self.choice
        is_same = (own.faces, own.cover, own.points) == (choice.faces, choice.cover, choice.points)
        return is_same and not self.is_plain and self.followed is followed


Answer = TypeVar("Answer")


class FilmDesk:
    """Works on one film; belongs to the GUI thread, which it never keeps waiting."""

    def __init__(self, path: str, post: Post, failed: Failed) -> None:
        self.path = Path(path)
        self._post, self._failed = post, failed
        self._pictures = NewestLane("film pictures", post)
        self._work = Lane("film export", post)
        self._source: VideoSource | None = None
        self._film: SmallFilm | None = None
        self._task: Task | None = None

    def open(self, opened: Callable[[FilmFacts], None]) -> None:
        """Open the film."""
        task = self._task = Task(lambda _share: None, self._post)

        def work() -> FilmFacts:
            source = open_whole_video(self.path, task.progress)
            self._source = source
            index = source.facts.times.index
            pts_s = np.array([index.seconds(int(pts)) for pts in index.pts])
            size = source.width_px, source.height_px, source.facts.pixel_aspect
            from eegview.readers.video.tags.metadata import read_metadata

            return FilmFacts(pts_s, source.last_s, *size, source.has_audio, read_metadata(self.path))

        self._work.submit(work, opened, self._failed)

    def ask_before(self, question: Callable[[], Answer], answered: Callable[[Answer], None]) -> None:
        """Ask something on the lane of this film, before what is asked later."""
        self._work.submit(question, answered, self._failed)

    def ask_picture(
        self,
        facts: FilmFacts,
        frame: int,
        choice: FilmChoice,
        followed: FollowedFilm | None,
        is_plain: bool,
        shown: Callable[[ShownPicture], None],
    ) -> None:
        """Ask for one picture; of those that wait only the newest is made.

        is_plain : without what covers it, to draw on
        """

        def work() -> None:
            try:
                picture = self._picture(facts, frame, choice, followed, is_plain)
            except EegViewError as error:
                self._post(partial(self._failed, error))
                return
            self._post(lambda: shown(picture))

        self._pictures.ask(work)

    def _picture(
        self, facts: FilmFacts, frame: int, choice: FilmChoice, followed: FollowedFilm | None, is_plain: bool
    ) -> ShownPicture:
        source = self._source
        found = None if source is None else source.frame_at(float(facts.pts_s[frame]))
        faces = () if followed is None or choice.faces is not Faces.FOLLOWED else followed.faces
        covering = FaceCovering(None if followed is None else followed.film, choice, faces)
        ellipses = tuple(
            (face.face, one, Following(int(face.state[frame]))) for face in faces for one in face.ellipses_at(frame)
        )
        rgb = None if found is None else found.rgb if is_plain else covering.covered(found)
        return ShownPicture(frame, rgb, ellipses, covering.is_whole_at(frame), is_plain, choice, followed)

    def follow(
        self,
        choice: FilmChoice,
        on_progress: Callable[[float], None],
        done: Callable[[FollowedFilm], None],
        failed: Failed,
    ) -> None:
        """Follow the faces from where they were drawn; what was being followed or written before is cancelled."""
        self.cancel()
        task = self._task = Task(on_progress, self._post)

        def work() -> FollowedFilm:
            read_share = 0.0
            if self._film is None or not self._film.covers(choice.span):
                read_share = 0.6
                source = open_whole_video(self.path, lambda _share: task.progress(0.0))
                try:
                    self._film = read_small_film(source, choice.span, lambda share: task.progress(0.6 * share))
                finally:
                    source.close()
            faces = follow_faces(
                self._film, choice.points, lambda share: task.progress(read_share + (1 - read_share) * share)
            )
            return FollowedFilm(self._film, faces)

        self._work.submit(work, done, failed)

    def write(
        self,
        out: Path,
        choice: FilmChoice,
        followed: FollowedFilm | None,
        protected: Sequence[str],
        on_progress: Callable[[float], None],
        done: Callable[[ExportedFilm], None],
        failed: Failed,
    ) -> None:
        """Write the copy, exactly as it was shown.

        protected : the files of the study; a person agreed that any other one is replaced
        """
        task = self._task = Task(on_progress, self._post)
        shown = None if followed is None else (followed.film, followed.faces)
        self._work.submit(
            lambda: export_film(self.path, out, choice, shown, task.progress, may_replace=True, protected=protected),
            done,
            failed,
        )

    def cancel(self) -> None:
        """Stop what is being followed or written."""
        if self._task is not None:
            self._task.cancel()

    def close(self) -> None:
        """Stop everything; the film is put away once what is being read or written has stopped. Does not wait."""
        self.cancel()

        def work() -> None:
            self._pictures.close()
            if self._source is not None:
                self._source.close()

        self._work.submit(work, lambda _none: None, self._failed)
        self._work.leave()
