"""One clip in the dialog: its pictures, its faces, what was looked at."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.film_export.desk import FilmDesk, FilmFacts, FollowedFilm, ShownPicture
from eegview.app.film_export.draft import ExportDraft
from eegview.app.film_export.draft_file import KeptDraft, read_draft
from eegview.app.film_export.metadata_text import metadata_lines
from eegview.app.film_export.points import faces_of, point_at, with_point, without_face, without_point
from eegview.app.lanes import Failed, Post
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.film.export.choice import Faces
from eegview.model.film.export.face import Ellipse, FacePoint
from eegview.model.text.language import tr
from eegview.ui.film_export.dialog import FilmExportDialog
from eegview.ui.film_export.ellipses import shown_ellipses
from eegview.ui.film_export.playing import FilmPlayer
from eegview.ui.film_export.texts import hint_text, missing_text, part_text, state_text, where_text

_FOLLOW_AFTER_MS = 500  # after the last change of an ellipse


class Preparing(QObject):
    """Keeps the dialog and one film in step; belongs to the dialog.

    ready : the film is open
    kept : what was chosen and drawn for this film while the study was open, which is taken up again
    fingerprint : of the film, by which what was drawn another day is found; "" = nothing is looked for
    taken_up : what was drawn another day is there again
    """

    ready = Signal()
    taken_up = Signal()

    def __init__(
        self,
        dialog: FilmExportDialog,
        path: str,
        at_s: float,
        post: Post,
        failed: Failed,
        kept: ExportDraft | None = None,
        fingerprint: str = "",
    ) -> None:
        super().__init__(dialog)
        self._dialog, self._at_s, self._failed = dialog, at_s, failed
        self.is_open = True
        self.desk = FilmDesk(path, post, self._while_open(failed))
        self.draft: ExportDraft | None = None
        self._kept: ExportDraft | KeptDraft | None = kept
        self._face, self._frame = 1, 0
        self._shown: ShownPicture | None = None
        self._delay = QTimer(self, singleShot=True, interval=_FOLLOW_AFTER_MS)
        self._delay.timeout.connect(self._follow)
        self._player = FilmPlayer(self)
        self._player.due.connect(self._play_on)
        self._connect()
        dialog.picture.show_picture(None, 1.0, tr("The clip is being opened…"))
        if kept is None and fingerprint:
            self.desk.ask_before(lambda: read_draft(fingerprint), self._while_open(self._found))
        self.desk.open(self._while_open(self._opened))

    def _while_open(self, act: Callable[..., object]) -> Callable[..., None]:
        def run(*values: object) -> None:
            if self.is_open:
                act(*values)

        return run

    def _connect(self) -> None:
        dialog, faces = self._dialog, self._dialog.faces
        dialog.changed.connect(self._choice_changed)
        dialog.part_asked.connect(self._part_changed)
        dialog.played.connect(self._play)
        dialog.plain_changed.connect(lambda _is_plain: self._ask())
        dialog.looked.connect(lambda _looked: self.refresh())
        dialog.strip.moved.connect(self._go)
        dialog.picture.drawn.connect(self._drawn)
        faces.face_chosen.connect(self._choose_face)
        faces.absent_asked.connect(lambda: self._set_point(None))
        faces.forget_asked.connect(self._forget)
        faces.remove_asked.connect(self._remove_face)
        faces.next_asked.connect(self._go_to_next)

    def close(self) -> None:
        """Put the film away; nothing of it comes any more."""
        if self.is_open:
            self.is_open = False
            self._player.stop()
            self._delay.stop()
            self.desk.close()

    # the film

    def _found(self, kept: KeptDraft | None) -> None:
        """Take up what was drawn another day, once the film is open."""
        self._kept = kept

    def _opened(self, facts: FilmFacts) -> None:
        per_second = facts.n_frames / max(facts.end_s - float(facts.pts_s[0]), 0.04)
        self._dialog.strip.show_film(facts.n_frames, per_second)
        draft = ExportDraft.of(facts) if self._kept is None else self._kept.taken_up(facts)
        self._dialog.show_sound(facts.has_sound)
        self._dialog.show_chosen(draft.faces, draft.cover, draft.voice)
        self.draft = draft
        self._face = min(faces_of(draft.points), default=1)
        lines = metadata_lines(facts.metadata)
        none = tr("It says nothing of place, device, dates or people.")
        gone = tr("None of it is in the copy.")
        self._dialog.told.setText("\n".join((*lines, gone)) if lines else none)
        self._frame = facts.frame_at(self._at_s)
        self._choice_changed()
        if draft.points:
            self._delay.start()
            if isinstance(self._kept, KeptDraft):
                self.taken_up.emit()
        self.ready.emit()

    def _choice_changed(self) -> None:
        draft = self.draft
        if draft is None:
            return
        faces, voice = self._dialog.faces.faces, self._dialog.voice
        changed = replace(draft, faces=faces, voice=voice, cover=self._dialog.faces.how)
        is_same_picture = (changed.faces, changed.cover) == (draft.faces, draft.cover)
        self.draft = changed if is_same_picture else changed.unseen()
        self._show_ellipses()
        self._ask()
        self.refresh()

    def _part_changed(self, what: str) -> None:
        draft = self.draft
        if draft is None:
            return
        self.draft = changed = draft.with_part(what, self._frame)
        if draft.points and (draft.followed is None or not draft.followed.film.covers(changed.choice.span)):
            self._use_points(draft.points)
        self.refresh()

    # faces

    def _choose_face(self, number: int) -> None:
        self._face = number
        self._show_ellipses()
        self.refresh()

    def _drawn(self, ellipse: Ellipse) -> None:
        self._set_point(ellipse)

    def _set_point(self, ellipse: Ellipse | None) -> None:
        if self.draft is not None:
            point = FacePoint(self._face, float(self.draft.facts.pts_s[self._frame]), ellipse)
            self._use_points(with_point(self.draft.points, point))

    def _forget(self) -> None:
        if self.draft is not None:
            at_s = float(self.draft.facts.pts_s[self._frame])
            self._use_points(without_point(self.draft.points, self._face, at_s))

    def _remove_face(self) -> None:
        if self.draft is not None:
            points = without_face(self.draft.points, self._face)
            self._face = min(faces_of(points), default=1)
            self._use_points(points)

    def _use_points(self, points: tuple[FacePoint, ...]) -> None:
        """Follow the faces anew: what was followed before no longer holds."""
        assert self.draft is not None
        self.draft = replace(self.draft, points=points, followed=None).unseen()
        self.desk.cancel()
        self._shown = None if self._shown is None else replace(self._shown, ellipses=())
        self._show_ellipses()
        self.refresh()
        self._delay.start()

    def _follow(self) -> None:
        draft = self.draft
        if draft is None or not any(point.ellipse for point in draft.points):
            self._ask()
            return
        self._dialog.show_working(is_writing=False)
        points = draft.points

        def done(followed: FollowedFilm) -> None:
            if self.draft is not None and self.draft.points == points:
                self.draft = replace(self.draft, followed=followed).unseen()
                self._dialog.show_end()
                self._ask()
                self.refresh()

        def failed(error: EegViewError) -> None:
            if not isinstance(error, Cancelled):
                self._dialog.show_end()
                self._failed(error)

        share = self._while_open(self._dialog.show_share)
        self.desk.follow(draft.choice, share, self._while_open(done), self._while_open(failed))

    def stop_following(self) -> None:
        """Follow no further; what was drawn stays."""
        self._delay.stop()
        self.desk.cancel()
        self._dialog.show_end((tr("Stopped. Draw or change an ellipse, and the faces are followed again."),))

    # where one looks

    def _go(self, frame: int) -> None:
        self._frame = frame
        self._player.go_on_from(frame)
        self._ask()

    def _go_to_next(self) -> None:
        if self.draft is not None and (places := self.draft.places_to_check):
            self._go(next((place for place in places if place > self._frame), places[0]))
            self.refresh()

    def _play(self, is_on: bool) -> None:
        draft = self.draft
        if not is_on or draft is None:
            self._player.stop()
            return
        if not draft.first <= self._frame < draft.stop - 1:
            self._frame = draft.first if (unseen := draft.next_unseen) is None else unseen
        self._player.play(draft.facts, self._frame)

    def _play_on(self, frame: int) -> None:
        """Show the picture that is due; those that the computer is too slow for are left out."""
        draft = self.draft
        if draft is None:
            return
        if frame >= draft.stop - 1:
            frame = draft.stop - 1
            self._dialog.play.setChecked(False)
        if frame != self._frame and (self._shown is None or self._shown.frame == self._frame):
            self._frame = frame
            self._ask()

    def _ask(self) -> None:
        draft = self.draft
        if draft is None:
            return
        self._dialog.strip.show_frame(self._frame)
        is_plain = self._dialog.plain.isChecked() or draft.faces is None
        is_plain = is_plain or (draft.faces is Faces.FOLLOWED and draft.followed is None)
        self.desk.ask_picture(
            draft.facts, self._frame, draft.choice, draft.followed, is_plain, self._while_open(self._show)
        )
        self._where()

    def _where(self) -> None:
        if self.draft is not None:
            self._dialog.where.setText(where_text(self.draft.facts, self._frame))

    def _show(self, shown: ShownPicture) -> None:
        draft = self.draft
        if draft is None:
            return
        self._shown = shown
        note = ""
        if shown.rgb is None:
            note = tr("This picture cannot be decoded; it is left out of the copy.")
        elif shown.is_whole and draft.faces is Faces.FOLLOWED and draft.followed is not None:
            note = tr(
                "A face was lost here: the whole frame is covered. Draw it again, or say that it is out of sight."
            )
        self._dialog.picture.show_picture(shown.rgb, draft.facts.pixel_aspect, note)
        self._show_ellipses()
        if draft.is_ready and shown.is_as_written(draft.choice, draft.followed) and not draft.looked[shown.frame]:
            self.draft = draft.seen(shown.frame)
        self.refresh()

    # what is shown of it

    def _show_ellipses(self) -> None:
        """Show what was drawn in this picture, else what was found."""
        draft, shown = self.draft, self._shown
        picture = self._dialog.picture
        picture.may_draw = draft is not None and draft.faces is Faces.FOLLOWED
        if draft is None or draft.faces is not Faces.FOLLOWED:
            picture.show_ellipses(None, ())
            return
        picture.show_ellipses(*shown_ellipses(draft, shown, self._frame, self._face))

    def refresh(self) -> None:
        """Show how far the copy is prepared and looked at."""
        draft, dialog = self.draft, self._dialog
        if draft is None:
            dialog.show_possible(False, False, "")
            return
        facts = draft.facts
        at_s = float(facts.pts_s[self._frame])
        dialog.faces.show_faces(faces_of(draft.points), self._face)
        has_point = point_at(draft.points, self._face, at_s) is not None
        dialog.faces.show_state(hint_text(draft, self._face), state_text(draft), has_point, bool(draft.places_to_check))
        states = None if draft.followed is None or draft.faces is not Faces.FOLLOWED else draft.followed.worst
        dialog.strip.show_states(states, tuple({facts.frame_at(point.pts_s) for point in draft.points}))
        dialog.strip.show_looked(draft.looked, (draft.first, draft.stop))
        dialog.part.setText(part_text(draft))
        can_look = draft.is_ready and not draft.unseen_s
        dialog.show_possible(can_look, can_look and dialog.seen.isChecked(), missing_text(draft))
