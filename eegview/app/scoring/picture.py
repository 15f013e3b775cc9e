"""Draw a score sheet on paper: PNG, SVG or PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from eegview.app.montage.store import load_montages
from eegview.app.page.picture_file import PAGE_DISCLAIMER, PX_PER_INCH, picture_content, picture_kind
from eegview.app.page.picture_frame import plain
from eegview.app.page.snapshot import age_text
from eegview.app.scoring.amplitudes import EpochAmplitudes
from eegview.app.scoring.picture_paper import INK, QUIET, VIOLET, WARNING, Paper
from eegview.app.scoring.picture_parts import draw_foci, draw_grid
from eegview.app.scoring.scales import Scale
from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.scoring.side.amplitudes import amplitude_note, measured_lines, region_lines, uv_text
from eegview.app.scoring.side.grid import foci_of, grid_of
from eegview.app.scoring.side.texts import (
    changed_text,
    derivation_rows,
    foci_needed,
    missing_lines,
    number,
    pages_note,
    parameter_parts,
    severity,
)
from eegview.exchange.writing import write_whole
from eegview.model.recording import Recording
from eegview.model.scoring.evidence import GMFS, PVA, FlagEvidence
from eegview.model.text.dates import iso_day
from eegview.model.time.clock import elapsed_text, wall_clock_text

WIDTH_PX, HEIGHT_PX = 794, 1123  # A4; longer where the evidence does not fit
_LEFT_PX, _RIGHT_PX = 44.0, 750.0
_MOST_MEASURED = 14
# First-order low cuts: 1 / sqrt(1 + (cut / wave)²), its square where it is run both ways.
WHY_FILTERS = (
    "A low cut takes height from slow waves: of 300 µV at 1 Hz, 268 µV are left at 0.5 Hz, 212 µV at 1 Hz, and 150 µV "
    "at 1 Hz run both ways. What was measured with other filters is not counted."
)
_TICKS = {"✓": VIOLET, "!": WARNING}
_FLAGS = {GMFS: "Grouped multifocal spikes", PVA: "Paroxysmal voltage attenuation"}
_AUTOMATIC = "These medians are automatic and not part of the score; only waves that the reader measured are."


@dataclass(frozen=True, slots=True)
class ScoreFacts:
    """What the picture states beside the sheet.

    scale : "BASED 2021"
    file_name : as the window shows it; never a path
    started_at : the recorder's clock at the recording's start, None where the file has none
    age : of the infant at the recording's start, "" where it is not known
    role : of the reader, "" where it is not known
    state : sleep, and the distance to the nearest spasm, or that they are not known; see `context_text`
    montage : its label
    unsure : what of the parameter set must be compared with the publication, a sentence each
    amplitudes : medians of the epoch, None where they were not measured
    """

    scale: str
    file_name: str = ""
    started_at: datetime | None = None
    age: str = ""
    role: str = ""
    state: str = ""
    montage: str = ""
    unsure: tuple[str, ...] = ()
    amplitudes: EpochAmplitudes | None = None

    def clock(self, time_s: float) -> str:
        """Return the clock at a time of the recording; the time from its start where there is no clock."""
        if self.started_at is None:
            return elapsed_text(time_s, 0)
        return wall_clock_text(self.started_at, time_s)


def facts_of(
    recording: Recording, scale: Scale, role: str = "", amplitudes: EpochAmplitudes | None = None, state: str = ""
) -> ScoreFacts:
    """Return what a picture states of a recording that is scored by a scale; names nobody but the file."""
    montage_id = scale.parameters.montage_id if scale.parameters is not None else ""
    montage = next((m.label for m in load_montages() if m.montage_id == montage_id), montage_id)
    return ScoreFacts(
        scale.label,
        Path(recording.path).name,
        recording.started_at,
        age_text(recording.path, recording.started_at),
        role,
        state,
        montage,
        scale.unsure,
        amplitudes,
    )


def draw_score(sheet: ScoreSheet, path: Path, facts: ScoreFacts) -> None:
    """Write the picture of a score sheet to `path`, in the format of its suffix; whole or not at all.

    Raises
    ------
    UsageError : the suffix is none of .png, .svg, .pdf
    CannotWrite : the disk or the folder refused; no half picture is left
    """
    kind = picture_kind(path, "A score cannot be drawn as “{}”.", "Use .png, .svg or .pdf.")
    write_whole(path, score_picture(sheet, kind, facts))


def score_picture(sheet: ScoreSheet, kind: str, facts: ScoreFacts, dots_per_inch: float = PX_PER_INCH * 1.5) -> bytes:
    """Return the picture of a score sheet as the content of a file.

    kind : "png", "svg" or "pdf"
    """
    paper = Paper(_LEFT_PX, _RIGHT_PX)
    _draw_sheet(paper, sheet, facts)
    height_px = max(float(HEIGHT_PX), paper.y_px + 40)
    return picture_content(
        WIDTH_PX,
        height_px,
        kind,
        lambda figure: paper.draw_on(figure, WIDTH_PX, height_px, PAGE_DISCLAIMER),
        dots_per_inch,
    )


def _draw_sheet(paper: Paper, sheet: ScoreSheet, facts: ScoreFacts) -> None:
    _draw_head(paper, sheet, facts)
    _draw_score(paper, sheet, facts)
    foci, top_px = foci_of(sheet), paper.heading("Pages × bins", pages_note(sheet))
    grid = grid_of(sheet, -1, -1)
    grid_px = draw_grid(paper, grid, _LEFT_PX, top_px, 430.0)
    foci_px = draw_foci(paper, foci, foci_needed(sheet), 500.0, top_px, 250.0)
    paper.y_px = max(grid_px, foci_px) + 12
    _draw_amplitudes(paper, sheet, facts)
    _draw_answers(paper, sheet)
    _draw_settings(paper, sheet, facts)


def _draw_head(paper: Paper, sheet: ScoreSheet, facts: ScoreFacts) -> None:
    paper.y_px = 44
    paper.line(f"{facts.scale}: score of a section of {sheet.span.duration_s / 60:g} min", size=13, is_bold=True)
    day = f"recorded {iso_day(facts.started_at)}" if facts.started_at is not None else "no date in the file"
    age = f"age {facts.age}" if facts.age else ""
    paper.line("   ·   ".join(filter(None, (plain(facts.file_name), day, age))), QUIET)
    span, role = sheet.span, f", {facts.role}" if facts.role else ""
    clock = f"Epoch {facts.clock(span.start_s)}–{facts.clock(span.stop_s)}"
    from_start = f"from the start {elapsed_text(span.start_s, 0)}" if facts.started_at is not None else ""
    paper.line("   ·   ".join(filter(None, (clock, from_start))))
    if facts.state:
        paper.line(facts.state)
    paper.line(plain(f"Reader {sheet.reader}{role}   ·   {_commit(sheet)}   ·   {_blind(sheet)}"))
    paper.space(10)


def _commit(sheet: ScoreSheet) -> str:
    return f"committed {sheet.committed_utc}" if sheet.is_committed else "not committed: the score so far"


def _blind(sheet: ScoreSheet) -> str:
    if sheet.is_blind:
        return "scored without another reader's score"
    return f"changed after the score of {', '.join(sheet.seen)} was shown"


def _draw_score(paper: Paper, sheet: ScoreSheet, facts: ScoreFacts) -> None:
    top_px = paper.y_px
    paper.box(_LEFT_PX, top_px, 64, 64, VIOLET)
    paper.text(_LEFT_PX + 32, top_px + 33, number(sheet), VIOLET, 30, is_bold=True, at="centre")
    so_far = "" if sheet.is_committed or sheet.score.score is None else " (so far)"
    left_px = _LEFT_PX + 80
    paper.line(f"{severity(sheet)}{so_far}", size=10, is_bold=True, left_px=left_px)
    for row in derivation_rows(sheet, -1):
        text = "".join(part[0] if isinstance(part, tuple) else part for part in row.parts)
        paper.text(left_px + 5, paper.y_px + 6, row.tick, _TICKS.get(row.tick, QUIET), is_bold=True, at="centre")
        paper.line(text, WARNING if row.is_flagged else INK, left_px=left_px + 16)
    for line in missing_lines(sheet):
        paper.line(f"Missing: {line}", WARNING, left_px=left_px)
    if changed_text(sheet):
        paper.line(changed_text(sheet), WARNING, left_px=left_px)
    name, confirm, note = parameter_parts(sheet)
    paper.line(" · ".join(filter(None, (f"{name} ({sheet.parameters_id})", confirm, note))), WARNING, left_px=left_px)
    paper.y_px = max(paper.y_px, top_px + 72) + 8


def _draw_amplitudes(paper: Paper, sheet: ScoreSheet, facts: ScoreFacts) -> None:
    paper.heading("Amplitude", f"peak to peak, {sheet.filters_text}")
    if facts.amplitudes is not None:
        for region in region_lines(facts.amplitudes):
            highest = "".join(part[0] if isinstance(part, tuple) else part for part in region.highest)
            paper.line(
                f"{region.name}: median in 2 s at or above {region.limit} in {region.above} rows; highest {highest}"
            )
        paper.line(_AUTOMATIC, QUIET)
        if amplitude_note(facts.amplitudes):
            paper.line(amplitude_note(facts.amplitudes), QUIET)
    lines = measured_lines(sheet, facts.clock)
    for line in lines[:_MOST_MEASURED]:
        paper.line(f"Measured: {line.spoken}{' (posterior)' if line.is_posterior else ''}")
    if len(lines) > _MOST_MEASURED:
        paper.line(f"{len(lines) - _MOST_MEASURED} more measurements are not listed.", QUIET)
    if not lines:
        none = "answered: no row is high" if sheet.high_amplitude else "no wave was measured"
        paper.line(f"With the caliper: {none}", QUIET)
    paper.space(8)


def _draw_answers(paper: Paper, sheet: ScoreSheet) -> None:
    paper.heading("Also in this epoch, and in the study")
    for question, flag in ((GMFS, sheet.gmfs), (PVA, sheet.pva)):
        paper.line(f"{_FLAGS[question]}: {_answer(flag.answer)}{_examples(flag, sheet)}")
    if sheet.study_foci:
        paper.line(f"Spike foci in the study: {', '.join(sheet.study_foci)}")
    if sheet.spike_focus:
        paper.line(f"Spike focus in the rest of the study: {_yes(sheet.spike_focus)}")
    if sheet.nonepileptiform:
        paper.line(f"Definite non-epileptiform abnormality: {_yes(sheet.nonepileptiform)}")
    confidence = f"{sheet.confidence} of 5" if sheet.confidence is not None else "not given"
    paper.line(f"Confidence of the reader: {confidence} (1 a guess, 5 sure)")
    paper.space(8)


def _answer(answer: str) -> str:
    return answer or "not answered"


def _yes(answer: str) -> str:
    return {"present": "yes", "absent": "no"}.get(answer, answer)


def _examples(flag: FlagEvidence, sheet: ScoreSheet) -> str:
    if not flag.examples:
        return ", no example marked" if flag.answer == "present" else ""
    pages = [int((mark.onset_s - sheet.span.start_s) // sheet.parameters.page_s) + 1 for mark in flag.examples]
    return f", examples on {'page' if len(pages) == 1 else 'pages'} {', '.join(map(str, pages))}"


def _draw_settings(paper: Paper, sheet: ScoreSheet, facts: ScoreFacts) -> None:
    p = sheet.parameters
    paper.heading("How it was read")
    montage = facts.montage or p.montage_id
    paper.line(f"{montage}, {sheet.filters_text}, {p.sensitivity_uv_per_mm:g} µV/mm, {p.page_s:g} s a page")
    paper.line(WHY_FILTERS, QUIET)
    limits = (
        f"high from {uv_text(p.limit_uv)}, posterior ({', '.join(p.posterior_rows)}) {uv_text(p.posterior_limit_uv)}"
    )
    paper.line(
        f"Page rule: {p.pages} of {p.n_pages} pages with {p.bins_of_page} of {p.n_bins} bins; {p.n_foci} foci; {limits}"
    )
    sentences: Sequence[str] = (*facts.unsure, *(issue.message for issue in sheet.issues))
    for sentence in sentences:
        paper.line(sentence, QUIET)
