"""What the page's menu offers for the suggestion under the mouse: verdicts, one at a time."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QMenu

from eegview.model.judgement import Verdict
from eegview.ui.page.suggestions_painter import ShownSuggestion


@dataclass(frozen=True, slots=True)
class SuggestionActs:
    """What the menu can ask for."""

    judge: Callable[[Verdict], None]
    retract: Callable[[], None]
    triage: Callable[[], None]


def add_suggestion_acts(menu: QMenu, shown: ShownSuggestion, acts: SuggestionActs) -> None:
    """Put the acts on a suggestion above all else in `menu`."""
    lines: list[tuple[str, str, Callable[[], None] | None]] = [
        ("suggestion.title", f"Suggested: {shown.name} {shown.detection.score:.2f}", None),
        ("suggestion.accept", "Accept", lambda: acts.judge(Verdict.ACCEPT)),
        ("suggestion.reject", "Reject", lambda: acts.judge(Verdict.REJECT)),
        ("suggestion.unsure", "Unsure", lambda: acts.judge(Verdict.UNSURE)),
    ]
    if shown.verdict is not None:
        lines.append(("suggestion.take_back", "Take the verdict back", acts.retract))
    lines.append(("suggestion.triage", "Triage from here…", acts.triage))
    before = menu.actions()[0] if menu.actions() else None
    for name, words, run in lines:
        action = menu.addAction(words.replace("&", "&&"))
        action.setObjectName(name)
        action.setEnabled(run is not None)
        if run is not None:
            action.triggered.connect(lambda _checked=False, act=run: act())
        if before is not None:
            menu.removeAction(action)
            menu.insertAction(before, action)
    if before is not None:
        menu.insertSeparator(before)
