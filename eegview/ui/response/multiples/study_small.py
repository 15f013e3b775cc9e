"""What one study of the row shows, put together from the comparison."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from eegview.app.page.session import best_montage_id
from eegview.app.response.comparison import Comparison
from eegview.app.study.preview import length_text
from eegview.clinical.stages import short_name
from eegview.model.channel import ChannelKind
from eegview.model.display.page import PageRequest, PageResult
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.treatment.course import TreatmentCourse
from eegview.model.treatment.day import date_text
from eegview.ui.response.compared_study import ComparedStudy
from eegview.ui.response.course_strip import ShownCourse
from eegview.ui.response.showing import age_text, day_text, shown_course

PAGE_S = 10.0
_ROW_MM = 10.0  # between rows: the same in all studies, so that amplitudes can be compared


@dataclass(frozen=True, slots=True, eq=False)
class StudySmall:
    """One study in small.

    name : "Study 2"
    side : "Before" or "After" where it is one of the two pages, "" otherwise
    lines : day of treatment and age; spasms and score
    place : of the page, "worst epoch, N2"
    row_uv : voltage between two rows of the page
    page : None while it is being read
    problem : why there is no page, a sentence
    """

    fingerprint: str
    name: str
    side: str
    is_open: bool
    on: str
    age: str
    spasms: str
    score: str
    place: str
    row_uv: float
    span: Span
    montage: str
    course: ShownCourse
    page: PageResult | None = None
    problem: str = ""

    @property
    def title(self) -> str:
        return f"{self.name} · {self.side}" if self.side else self.name

    @property
    def spoken(self) -> str:
        """Return all of it as one sentence."""
        shown = tr("Shown as the page {lower}.", lower=self.side.lower()) if self.side else tr("Enter shows its page.")
        return f"{self.name}. {self.on}, {self.age}. {self.spasms}. {self.score}. Page: {self.place}. {shown}"


def small_request(one: ComparedStudy, opened: ComparedStudy) -> PageRequest:
    """Return the page of a study in small: its worst epoch, as the open study is displayed."""
    view, recording = opened.session.view, one.recording
    start_s = one.worst.span.start_s if one.worst is not None else 0.0
    stop_s = min(start_s + PAGE_S, recording.span.stop_s)
    wanted = best_montage_id(one.session.montages, recording, opened.session.montage.montage_id)
    montage = one.session.montage_by_id(wanted) or one.session.montage
    return PageRequest(
        recording.fingerprint, Span(max(stop_s - PAGE_S, 0.0), stop_s), montage, view.filters,
        one.session.view.bad_channels,
    )  # fmt: skip


def small_study(
    one: ComparedStudy,
    number: int,
    side: str,
    request: PageRequest,
    row_uv: float,
    course: TreatmentCourse,
    day: int | None,
    found: Comparison | None,
) -> StudySmall:
    """Return what is shown of a study, its page still missing.

    number : from 1, by time
    found : the comparison, for its scores; None while there is none
    """
    stage = short_name(one.hypnogram.stage_at(request.span.start_s) or "")
    what = (
        tr("worst epoch ({source})", source=one.worst.source) if one.worst is not None else tr("start of the recording")
    )
    on: date | None = one.day
    return StudySmall(
        one.fingerprint, f"Study {number}", side, one.is_open_study,
        " · ".join(filter(None, (date_text(on) if on is not None else "no date", day_text(course, day)))),
        age_text(one), _spasms_text(one), _score_text(one, found), f"{what}{f', {stage}' if stage else ''}", row_uv,
        request.span, request.montage.label, shown_course(one),
    )  # fmt: skip


def with_page(small: StudySmall, page: PageResult | None, problem: str) -> StudySmall:
    """Return the same with its page, or with why there is none."""
    return replace(small, page=page, problem=problem)


def eeg_rows(page: PageResult) -> tuple[int, ...]:
    """Return the rows of a page that are drawn in small: the EEG that the recording has."""
    return tuple(n for n, row in enumerate(page.rows) if row.kind is ChannelKind.EEG and row.channels)


def row_uv_of(opened: ComparedStudy) -> float:
    """Return the voltage between two rows of every page in small."""
    return opened.session.view.sensitivity_uv_per_mm * _ROW_MM


def _spasms_text(one: ComparedStudy) -> str:
    n, recorded = len(one.spasms), length_text(one.recording.duration_s)
    if not n:
        return tr("no spasm marked in {recorded}", recorded=recorded)
    return f"{n} {'spasm' if n == 1 else 'spasms'} in {recorded}"


def _score_text(one: ComparedStudy, found: Comparison | None) -> str:
    facts = next((f for f in found.studies if f.fingerprint == one.fingerprint), None) if found is not None else None
    if facts is None:
        return tr("score not gathered yet")
    if not facts.scores:
        return tr("not scored")
    best: dict[str, tuple[str, int]] = {}
    for scored in facts.scores:
        if scored.reader not in best or scored.score > best[scored.reader][1]:
            best[scored.reader] = scored.scale, scored.score
    return ", ".join(f"{scale} {score} ({reader})" for reader, (scale, score) in sorted(best.items()))
