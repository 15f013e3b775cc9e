"""The terms of the vocabulary as actions of the window, each with its digit."""

from eegview.app.commands import Command, term_command_id
from eegview.model.vocabulary import Vocabulary
from eegview.ui.window.actions import Actions


def add_term_actions(actions: Actions, vocabulary: Vocabulary) -> None:
    """Add one action for each term; what they do is connected when a study opens."""
    for term in vocabulary.terms:
        group = 0 if term.key else 1
        command = Command(
            term_command_id(term.term_id), f"Mark: {term.label}", "Marks", term.help or term.label, group=group
        )
        actions.add(command, (term.key,) if term.key else ()).setAutoRepeat(False)  # one press, one mark


def digits_text(vocabulary: Vocabulary) -> str:
    """Return what the digits do: `1 spasm · 2 hypsarrhythmia …`."""
    keyed = sorted((term for term in vocabulary.terms if term.key), key=lambda term: term.key)
    return " · ".join(f"{term.key} {term.label.lower()}" for term in keyed)
