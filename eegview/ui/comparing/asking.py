"""The dialogs of the comparison: which readers, what both agree on, and where it is written."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from eegview.app.agreement.comparison_export import SUFFIXES, write_comparison
from eegview.app.comparing.agreed import AgreedPlan
from eegview.model.provenance import Provenance
from eegview.model.recording import patient_of
from eegview.model.text.language import tr
from eegview.ui.comparing.agreed_dialog import AgreedDialog
from eegview.ui.comparing.choose_dialog import ChooseReadersDialog
from eegview.ui.comparing.lines import playlist_lines
from eegview.ui.comparing.settling import Settling
from eegview.ui.comparing.view import ComparingView
from eegview.ui.comparing.work import ComparingWork
from eegview.ui.widgets.modeless_dialog import close_dialogs, show_dialog
from eegview.ui.widgets.save_dialog import ask_where_to_save
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.study_provenance import ask_provenance

CHOOSE_DIALOG, AGREED_DIALOG = "comparing.choose.dialog", "comparing.agreed.dialog"
_FILTERS = tr("JSON (*.json);;Table (*.csv)")


class ComparingDialogs(QObject):
    """Opens the dialogs on one study's comparison, and does what they ask for."""

    def __init__(
        self, context: Context, study: OpenStudy, view: ComparingView, work: ComparingWork, settling: Settling
    ) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._view = context, study, view
        self._work, self._settling = work, settling
        study.scope.ended.connect(self.close)

    @property
    def handlers(self) -> dict[str, Callable[[], object]]:
        """What opens them, by command."""
        return {
            "comparing.choose": self._choose,
            "comparing.take_agreed": self._take_agreed,
            "comparing.export": self._ask_to_export,
        }

    def close(self) -> None:
        """Close those that are open."""
        close_dialogs(self._context.window, (CHOOSE_DIALOG, AGREED_DIALOG))

    def _choose(self) -> None:
        work = self._work
        if not work.is_on:
            return

        def build() -> ChooseReadersDialog:
            dialog = ChooseReadersDialog(self._context.window, work.offered, work.terms, work.choice)
            dialog.chosen.connect(self._study.scope.while_open(work.choose))
            return dialog

        show_dialog(self._context.window, CHOOSE_DIALOG, build)

    # what both agree on

    def _take_agreed(self) -> None:
        """List what both agree on and nobody has taken; it is taken once that was seen."""
        read, term_id = self._work.read, self._work.choice.term_id
        if not self._work.is_on or read is None or not self._settling.may_decide():
            return
        if not any(not term_id or one.term_id == term_id for one in read.agreed_left):
            self._context.say(tr("All that both readers agree on is taken already."))
            return
        self._settling.deciding.plan_agreed(read, term_id or None, self._list_agreed)

    def _list_agreed(self, plan: AgreedPlan) -> None:
        work, deciding = self._work, self._settling.deciding

        def build() -> AgreedDialog:
            clock, label_of = self._study.times.text, work.label_of
            lines = playlist_lines(plan.new, clock, label_of, work.choice.term_id, lambda _one: ("", True))
            dialog = AgreedDialog(self._context.window, lines, len(plan.standing) + len(plan.repeated))
            dialog.take_asked.connect(self._study.scope.while_open(lambda: deciding.take_agreed(plan)))
            return dialog

        close_dialogs(self._context.window, (AGREED_DIALOG,))
        show_dialog(self._context.window, AGREED_DIALOG, build)

    # writing

    def _ask_to_export(self) -> None:
        """Ask where to write the comparison."""
        if self._work.read is None:
            self._context.say(tr("There is nothing to export: two readers are not compared yet."))
            return
        settings, study = self._context.settings, self._study
        suggested = settings.save_folder(study.paths[0]) / "agreement.json"
        path, _kind = ask_where_to_save(self._context.window, tr("Export agreement"), suggested, _FILTERS, SUFFIXES)
        if path is not None:
            settings.saved_in(path.parent, study.paths[0])
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the comparison as it is now: numbers, differences, decisions."""
        read, studies = self._work.read, self._context.studies
        if read is None:
            return
        lines, is_simulated = self._view.numbers.model.lines, patient_of(self._study.source).is_simulated
        numbers = [(line.label, line.measure, line.number) for line in lines]
        done = self._study.scope.while_open(lambda _none: self._context.say(tr("Wrote {name}.", name=path.name)))

        def known(provenance: Provenance) -> None:
            def write() -> None:
                write_comparison(path, read.comparison, read.decision_on, numbers, is_simulated, provenance)

            studies.work.submit(write, done, studies.fail)

        ask_provenance(self._study, studies.vocabulary, known)
