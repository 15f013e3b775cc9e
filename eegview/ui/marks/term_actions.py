"""The terms of the vocabulary as actions of the window, each with its digit."""

from eegview.app.commands import Command, term_command_id
from eegview.model.vocabulary import Vocabulary
from eegview.ui.widgets.key_legend import LegendEntry
from eegview.ui.window.actions import Actions


def add_term_actions(actions: Actions, vocabulary: Vocabulary) -> None:
    """Add one action for each term, digits in their order; what they do is connected when a study opens."""
    commands = []
    for term in sorted(vocabulary.offered, key=lambda term: (not term.key, term.key)):
        group = 0 if term.key else 1
        yours = f" Yours, of the extension “{term.origin}”." if term.origin else ""
        help_text, command_id = f"{term.help or term.label}{yours}", term_command_id(term.term_id)
        command = Command(command_id, f"Mark: {term.label}", "Marks", help_text, group=group, synonyms=term.synonyms)
        commands.append((command, (term.key,) if term.key else ()))
    for action in actions.add_all(commands):
        action.setAutoRepeat(False)  # one press, one mark


def digit_entries(actions: Actions, vocabulary: Vocabulary) -> list[LegendEntry]:
    """Return the legend of the digits (`1 Spasm`, `2 Hypsarrhythmia`), each with what a click runs."""
    keyed = sorted((term for term in vocabulary.offered if term.key), key=lambda term: term.key)
    return [LegendEntry(t.key, t.label, t.colour, actions[term_command_id(t.term_id)]) for t in keyed]
