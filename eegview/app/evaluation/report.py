"""The report of an evaluation, in Markdown: the same trials always give the same text, without dates or times taken.

It names nobody: recordings are R1, R2 …, patients P1, P2 …
"""

from eegview.app.evaluation.compared_term import SEIZURE_TERMS
from eegview.app.evaluation.measured import Measured
from eegview.app.evaluation.report_archive import archive_lines, each_patient, each_recording, not_counted
from eegview.app.evaluation.report_parts import ReportPart
from eegview.app.evaluation.report_spans import span_sections
from eegview.app.evaluation.szcore_report import szcore_sections
from eegview.app.evaluation.tables import plural

PICTURE_SUFFIX = ".calibration.svg"


def report_text(measured: Measured, picture: str = "") -> str:
    """Return the whole report in Markdown.

    picture : name of the file beside it that shows the calibration, "" for none
    """
    parts = [_head(measured)]
    if measured.simulated:
        part = ReportPart(measured, measured.simulated, "Simulated studies", "infant", "infant")
        parts += _uncounted(measured, part)
        parts += [*part.sections(), part.each_infant()] if measured.is_counted else part.notes()
    if measured.real:
        part = ReportPart(measured, measured.counted, "Archive", "patient", "recording")
        parts += _uncounted(measured, part)
        if measured.is_counted:
            parts += [*part.sections(), each_patient(measured), each_recording(measured)]
        else:
            parts += part.notes()
        parts.append(not_counted(measured))
    if picture:
        parts.append(f"![What its scores were worth]({picture})")
    if measured.is_counted:
        parts.append(_how())
    return "\n\n".join(part for part in parts if part) + "\n"


def _uncounted(measured: Measured, part: ReportPart) -> list[str]:
    """Return the sections on what is not a matching of onsets: SzCORE's scores, and agreement by time."""
    if measured.is_szcore:
        return szcore_sections(part.units(), part.heading, part.unit)
    return span_sections(part.units(), part.heading, part.unit) if measured.is_timed else []


def _head(measured: Measured) -> str:
    versions = ", ".join(f"{what} {version}" for what, version in measured.versions)
    parameters = ", ".join(f"{name} = {value}" for name, value in measured.parameters) or "none"
    threshold = "all that it proposes" if measured.threshold is None else f"score {measured.threshold:g} and more"
    stated = measured.stated
    how = f"onsets within {measured.tolerance_s:g} s, one to one"
    if measured.is_szcore:
        how = f"{' and '.join(SEIZURE_TERMS)} together, by SzCORE's rules"
    elif measured.is_timed:
        how = f"by the time it covers, and {how}" if measured.is_counted else "by the time it covers"
    lines = [
        f"# {measured.title}: how good",
        "",
        f"Made by `{measured.command}`; the same command on the same data and versions gives the same text. "
        "For research and education; the numbers are of the data named here and of no other.",
        "",
        f"- versions: {versions}",
        f"- parameters: {parameters}",
        f"- counted: {measured.term_id}, {threshold}; {how}",
    ]
    if stated.data:
        lines.append(f"- data, as stated by its author: {stated.data}")
    if measured.simulated:
        hours = sum(trial.duration_s for trial in measured.simulated) / 3600
        n_events = sum(len(trial.truth) for trial in measured.simulated)
        names = ", ".join(trial.name.removeprefix("seed ") for trial in measured.simulated)
        lines.append(
            f"- simulated: {plural(len(measured.simulated), 'infant')} (seeds {names}), {hours:g} h read, "
            f"{plural(n_events, 'true event')}; with artifacts and mimics, without video"
        )
    lines += archive_lines(measured)
    lines += [
        f"- the data had been looked at: {stated.looks_text}",
        f"- fitted on the data: {stated.fitted_text}",
    ]
    return "\n".join(lines)


def _how() -> str:
    return "\n".join(
        [
            "## How it was counted",
            "",
            "One true event and one proposal make a pair where their onsets are close enough: as many pairs as can be, "
            "then the least sum of differences. A second proposal on the same event is false, so is a stretch over "
            "several. Marks that their reader called probable, possible or uncertain count neither way, nor do "
            "proposals on them. Awake and asleep: true events by their own state, false ones by theirs.",
        ]
    )
