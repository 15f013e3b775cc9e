"""The rows of buttons below the card, each with the key that does the same."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu

from eegview.model.vocabulary import Term, Vocabulary
from eegview.ui.triage.buttons import key_text
from eegview.ui.triage.view import TriageView
from eegview.ui.window.actions import Actions

_BUTTONS = (
    ("triage.accept", "Accept", "key-primary"),
    ("triage.reject", "Reject", "key-danger"),
    ("triage.unsure", "Unsure", ""),
    ("", "Something else", ""),
    ("triage.edges", "Edit edges", ""),
    ("triage.replay", "Replay", ""),
    ("triage.slow", "Half speed", ""),
    ("triage.next", "Leave open", ""),
    ("triage.back", "Back one", ""),
)
_EDGE_BUTTONS = (
    ("triage.earlier", "Onset 20 ms earlier", ""),
    ("triage.later", "Onset later", ""),
    ("triage.end_earlier", "End 20 ms earlier", ""),
    ("triage.end_later", "End later", ""),
    ("triage.keep_edges", "Keep", "key-primary"),
    ("triage.drop_edges", "As suggested", ""),
)


def build_buttons(
    view: TriageView, actions: Actions, vocabulary: Vocabulary, reclassify: Callable[[Term], object]
) -> None:
    """Fill the rows of buttons and the strip's switches; `reclassify` makes what is shown something else."""
    others = QMenu(view.buttons)
    for term in vocabulary.terms:
        others.addAction(f"{term.key}  {term.label}".strip(), lambda t=term: reclassify(t))
    for command_id, words, role in _BUTTONS:
        if command_id:
            view.buttons.add(actions[command_id], actions.keys_of(command_id), words, role)
        else:
            view.buttons.add_menu("triage.other.button", "1–9", words, others)
    for command_id, words, role in _EDGE_BUTTONS:
        view.edge_buttons.add(actions[command_id], actions.keys_of(command_id), words, role)
    leave = actions["triage.close"]
    blind, goes_on = actions["triage.blind"], actions["triage.auto_advance"]
    view.header.use_actions(blind, goes_on, leave, key_text(actions.keys_of("triage.close")))
