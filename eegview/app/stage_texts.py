"""What stages are called and how they are drawn: labels of the vocabulary, letters for cells, levels, colours."""

from collections.abc import Mapping

from eegview.app.themes import Theme
from eegview.clinical.stages import INFANT, NOT_SCORABLE, SLEEP_TERM, STAGE, YOUNG_MONTHS
from eegview.model.vocabulary import Vocabulary

STAGE_COMMANDS: Mapping[str, str] = {
    "W": "staging.wake",
    "N1": "staging.n1",
    "N2": "staging.n2",
    "N3": "staging.n3",
    "R": "staging.rem",
    "A": "staging.active",
    "Q": "staging.quiet",
    "I": "staging.indeterminate",
    "S": "staging.asleep",
    NOT_SCORABLE: "staging.not_scorable",
}
# Levels of a hypnogram from the top; active sleep is drawn where REM is, quiet sleep where N3 is.
LEVELS: Mapping[str, int] = {"W": 0, "R": 1, "A": 1, "N1": 2, "I": 2, "S": 2, "N2": 3, "N3": 4, "Q": 4}
N_LEVELS = 5
_COLOURS = {
    "W": "#b7791f",
    "N1": "#5b8fc7",
    "N2": "#2563a8",
    "N3": "#1b3f73",
    "R": "#a63a79",
    "A": "#a63a79",
    "Q": "#1b3f73",
    "I": "#5b8fc7",
    "S": "#64748b",
}
_DARK_COLOURS = {
    "W": "#e0a83a",
    "N1": "#9ccbf5",
    "N2": "#4f93e0",
    "N3": "#3f62b8",
    "R": "#dc6fae",
    "A": "#dc6fae",
    "Q": "#3f62b8",
    "I": "#9ccbf5",
    "S": "#8b98a5",
}
_RULES = "AASM pediatric rules · check for age"
_RULES_YOUNG = "Infant stages, below 2 months · check for age"


def letter(stage: str) -> str:
    """Return what stands in a cell for a stage, "" for none."""
    return "X" if stage == NOT_SCORABLE else stage


def label(stage: str, vocabulary: Vocabulary) -> str:
    """Return the vocabulary's name of a stage; the stage itself where it has none."""
    term = vocabulary.term(SLEEP_TERM)
    attribute = next((a for a in term.attributes if a.name == STAGE), None) if term is not None else None
    return dict(attribute.choices).get(stage, letter(stage)) if attribute is not None else letter(stage)


def colour(stage: str, theme: Theme) -> str:
    """Return the colour of a stage in a theme, "#rrggbb"; its letter is always written beside it."""
    colours = _DARK_COLOURS if theme.is_dark else _COLOURS
    return colours.get(stage, theme.line_strong)


def level_names(stages: tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands beside each level of a hypnogram, from the top, "" for a level that is not used."""
    is_young = any(stage in INFANT for stage in stages)
    return ("W", "A", "I", "", "Q") if is_young else ("W", "R", "N1", "N2", "N3")


def rules_text(age_months: float | None) -> str:
    """Return the name of the rules that the keys follow at an age; it does not say that they were followed."""
    if age_months is None:
        return f"{_RULES} (age not known)"
    return _RULES_YOUNG if age_months < YOUNG_MONTHS else _RULES
