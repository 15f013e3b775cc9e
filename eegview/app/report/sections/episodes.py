"""Episodes: spasms with their statistics, other seizures and non-epileptic events, all of the counted layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from eegview.app.report.making import NOT_ASSESSED, Answer, Computed, Making, given, listed
from eegview.app.report.sections.background import choice_label
from eegview.app.report.study import within
from eegview.clinical.clusters import SPASM_TERM
from eegview.model.annotation import FINAL_LAYER, Annotation, is_doubted
from eegview.model.report.document import Line, Run, Words
from eegview.model.report.link import Place

SEIZURE_TERM, MIMIC_TERM, BUTTON_TERM = "seizure", "mimic", "push_button"
_SEMIOLOGY = ("movement", "symmetry", "subtle", "class", "association")


def layer_basis(making: Making) -> str:
    """Return which layer a number was counted from."""
    return making.labels("basis.layer", layer=layer_name(making))


def layer_name(making: Making) -> str:
    """Return what the counted layer is called."""
    layer = making.study.layer
    return making.labels("layer.final") if layer == FINAL_LAYER else layer


def _by_answer(
    making: Making, term_id: str, marks: Sequence[Annotation], attribute: str, place: Place = Place.SPASMS
) -> Line:
    """Return how often each answer to a question was given, each linked to its marks; empty where nobody answered."""
    found: dict[str, list[Annotation]] = {}
    for mark in marks:
        for value in filter(None, (mark.attribute(attribute) or "").split("+")):
            found.setdefault(value, []).append(mark)
    parts: list[tuple[Run, ...]] = []
    for value, held in sorted(found.items(), key=lambda item: -len(item[1])):
        name = f"episodes.{term_id}_{attribute}_{value}"
        n = making.count(len(held), name, making.evidence.marks(held, term_id, place), layer_basis(making))
        parts.append((Words(f"{choice_label(making, term_id, attribute, value)} "), n))
    n_open = len(marks) - len({mark.annotation_id for held in found.values() for mark in held})
    if parts and n_open:
        parts.append((Words(making.labels.counted("episodes.not_said", n_open)),))
    return listed(parts)


def _spasms(making: Making) -> Answer:
    study = making.study
    spasms = study.spasms
    basis = layer_basis(making)
    if not spasms:
        return given(nothing_marked(making))
    n = making.count(len(spasms), "spasms.total", making.evidence.marks(spasms, SPASM_TERM), basis)
    line = making.sentence("episodes.spasms", n=n, where=extent(making))
    doubted = [mark for mark in spasms if is_doubted(mark)]
    if not doubted:
        return given(line)
    n_doubted = making.count(len(doubted), "spasms.doubted", making.evidence.marks(doubted, SPASM_TERM), basis)
    return given(line, making.sentence("episodes.doubted", n=n_doubted))


def extent(making: Making) -> str:
    """Return what was reviewed of what was recorded: `37 min reviewed of 40 min recorded`."""
    recorded_s, reviewed_s = recorded_and_reviewed_s(making)
    if reviewed_s is None:
        return making.labels("extent.not_kept", recorded=making.duration(recorded_s))
    return making.labels("extent.both", reviewed=making.duration(reviewed_s), recorded=making.duration(recorded_s))


def recorded_and_reviewed_s(making: Making) -> tuple[float, float | None]:
    """Return the seconds with samples, and those that were reviewed by the counted reader; None where nothing is kept."""
    study = making.study
    recorded_s = sum(segment.duration_s for segment in study.recording.segments)
    reviewed = study.reviewed.get(study.reader)
    if reviewed is None:
        return recorded_s, None
    return recorded_s, sum(span.duration_s for span in within(study.recording, reviewed.spans))


def nothing_marked(making: Making) -> Line:
    """Return that no spasm is marked, and in what: never that there were none."""
    return making.line("episodes.none_marked", where=extent(making))


def _evidence(making: Making) -> Answer:
    return given(_by_answer(making, SPASM_TERM, making.study.spasms, "clinical"))


def _semiology(making: Making) -> Answer:
    lines: list[Line] = []
    for attribute in _SEMIOLOGY:
        runs = _by_answer(making, SPASM_TERM, making.study.spasms, attribute)
        if runs:
            lines.append((Words(f"{question_label(making, SPASM_TERM, attribute)}: "), *runs))
    return given(*lines)


def question_label(making: Making, term_id: str, attribute: str) -> str:
    """Return what a question of a term is called."""
    term = making.study.vocabulary.term(term_id)
    found = (one.label for one in (term.attributes if term is not None else ()) if one.name == attribute)
    return next(found, attribute)


def _ictal_eeg(making: Making) -> Answer:
    return given(_by_answer(making, SPASM_TERM, making.study.spasms, "correlates"))


def _of_term(term_id: str, attribute: str) -> Computed:
    def computed(making: Making) -> Answer:
        marks = making.study.counted_of(term_id)
        if not marks:
            if not making.study.counted:
                return NOT_ASSESSED
            return given(making.line("episodes.none_of_these", where=extent(making)))
        n = making.count(
            len(marks), f"episodes.{term_id}", making.evidence.marks(marks, term_id, Place.PAGE), layer_basis(making)
        )
        kinds = _by_answer(making, term_id, marks, attribute, Place.PAGE)
        return given((n, Words(": "), *kinds) if kinds else (n,))

    return computed


COMPUTED: Mapping[str, Computed] = {
    "episodes.spasms": _spasms,
    "episodes.spasm_evidence": _evidence,
    "episodes.spasm_semiology": _semiology,
    "episodes.ictal_eeg": _ictal_eeg,
    "episodes.other_seizures": _of_term(SEIZURE_TERM, "type"),
    "episodes.non_epileptic": _of_term(MIMIC_TERM, "kind"),
    "episodes.push_buttons": _of_term(BUTTON_TERM, "by"),
}
