"""The terms of the vocabulary as actions of the window, each with its digit."""

from eegview.app.commands import Command, term_command_id
from eegview.model.vocabulary import Vocabulary
from eegview.ui.window.actions import Actions


def add_term_actions(actions: Actions, vocabulary: Vocabulary) -> None:
    """Add one action for each term, digits in their order; what they do is connected when a study opens."""
    for term in sorted(vocabulary.terms, key=lambda term: (not term.key, term.key)):
        group = 0 if term.key else 1
        help_text, command_id = term.help or term.label, term_command_id(term.term_id)
        command = Command(command_id, f"Mark: {term.label}", "Marks", help_text, group=group, synonyms=term.synonyms)
        actions.add(command, (term.key,) if term.key else ()).setAutoRepeat(False)  # one press, one mark


def digits_text(vocabulary: Vocabulary) -> str:
    """Return what the digits do: `1 spasm · 2 hypsarrhythmia …`."""
    keyed = sorted((term for term in vocabulary.terms if term.key), key=lambda term: term.key)
    return " · ".join(f"{term.key} {term.label.lower()}" for term in keyed)
