"""Which panels and sets are chosen: the list, the chips, what is remembered of them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QInputDialog

from eegview.app.trends.pair_panel import PAIR_PANEL
from eegview.app.trends.sets import TrendSet, delete_own_set, load_sets, own_set_ids, save_own_set, set_id_for
from eegview.model.text.language import tr
from eegview.ui.trends.drawing.panel_texts import panel_tip
from eegview.ui.trends.drawing.panels import Panel, drawn_panels
from eegview.ui.trends.drawing.shown_study import ShownStudy
from eegview.ui.trends.drawing.why_nothing import why_nothing
from eegview.ui.trends.remembered import RememberedTrends
from eegview.ui.trends.view import TrendsView
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.question import ask

_Sets = tuple[tuple[TrendSet, ...], frozenset[str]]


class PanelChoices(QObject):
    """Keeps list, chips and panels alike for one open study; sets are read and written on the work lane.

    changed : a person shows other panels
    """

    changed = Signal()

    def __init__(self, context: Context, study: OpenStudy, view: TrendsView, remembered: RememberedTrends) -> None:
        super().__init__(study.scope)
        self._window, self._studies, self._scope = context.window, context.studies, study.scope
        self._say, self._view, self._remembered = context.say, view, remembered
        self._sets: tuple[TrendSet, ...] = ()
        self._own: frozenset[str] = frozenset()
        self._shown_study: ShownStudy | None = None
        side = view.side
        side.set_chosen.connect(self.use_set)
        side.save_set_asked.connect(self.ask_for_name)
        side.delete_set_asked.connect(self.ask_to_delete)
        side.list.chosen.connect(self._chosen)
        side.list.move_asked.connect(self._move_by_id)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Return the panels shown, from above."""
        by_id = {panel.panel_id: panel for panel in drawn_panels()}
        return tuple(by_id[one] for one in self.shown_ids if one in by_id)

    @property
    def shown_ids(self) -> tuple[str, ...]:
        return self._remembered.shown

    def load(self) -> None:
        """Read the sets; the one remembered is shown where no panels are."""
        loaded = self._scope.while_open(self._loaded)
        self._studies.work.submit(lambda: (load_sets(), own_set_ids()), loaded, self._studies.fail)

    def _loaded(self, found: _Sets) -> None:
        self._sets, self._own = found
        if not self._remembered.shown:
            self.use_set(self._remembered.set_id)
        else:
            self._show()

    def show_study(self, study: ShownStudy) -> None:
        """Say in the list what this study cannot give."""
        before, self._shown_study = self._shown_study, study
        if before is None or self._missing(before) != self._missing(study):
            self._show()

    @staticmethod
    def _missing(study: ShownStudy) -> tuple[str, ...]:
        return tuple(why_nothing(panel, study, "") for panel in drawn_panels())

    def use_set(self, set_id: str) -> None:
        """Show the panels of a set."""
        found = next((one for one in self._sets if one.set_id == set_id), self._sets[0] if self._sets else None)
        if found is not None:
            self._remembered.set_id, self._remembered.shown = found.set_id, found.panels
            if found.pair:
                self._remembered.pair = found.pair
            self._show()
            self.changed.emit()

    def hide(self, panel: Panel) -> None:
        self._chosen(tuple(one for one in self.shown_ids if one != panel.panel_id))

    def show_panel(self, panel_id: str) -> None:
        """Show a panel as well, after those of its kind."""
        ids = self.shown_ids
        if panel_id in ids:
            return
        alike = [place for place, one in enumerate(ids) if one.startswith(panel_id.partition("_")[0])]
        place = alike[-1] + 1 if alike else 0
        self._chosen((*ids[:place], panel_id, *ids[place:]))

    def move(self, panel: Panel, steps: int) -> None:
        """Move a panel up (negative) or down."""
        self._move_by_id(panel.panel_id, steps)

    def _move_by_id(self, panel_id: str, steps: int) -> None:
        ids = [*self.shown_ids]
        if panel_id not in ids:
            return
        here = ids.index(panel_id)
        ids.insert(min(max(here + steps, 0), len(ids) - 1), ids.pop(here))
        self._chosen(tuple(ids))

    def _chosen(self, panel_ids: tuple[str, ...]) -> None:
        """Take the panels that were checked or dragged; a set is chosen only as long as it is what is shown."""
        if panel_ids == self._remembered.shown:
            return
        self._remembered.shown = panel_ids
        self._remembered.set_id = self._set_of_shown
        self._view.show_panels(self.panels)
        self.changed.emit()
        self._show_later()

    @property
    def _set_of_shown(self) -> str:
        """The id of the set that is just what is shown, "" = none."""
        shown, pair = self.shown_ids, self._remembered.pair
        return next((one.set_id for one in self._sets if one.panels == shown and one.pair in ("", pair)), "")

    def find_set(self) -> None:
        """Show which set is what is shown, after another pair was chosen."""
        self._remembered.set_id = self._set_of_shown
        self._show()

    def _show_later(self) -> None:
        """Show list and chips once the list has ended its drag."""
        self._studies.bridge.post(self._scope.while_open(self._show))

    def _show(self) -> None:
        shown, panels = self.shown_ids, drawn_panels()
        by_id = {panel.panel_id: panel for panel in panels}
        ordered = [*(by_id[one] for one in shown), *(panel for panel in panels if panel.panel_id not in shown)]
        study = self._shown_study
        why = [why_nothing(panel, study, "") if study is not None else "" for panel in ordered]
        tips = [panel_tip(panel, study) if study is not None else panel.title for panel in ordered]
        side, chosen = self._view.side, self._remembered.set_id
        side.list.show_panels(ordered, shown, why, tips)
        side.count.setText(f"{len(shown)} of {len(panels)}")
        side.show_sets([(one.set_id, one.label, one.help) for one in self._sets], chosen, chosen in self._own)
        self._view.show_panels(self.panels)

    # own sets

    def ask_for_name(self) -> None:
        """Ask how the set is called, then save the panels shown."""
        if not self.shown_ids:
            self._say(tr("No panel is shown. Check the panels of the set first."))
            return
        dialog = QInputDialog(self._window)
        dialog.setObjectName("trends.save_set.dialog")
        dialog.setWindowTitle(tr("Save set"))
        dialog.setLabelText(tr("Name of the set:"))
        dialog.setOkButtonText(tr("Save"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(self._scope.while_open(self.save_set))
        dialog.finished.connect(lambda _result: self._window.activateWindow())
        self._scope.ended.connect(dialog.close)
        dialog.open()

    def save_set(self, name: str) -> None:
        """Save the panels shown under a name; one of your own of the same name is replaced."""
        name = " ".join(name.split())
        if not name:
            self._say(tr("The set was not saved: it has no name."))
            return
        built_in = [one for one in self._sets if one.set_id not in self._own]
        if any(one.label.casefold() == name.casefold() for one in built_in):
            self._say(tr("“{name}” is a set of the program. Choose another name.", name=name))
            return
        pair = self._remembered.pair if PAIR_PANEL in self.shown_ids else ""
        one = TrendSet(set_id_for(name, self._sets), name, self.shown_ids, pair=pair)
        self._remembered.set_id = one.set_id
        self._change(lambda: save_own_set(one), f"The set “{name}” is saved.")

    def ask_to_delete(self) -> None:
        """Ask whether to delete the chosen set, one of your own."""
        own = (one for one in self._sets if one.set_id in self._own)
        one = next((one for one in own if one.set_id == self._remembered.set_id), None)
        if one is None:
            return
        text, note = tr("Delete the set “{label}”?", label=one.label), tr("The panels stay as they are shown now.")
        name, do = "trends.delete_set.question", partial(self.delete_set, one)
        ask(self._window, self._scope, name, tr("Delete set"), text, note, tr("Delete"), tr("Cancel"), do)

    def delete_set(self, one: TrendSet) -> None:
        self._remembered.set_id = ""
        self._change(lambda: delete_own_set(one.set_id), f"The set “{one.label}” is deleted.")

    def _change(self, act: Callable[[], object], text: str) -> None:
        def work() -> _Sets:
            act()
            return load_sets(), own_set_ids()

        def done(found: _Sets) -> None:
            self._loaded(found)
            self._say(text)

        self._studies.work.submit(work, self._scope.while_open(done), self._studies.fail)
