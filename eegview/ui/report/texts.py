"""What the screen of the report says."""

from collections.abc import Iterable, Sequence

from eegview.app.report.catalogue import Kind
from eegview.app.report.form import FormField, FormSection
from eegview.app.report.study import ReportStudy
from eegview.model.report.document import State
from eegview.model.text.language import tr

OPEN = "open"  # beside the states of a report: nobody has answered it yet
IMPRESSION = "significance"  # the section that is only the reader's
SIGNS: dict[State | str, str] = {
    State.GIVEN: "✓",
    State.NOT_ASSESSED: "–",
    State.NOT_APPLICABLE: "·",
    OPEN: "○",
}  # by state of an item
STATE_TEXTS: dict[State | str, str] = {
    State.GIVEN: "given",
    State.NOT_ASSESSED: tr("not assessed"),
    State.NOT_APPLICABLE: tr("not applicable"),
    OPEN: "open",
}
NOTHING_MARKED = tr("Nothing is marked yet. The report says so, with what was recorded and its limits.")
OTHER_INFANT = tr("The previous study has another patient ID: check that it is the same infant.")
FRAMES = tr("With video frames: they may show the infant's face, and the file then identifies the infant.")
FACES = tr(
    "A video frame may show the infant's face, and with it who it is. The file then counts as identifying, "
    "whatever else was anonymized. Ask whether the family and your department agree."
)


def can_answer(field: FormField) -> bool:
    """Whether a reader answers an item; the others are computed alone."""
    return field.kind is not Kind.COMPUTED


def state_of(field: FormField) -> State | str:
    """Return how an item stands: `OPEN` where the program knows nothing and the reader has not said anything."""
    is_open = field.state is State.NOT_ASSESSED and not field.is_said and can_answer(field)
    return OPEN if is_open else field.state


def states_of(fields: Iterable[FormField]) -> dict[State | str, int]:
    """Return how many items have each state."""
    counts: dict[State | str, int] = dict.fromkeys(SIGNS, 0)
    for field in fields:
        counts[state_of(field)] += 1
    return counts


def section_sign(section: FormSection) -> str:
    """Return the sign of a section: open while one of its items is, not assessed where all are."""
    counts = states_of(section.fields)
    if counts[OPEN]:
        return SIGNS[OPEN]
    return SIGNS[State.GIVEN] if counts[State.GIVEN] else SIGNS[State.NOT_ASSESSED]


def counts_text(fields: Iterable[FormField]) -> str:
    """Return `6 given, 1 not assessed, 2 open`."""
    counts = states_of(fields)
    parts = [f"{counts[state]} {STATE_TEXTS[state]}" for state in SIGNS if counts[state]]
    return ", ".join(parts)


def open_count_text(section: FormSection) -> str:
    """Return how many items are open, "" where none is."""
    return str(states_of(section.fields)[OPEN] or "")


def form_text(sections: Sequence[FormSection]) -> str:
    """Return `21 of 24 given, 2 not assessed, 1 open`."""
    counts = states_of(field for section in sections for field in section.fields)
    parts = [tr("{counts} of {sum} given", counts=counts[State.GIVEN], sum=sum(counts.values()))]
    parts += [f"{counts[state]} {STATE_TEXTS[state]}" for state in SIGNS if state != State.GIVEN and counts[state]]
    return ", ".join(parts)


def notices(
    study: ReportStudy | None, with_frames: bool, previous_problem: str, n_untranslated: int = 0
) -> tuple[str, ...]:
    """Return what the reader should know before the report goes out, a sentence each.

    previous_problem : why the study to compare with could not be read
    n_untranslated : texts that the language of the labels lacks
    """
    told = [NOTHING_MARKED] if study is not None and not study.counted else []
    told += [FRAMES] if with_frames else []
    told += [previous_problem] if previous_problem else []
    if n_untranslated:
        texts = tr("1 text") if n_untranslated == 1 else f"{n_untranslated} texts"
        told += [tr("This language lacks {texts}, printed in English.", texts=texts)]
    if study is not None and study.previous is not None:
        ids = {one.patient.patient_id for one in (study, study.previous)}
        told += [OTHER_INFANT] if len(ids) > 1 and "" not in ids else []
    return tuple(told)
