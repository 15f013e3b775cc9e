"""Why a command cannot be used now, in a sentence."""

from collections.abc import Collection

_SENTENCES = {
    "recording": "Open a recording first.",
    "eeg": "This study is film alone, without EEG.",
    "video": "This study has no video.",
    "film": "Only in a study of clips without EEG.",
    "eeg_video": "There is no video beside an EEG here.",
    "mark": "Select a mark first.",
    "selection": "Select a section of the page first.",
    "undo": "There is nothing to undo.",
    "redo": "There is nothing to redo.",
    "triage": "Only in triage.",
    "candidate": "Only in triage, while it shows a suggestion.",
    "edges": "Only in triage, while edges are edited.",
    "early": "Only in triage, before the first read is complete.",
    "audit": "Only in the miss audit.",
    "stretch": "Only in the miss audit, while it shows a section.",
    "staging": "Only in sleep staging.",
    "stages": "Only in sleep staging, from 2 months of age on.",
    "stages_young": "Only in sleep staging, below 2 months of age.",
    "trends": "Only in the trends of the whole study (Shift+T).",
    "statistics": "Only in the statistics of spasms (Shift+L).",
    "computing": "No trends are being computed.",
    "score": "Only in the BASED workbench.",
    "report": "Only in the report (Ctrl+Shift+R).",
    "response": "Only while two studies are compared (before and after).",
    "comparing": "Only while two readers are compared.",
    "difference": "Only while two readers are compared and a difference is shown.",
    "merging": "Only while the answers of two readers are merged.",
    "training": "Only in a training session.",
    "computing_beside": "No trends of another study are being computed.",
}
_OF_A_TASK = frozenset(
    {
        "triage",
        "candidate",
        "edges",
        "early",
        "audit",
        "stretch",
        "staging",
        "stages",
        "stages_young",
        "trends",
        "statistics",
        "score",
        "report",
        "response",
        "comparing",
        "difference",
        "merging",
        "training",
    }
)


def why_not(needs: str, conditions: Collection[str]) -> str:
    """Return why a command with these needs (`Command.needs`) cannot be used under `conditions`; "" where it can."""
    if not needs or needs in conditions:
        return ""
    if "recording" not in conditions and needs not in _OF_A_TASK:
        return _SENTENCES["recording"]
    return _SENTENCES.get(needs, "Not at this moment.")
