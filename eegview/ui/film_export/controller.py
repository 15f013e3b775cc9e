"""Exporting a clip of the open study: which one, its dialog, and the writing."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths

from eegview.app.film_export.draft import ExportDraft
from eegview.app.film_export.draft_file import KeptDraft, keep_draft
from eegview.app.film_export.export import LOOK_FIRST, ExportedFilm
from eegview.app.film_export.targets import FILM_ENDING
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.text.language import tr, tr_n
from eegview.ui.exchange.show_folder import show_folder
from eegview.ui.film_export.dialog import FilmExportDialog
from eegview.ui.film_export.preparing import Preparing
from eegview.ui.video.study_video import StudyVideo
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_DIALOG = "film_export"


class FilmExportController(QObject):
    """Opens the dialog on the clip at the cursor, and writes what was prepared there.

    What was chosen and drawn for each clip is kept when the dialog is closed, also for another day.
    """

    def __init__(self, context: Context, study: OpenStudy, video: StudyVideo) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._video = context, study, video
        self._window, self._settings, self._studies = context.window, context.settings, context.studies
        self._preparing: Preparing | None = None
        self._paths: tuple[str, ...] = ()
        self._fingerprint = ""  # of the clip in the dialog
        self._drafts: dict[str, ExportDraft] = {}  # by fingerprint
        self._copied: ExportDraft | None = None  # what was written last of the clip in the dialog
        self._end_work: Callable[[], None] = lambda: None
        context.actions.connect({"study.export_clip": self.show}, study.scope)
        self._studies.privacy.changed.connect(self._close)  # the dialog names files
        video.opened.connect(self._close)  # other clips
        study.scope.ended.connect(self._close)

    def _close(self) -> None:
        close_dialogs(self._window, (_DIALOG,))
        self._put_away()

    def _put_away(self) -> None:
        if self._preparing is not None:
            if self._preparing.draft is not None:
                self._drafts[self._fingerprint] = replace(self._preparing.draft, followed=None)  # pictures are large
                self._keep(self._preparing.draft)
            self._preparing.close()
            self._preparing = None
            self._end_work()

    def _keep(self, draft: ExportDraft) -> None:
        """Keep what was drawn on the disk, so that one can go on another day; not once the copy is written."""
        is_done = self._copied is not None and KeptDraft.of(self._copied) == KeptDraft.of(draft)
        fingerprint, kept = self._fingerprint, None if is_done else KeptDraft.of(draft)
        if fingerprint in self._video.fingerprints.values():
            self._studies.work.submit(lambda: keep_draft(fingerprint, kept), lambda _none: None, self._studies.fail)

    def show(self) -> None:
        """Open the dialog, or bring the open one to the front; without video there is none."""
        if self._video.footage.clips:
            show_dialog(self._window, _DIALOG, self._build)

    @property
    def dialog(self) -> FilmExportDialog | None:
        """Return the dialog if it is open."""
        dialog = open_dialog(self._window, _DIALOG)
        return dialog if isinstance(dialog, FilmExportDialog) else None

    @property
    def preparing(self) -> Preparing | None:
        """Return the clip in the dialog."""
        return self._preparing

    def _build(self) -> FilmExportDialog:
        cursor_s = self._study.view.cursor_s
        clips = self._video.footage.clips
        here = next((clip for clip in clips if cursor_s is not None and clip.span.contains(cursor_s)), clips[0])
        self._paths = self._video.paths
        names = [
            self._studies.privacy.file_name(path, tr("Clip {number}", number=number))
            for number, path in enumerate(self._paths, 1)
        ]
        dialog = FilmExportDialog(self._window, names, self._paths.index(here.path))
        at_s = here.sync.to_video_s(cursor_s) if cursor_s is not None and here.span.contains(cursor_s) else here.first_s
        dialog.clip_chosen.connect(lambda number: self._prepare(dialog, self._paths[number], float("-inf")))
        dialog.write_asked.connect(self._ask_where)
        dialog.cancel_asked.connect(self._cancel)
        dialog.finished.connect(lambda _result: self._put_away())
        self._prepare(dialog, here.path, at_s)
        return dialog

    def _prepare(self, dialog: FilmExportDialog, path: str, at_s: float) -> None:
        self._put_away()
        dialog.show_end()
        self._fingerprint, self._copied = self._video.fingerprints.get(path, path), None
        kept = self._drafts.get(self._fingerprint)
        known = self._fingerprint if path in self._video.fingerprints else ""
        self._preparing = Preparing(dialog, path, at_s, self._studies.bridge.post, self._failed, kept, known)
        again = tr("What you drew before is there again. Look at all of the copy before you write it.")
        self._preparing.taken_up.connect(lambda: self._tell((again,)))

    # writing

    def _ask_where(self) -> None:
        dialog, preparing = self.dialog, self._preparing
        if dialog is None or preparing is None:
            return
        folder = self._folder()
        pattern = tr("Film") + f" (*{FILM_ENDING})"
        out, _kind = ask_where_to_save(
            dialog, tr("Export clip"), folder / f"clip{FILM_ENDING}", pattern, (FILM_ENDING,)
        )
        if out is not None:
            self.write(out)

    def _folder(self) -> Path:
        """Return a folder to propose: not that of the originals, with which the copy would be opened as a clip."""
        folder = self._settings.save_folder(self._study.paths[0])
        originals = {Path(path).absolute().parent for path in (*self._study.paths, *self._video.paths)}
        if folder.absolute() not in originals:
            return folder
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(documents) if documents and Path(documents).is_dir() else Path.home()

    def write(self, out: Path) -> None:
        """Write the copy as it was looked at."""
        dialog, preparing = self.dialog, self._preparing
        if dialog is None or preparing is None or preparing.draft is None or not preparing.draft.is_ready:
            return
        protected = (*self._study.paths, *self._video.paths)
        self._settings.saved_in(out.parent, self._study.paths[0])
        dialog.play.setChecked(False)
        dialog.show_working(is_writing=True)
        self._end_work = self._studies.running.begin(tr("A clip is being exported."), self._cancel)
        draft, while_open = preparing.draft, self._study.scope.while_open

        def written(done: ExportedFilm) -> None:
            self._copied = draft
            self._written(done)

        preparing.desk.write(
            *(out, draft.choice, draft.followed, protected, while_open(self._show_share)),
            while_open(written),
            while_open(self._failed),
        )

    def _show_share(self, share: float) -> None:
        dialog = self.dialog
        if dialog is not None:
            dialog.show_share(share)

    def _cancel(self) -> None:
        dialog, preparing = self.dialog, self._preparing
        if dialog is not None and preparing is not None and not dialog.is_writing:
            preparing.stop_following()
        elif preparing is not None:
            preparing.desk.cancel()

    def _written(self, done: ExportedFilm) -> None:
        self._end_work()
        sentences = [
            tr_n("Wrote {name}: {n} picture.", "Wrote {name}: {n} pictures.", done.n_pictures, name=done.files[0].name)
        ]
        if done.n_lost:
            sentences.append(tr("{n} pictures could not be decoded and are left out.", n=done.n_lost))
        self._tell((*sentences, tr(LOOK_FIRST)))
        self._context.say(
            tr("Exported {name}.", name=done.files[0].name),
            tr("Show in folder"),
            partial(show_folder, done.files[0]),
        )

    def _failed(self, error: EegViewError) -> None:
        self._end_work()
        if isinstance(error, Cancelled):
            self._tell((tr("Cancelled; no file was written."),))
        elif self.dialog is not None:
            self._tell((f"⚠ {error.sentence}", error.advice))
        else:
            self._studies.fail(error)

    def _tell(self, sentences: tuple[str, ...]) -> None:
        dialog = self.dialog
        if dialog is not None:
            dialog.show_end(tuple(map(self._studies.privacy.text, sentences)))
