"""The terms of the vocabulary as actions of the window, each with its digit."""

from eegview.app.commands import Command
from eegview.model.vocabulary import Term, Vocabulary
from eegview.ui.window.actions import Actions


def command_id_of(term: Term) -> str:
    """Return the id of the command that marks this term."""
    return f"event.mark.{term.term_id}"


def add_term_actions(actions: Actions, vocabulary: Vocabulary) -> None:
    """Add one action for each term; what they do is connected when a study opens."""
    for term in vocabulary.terms:
        group = 0 if term.key else 1
        command = Command(command_id_of(term), f"Mark: {term.label}", "Events", term.help or term.label, group=group)
        actions.add(command, (term.key,) if term.key else ())


def digits_text(vocabulary: Vocabulary) -> str:
    """Return what the digits do: `1 spasm · 2 hypsarrhythmia …`."""
    keyed = sorted((term for term in vocabulary.terms if term.key), key=lambda term: term.key)
    return " · ".join(f"{term.key} {term.label.lower()}" for term in keyed)
