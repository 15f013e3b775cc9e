"""The answer first: at most four lines, computed, neutral, no diagnosis."""

from __future__ import annotations

from eegview.app.report.labels import ONE, OTHER
from eegview.app.report.making import Making, listed
from eegview.app.report.sections.background import choice_label
from eegview.app.report.sections.episodes import coverage_of, layer_basis, none_marked, spasms_of, total
from eegview.app.report.sections.interictal import form_marks, own_sheet, score_value, visible_sheets
from eegview.app.report.sections.treatment import PARTS, status_words
from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.response_state import ResponseStatus
from eegview.model.report.document import Line, Run, Words
from eegview.model.report.link import Place
from eegview.model.scoring.evidence import FORM_TERM

MOST_LINES = 4


def summary(making: Making) -> tuple[Line, ...]:
    """Return the summary of a report: spasms, what was captured, severity and form with their readers, response."""
    of_eeg = () if making.study.recording.is_film else (_captured(making), _severity(making))
    lines = (_spasms(making), *of_eeg, _response(making))
    return tuple(line for line in lines if line)[:MOST_LINES]


def _spasms(making: Making) -> Line:
    found = spasms_of(making)
    if not found.n_total:
        return none_marked(making)
    coverage, link = coverage_of(making), making.evidence.at(Place.COVERAGE)
    recorded = making.seconds(coverage.recorded_s, "summary.recorded_s", link)
    parts: list[tuple[Run, ...]] = []
    key = f"summary.spasms.{ONE if found.n_total == 1 else OTHER}"
    if coverage.reviewed_s is None:
        parts.append(making.sentence(f"{key}_not_kept", n=total(making), recorded=recorded))
    else:
        reviewed = making.seconds(coverage.reviewed_s, "summary.reviewed_s", link)
        values = {"n": total(making), "reviewed": reviewed, "recorded": recorded}
        if found.unreviewed:
            ids = making.evidence.ids(found.unreviewed, SPASM_TERM)
            values["outside"] = making.count(len(found.unreviewed), "summary.unreviewed", ids, layer_basis(making))
            key = f"{key}_outside"
        parts.append(making.sentence(key, **values))
    if found.clusters:
        n = making.count(len(found.clusters), "summary.clusters", making.evidence.at(Place.CLUSTERS))
        parts.append(making.counted("summary.clusters", n))
    return listed(parts)


def _captured(making: Making) -> Line:
    coverage = coverage_of(making)
    if not coverage.staged_s:
        return making.line("summary.not_staged")
    times = coverage.awakenings_s
    link = making.evidence.at(Place.COVERAGE)
    sleep = making.seconds(coverage.sleep_s, "summary.sleep_s", link)
    n = making.count(len(times), "summary.awakenings", link)
    return making.counted("summary.captured", n, sleep=sleep)


def _severity(making: Making) -> Line:
    sheet = own_sheet(making)
    parts: list[tuple[Run, ...]] = []
    if sheet is not None:
        key = "summary.based" if sheet.is_committed else "summary.based_open"
        parts.append(making.sentence(key, score=score_value(making, sheet), reader=sheet.reader))
    elif visible_sheets(making):
        readers = ", ".join(dict.fromkeys(one.reader for one in visible_sheets(making)))
        parts.append(making.line("summary.based_several", readers=readers))
    else:
        parts.append(making.line("summary.not_scored"))
    before = making.of_previous()
    earlier = own_sheet(before) if before is not None else None
    if before is not None and earlier is not None:
        score = score_value(before, earlier)
        parts.append(making.sentence("summary.based_before", score=score, reader=earlier.reader, day=before.study_day))
    for mark in form_marks(making)[:1] if len(form_marks(making)) == 1 else ():
        answer = mark.attribute("presence") or ""
        if answer:
            text = choice_label(making, FORM_TERM, "presence", answer).lower()
            found = making.word(text, "summary.hypsarrhythmia", making.evidence.page(mark.span, [mark]))
            parts.append(making.sentence("summary.hypsarrhythmia", answer=found, reader=mark.layer))
    return listed(parts, " ")


def _response(making: Making) -> Line:
    """Return the status of each part of the response; nothing where no treatment is entered."""
    response, course = making.study.response, making.study.course
    if response is None or course is None or not course.treatments:
        return ()
    runs: list[Run] = []
    for name, of in PARTS[:2]:  # the limit of a score is not confirmed; it stands with its source in the section
        state = of(response)
        before = making.labels(f"summary.response_{name}" if not runs else f"summary.response_and_{name}")
        runs += [Words(f"{before} "), status_words(making, state)]
    clinical = response.clinical
    if clinical.status is ResponseStatus.PROVISIONAL and clinical.earliest_date is not None:
        day = making.day(clinical.earliest_date)
        runs.append(Words(" " + making.labels("summary.earliest", day=day)))
    return tuple(runs)
