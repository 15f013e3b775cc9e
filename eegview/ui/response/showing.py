"""What the comparison says around its pages: locks with their values, which study is which, how each went on."""

from collections.abc import Sequence

from eegview.app.marks.layers import layer_text
from eegview.app.response.infant_course import studies_course
from eegview.app.study.patient import recorded_text
from eegview.clinical.stages import short_name, stages_for
from eegview.model.annotation import Annotation
from eegview.model.channel import ChannelKind
from eegview.model.display.montage import Montage
from eegview.model.display.view import ViewState
from eegview.model.span import gaps_between
from eegview.model.study.patient_age import DAYS_A_MONTH
from eegview.model.text.language import tr
from eegview.model.treatment.course import StudyDays, TreatmentCourse
from eegview.ui.page.display_strip import cut_text, length_text
from eegview.ui.response.compared_studies import ComparedStudies
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.response.course_strip import ShownCourse
from eegview.ui.response.header import LockText
from eegview.ui.response.locks import Lock, differs
from eegview.ui.response.matching.aligned_rows import electrodes_text
from eegview.ui.response.matching.same_state import page_state
from eegview.ui.response.moves import ResponseMoves
from eegview.ui.response.paired_views import OPEN, OTHER, PairedViews
from eegview.ui.response.pane_header import BEFORE, PaneTexts

_MINUS = "−"


def filters_text(view: ViewState) -> str:
    """Return the filters of EEG rows: `0.5–70 Hz, notch off`, `off`."""
    spec = view.filters.for_kind(ChannelKind.EEG)
    if spec.is_off:
        return "off"
    low, high = spec.low_cut_hz, spec.high_cut_hz
    if low and high:
        band = f"{low:g}–{high:g} Hz"
    elif low:
        band = f"from {low:g} Hz"
    else:
        band = f"up to {high:g} Hz" if high else "all"
    return tr("{band}, notch {cut_text}", band=band, cut_text=cut_text(spec.notch_hz))


def value_texts(view: ViewState, montage: Montage, mm_per_s: float) -> dict[Lock, str]:
    """Return what one page has of each lock of the display."""
    return {
        Lock.MONTAGE: montage.label,
        Lock.FILTERS: filters_text(view),
        Lock.SENSITIVITY: f"{view.sensitivity_uv_per_mm:g} µV/mm",
        Lock.PAGE: tr("{length_text} · {mm_per_s:.3g} mm/s", length_text=length_text(view.page_s), mm_per_s=mm_per_s),
    }


def lock_texts(moves: ResponseMoves, pair: PairedViews, mm_per_s: tuple[float, float]) -> dict[Lock, LockText]:
    """Return what stands beside each lock; where pages differ, the value before and the one after.

    mm_per_s : of the open page and of the other one
    """
    order = (OPEN, OTHER) if moves.name(OPEN) == BEFORE else (OTHER, OPEN)
    values = [value_texts(pair.views[side], pair.sessions[side].montage, mm_per_s[side]) for side in order]
    texts = {Lock.SCROLL: _scroll_text(pair)}
    for lock in (Lock.MONTAGE, Lock.FILTERS, Lock.SENSITIVITY, Lock.PAGE):
        before, after = values[0][lock], values[1][lock]
        is_locked, is_other = pair.is_locked(lock), differs(*pair.views, lock)
        text = before if before == after else f"{before} | {after}"
        texts[lock] = LockText(text, is_locked, is_other and not is_locked)
    states = [moves.states()[side] for side in order]
    names = [short_name(state) for state in states]
    text = names[0] if states[0] == states[1] else f"{names[0]} | {names[1]}"
    is_locked, problem = pair.is_locked(Lock.STATE), moves.state_problem
    if problem and is_locked:
        text = f"{text}: {problem}"
    texts[Lock.STATE] = LockText(
        text, is_locked, states[0] != states[1], tr("Stage that covers most of each page, as staged")
    )
    return texts


def _scroll_text(pair: PairedViews) -> LockText:
    is_linked = pair.is_locked(Lock.SCROLL)
    return LockText(tr("pages move together") if is_linked else tr("each page moves alone"), is_linked, not is_linked)


def pane_texts(
    study: ComparedStudy, name: str, view: ViewState, course: TreatmentCourse, day: int | None, is_active: bool
) -> PaneTexts:
    """Return what stands over a page.

    day : of the study, on the axis of the course of treatment
    """
    of_infant = study.of_infant
    on, clock, length = recorded_text(of_infant.placed(study.recording) if of_infant is not None else study.recording)
    worst, place = study.worst, short_name(page_state(study.hypnogram, view.span))
    if worst is not None and worst.span.contains(view.start_s):
        page = int((view.start_s - worst.span.start_s) / view.page_s + 1e-6) + 1
        place += f" · worst epoch, page {page} · {worst.source}"
    return PaneTexts(
        name,
        on or "no date",
        " · ".join(filter(None, (age_text(study), day_text(course, day)))),
        place,
        is_active,
        " · ".join(filter(None, (on or "The file has no date", clock, length, study.patient.age_text))),
    )


def age_text(study: ComparedStudy) -> str:
    """Return the age at the recording in whole weeks: `26 weeks`."""
    days = study.age_days
    if days is None:
        return tr("age not known")
    weeks = int(days // 7)
    return f"{weeks} {'week' if weeks == 1 else 'weeks'}"


def day_text(course: TreatmentCourse, day: int | None) -> str:
    """Return the day of treatment of a study: `day −1`; "" where no treatment is entered."""
    number = course.number_of(day) if day is not None else None
    return "" if number is None else f"day {number}".replace("-", _MINUS)


def treatment_course(
    studies: ComparedStudies, infant_records: Sequence[Annotation] = ()
) -> tuple[TreatmentCourse, dict[str, int | None]]:
    """Return the course of treatment by the logs of studies and infant, and the day of each study by fingerprint."""
    by_time = studies.by_time
    course = studies_course([StudyDays(one.day, tuple(one.review.records)) for one in by_time], infant_records)
    return course, {one.fingerprint: day for one, day in zip(by_time, course.studies, strict=True)}


def shown_course(study: ComparedStudy) -> ShownCourse:
    """Return what is drawn under a page."""
    recording, days = study.recording, study.age_days
    return ShownCourse(
        recording.span,
        recording.started_at if study.session.is_clock else None,
        study.hypnogram,
        stages_for(days / DAYS_A_MONTH if days is not None else None),
        tuple(mark.onset_s for mark in study.spasms),
        layer_text(study.layer, study.review.author),
        study.trends.table,
        gaps_between(recording.segments, recording.span),
        study.trends.message,
    )


def electrodes(studies: ComparedStudies) -> tuple[str, str]:
    """Return how the electrodes of the two that are shown differ, short and whole."""
    pair = studies.pair
    return electrodes_text(pair[0].recording, pair[1].recording) if pair is not None else ("", "")


def patient_warning(studies: ComparedStudies) -> str:
    """Return a sentence where the two that are shown seem to be of different infants; it names nobody."""
    pair = studies.pair
    if pair is None:
        return ""
    before, after = (one.patient for one in pair)
    if before.patient_id and after.patient_id and before.patient_id.casefold() != after.patient_id.casefold():
        return tr("The two studies have different patient IDs.")
    if before.sex and after.sex and before.sex != after.sex:
        return tr("The two studies give different sexes for the infant.")
    return ""
