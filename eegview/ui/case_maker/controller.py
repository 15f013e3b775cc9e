"""Makes case sets: one dialog, one workshop on a lane of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eegview.app.lanes import Lane, Task
from eegview.app.report.signing.keys import KeyRefused, ensure_key, own_key, unlocked
from eegview.app.training.cases.questions import load_questions
from eegview.app.training.cases.set_facts import SUFFIX
from eegview.app.training.cases.workshop import Drafted, MakeRequest, Workshop
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.text.language import tr
from eegview.ui.case_maker.dialog import NAME, CaseMakerDialog
from eegview.ui.case_maker.item_browser import PICTURE_PX
from eegview.ui.case_maker.remembered import remember, remembered_settings
from eegview.ui.widgets.modeless_dialog import open_dialog, show_dialog
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context

if TYPE_CHECKING:
    from eegview.app.training.cases.drawing import DrawnItem
    from eegview.app.training.cases.making import Draft
    from eegview.app.training.cases.set_facts import SetFacts

_FILTER = tr("Case sets (*{suffix})", suffix=SUFFIX)


class CaseMakerController(QObject):
    """Opens studies, draws items and writes sets off the GUI thread."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        self._lane: Lane | None = None
        self._workshop: Workshop | None = None  # of the lane
        self._task: Task | None = None
        self._wanted_picture = ""
        context.actions.connect({"training.make_set": self.ask})
        context.studies.shutting_down.connect(self.shut_down)

    def ask(self) -> None:
        """Show the dialog; the open study is proposed."""
        show_dialog(self._context.window, NAME, self._build)

    def _build(self) -> CaseMakerDialog:
        context = self._context
        names = context.studies.privacy.file_name

        def shown_name(path: Path) -> str:
            return names(str(path), "Recording")

        first = remembered_settings(context.settings)
        recent = tuple(Path(study.path) for study in context.settings.recent_studies)
        dialog = CaseMakerDialog(context.window, load_questions(), first, recent, shown_name)
        dialog.draw_asked.connect(lambda request: self._draw(dialog, request))
        dialog.drafted.picture_asked.connect(lambda item: self._picture(dialog, item))
        dialog.save_asked.connect(lambda draft, signs, words: self._save(dialog, draft, signs, words))
        dialog.stop_asked.connect(self._stop)
        dialog.finished.connect(lambda _result: self._put_away())
        self._ask_lock(dialog)
        study = context.studies.study
        if study is not None and len(study.paths) == 1:
            dialog.studies.add_path(Path(study.paths[0]))
        return dialog

    def _ask_lock(self, dialog: CaseMakerDialog) -> None:
        """Ask for a passphrase where the own key is locked; the key is looked for on the lane."""

        def show(is_locked: bool) -> None:
            if self._dialog() is dialog:
                dialog.passphrase.setVisible(is_locked)

        self._on_lane().submit(_is_key_locked, show, lambda _error: None)

    def _dialog(self) -> CaseMakerDialog | None:
        dialog = open_dialog(self._context.window, NAME)
        return dialog if isinstance(dialog, CaseMakerDialog) else None

    # the lane

    def _on_lane(self) -> Lane:
        if self._lane is None:
            self._lane = Lane("case maker", self._context.studies.bridge.post)
        return self._lane

    def _begin(self, dialog: CaseMakerDialog, text: str) -> Task:
        def report(share: float) -> None:
            shown = self._dialog()
            if shown is not None and self._task is task:
                shown.show_working(share)

        task = self._task = Task(report, self._context.studies.bridge.post)
        dialog.show_working(0.0, text)
        return task

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _ended(self) -> CaseMakerDialog | None:
        """Note that the work ended; return the dialog if it is still there."""
        self._task = None
        dialog = self._dialog()
        if dialog is not None:
            dialog.show_working(None)
        return dialog

    def _failed(self, error: EegViewError) -> None:
        dialog = self._ended()
        if dialog is not None:
            stopped = "Stopped; nothing was written." if isinstance(error, Cancelled) else ""
            dialog.say(stopped or f"{error.sentence} {error.advice}".strip())

    # drawing

    def _draw(self, dialog: CaseMakerDialog, request: MakeRequest) -> None:
        remember(self._context.settings, request.settings)
        studies = self._context.studies
        library_url, viewer = studies.library_url, studies.reviewer.name
        task = self._begin(dialog, tr("Opening studies and drawing items …"))

        def work() -> Drafted:
            if self._workshop is None:
                self._workshop = Workshop(library_url, viewer)
            return self._workshop.draft(request, task.progress)

        def done(drafted: Drafted) -> None:
            shown = self._ended()
            if shown is not None:
                shown.show_drafted(drafted)

        self._on_lane().submit(work, done, self._failed)

    def _picture(self, dialog: CaseMakerDialog, item: DrawnItem) -> None:
        self._wanted_picture = item.item_id

        def work() -> bytes:
            if self._workshop is None or self._wanted_picture != item.item_id:
                return b""  # the maker went on meanwhile
            return self._workshop.picture(item, *PICTURE_PX)

        def done(content: bytes) -> None:
            shown = self._dialog()
            if content and shown is not None:
                shown.drafted.browser.show_picture(item.item_id, content)

        def failed(error: EegViewError) -> None:
            shown = self._dialog()
            if shown is not None:
                shown.drafted.browser.show_problem(item.item_id, error.sentence)

        self._on_lane().submit(work, done, failed)

    # saving

    def _save(self, dialog: CaseMakerDialog, draft: Draft, signs: bool, passphrase: str) -> None:
        name = "".join(c if c.isalnum() or c in " -_" else " " for c in draft.settings.title).strip() or "case set"
        suggested = self._context.settings.save_folder() / f"{name}{SUFFIX}"
        out, _kind = ask_where_to_save(dialog, tr("Save case set"), suggested, _FILTER, (SUFFIX,))
        if out is not None:
            self.write(out, draft, signs, passphrase)

    def write(self, out: Path, draft: Draft, signs: bool = False, passphrase: str = "") -> None:
        """Write a draft to a file; the dialog shows how it went."""
        dialog = self._dialog()
        if dialog is None:
            return
        task = self._begin(dialog, tr("Writing {name} …", name=out.name))
        made_utc = datetime.now(UTC).isoformat(timespec="seconds")

        def work() -> SetFacts:
            assert self._workshop is not None
            signer = None
            if signs:
                ensure_key()
                signer = unlocked(passphrase)
            return self._workshop.write(out, draft, made_utc, signer, task.progress)

        def done(facts: SetFacts) -> None:
            self._context.settings.saved_in(out.parent)
            shown = self._ended()
            said = tr(
                "Saved {name}: {n_items} items{tr}.",
                name=out.name,
                n_items=len(facts.items),
                tr=tr(", signed") if signs else tr(", not signed"),
            )
            if shown is not None:
                shown.say(tr("{said} “Start training…” opens it.", said=said))
            else:
                self._context.say(said)

        self._on_lane().submit(work, done, self._failed)

    # ending

    def _put_away(self) -> None:
        """Close studies once the dialog is gone."""
        self._stop()
        if self._lane is not None:
            self._lane.submit(self._close_workshop, lambda _none: None, lambda _error: None)

    def _close_workshop(self) -> None:
        workshop, self._workshop = self._workshop, None
        if workshop is not None:
            workshop.close()

    def shut_down(self) -> None:
        """Stop, and wait for the lane."""
        self._stop()
        if self._lane is not None:
            self._lane.submit(self._close_workshop, lambda _none: None, lambda _error: None)
            self._lane.close()
            self._lane = None


def _is_key_locked() -> bool:
    try:
        key = own_key()
    except KeyRefused:
        return False  # told when it is used
    return key is not None and key.is_locked
