"""The terms of the vocabulary as actions of the window, each with its digit."""

from PySide6.QtCore import QObject

from eegview.app.commands import Command, term_command_id
from eegview.app.film.eeg_terms import film_terms
from eegview.model.vocabulary import EEG
from eegview.ui.widgets.key_legend import LegendEntry
from eegview.ui.window.context import Context


class TermActions(QObject):
    """One action for each term that is offered; what they do is connected when a study opens."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._actions, self._studies, self._legend = context.actions, context.studies, context.window.legend
        self._ids: tuple[str, ...] = ()
        context.studies.study_opened.connect(lambda _study: self.show_digits())
        context.studies.study_closed.connect(self.show_digits)

    def fill(self) -> None:
        """Put the terms of the vocabulary in use in place of those of before, digits in their order."""
        actions, vocabulary = self._actions, self._studies.vocabulary
        for command_id in self._ids:
            actions.remove(command_id)
        commands = []
        for term in sorted(vocabulary.offered, key=lambda term: (not term.key, term.key)):
            group = 0 if term.key else 1
            yours = f" Yours, of the extension “{term.origin}”." if term.origin else ""
            help_text, command_id = f"{term.help or term.label}{yours}", term_command_id(term.term_id)
            needs = "eeg" if term.needs == EEG else "recording"
            title = f"Mark: {term.label}"
            command = Command(command_id, title, "Marks", help_text, needs, group=group, synonyms=term.synonyms)
            commands.append((command, (term.key,) if term.key else ()))
        self._ids = tuple(command.command_id for command, _keys in commands)
        for action in actions.add_all(commands):
            action.setAutoRepeat(False)  # one press, one mark

    def show_digits(self) -> None:
        """Show the digits of the terms that the open study offers in the legend."""
        self._legend.show_entries(self._digit_entries())

    def _digit_entries(self) -> list[LegendEntry]:
        """Return the legend of the digits (`1 Spasm`, `2 Hypsarrhythmia`), each with what a click runs."""
        study = self._studies.study
        offered = film_terms(self._studies.vocabulary, study.recording if study is not None else None)
        keyed = sorted((term for term in offered if term.key), key=lambda term: term.key)
        return [LegendEntry(t.key, t.label, t.colour, self._actions[term_command_id(t.term_id)]) for t in keyed]
