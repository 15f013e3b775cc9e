"""Texts about a detector's run: its name, how it ended, and warnings about its results."""

from collections.abc import Sequence

from eegview.model.marked_times import shown_setting
from eegview.model.read_marks import read_marks, without_read_marks
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd
from eegview.model.text.dates import instant_text
from eegview.model.time.clock import elapsed_text

_MOST_CHARS = 80
_KEPT = "What it found is kept and marked as partial."
SEALED_ENDING = "Ended. It is kept in the library and shown once you have signed: you are reading blind."
NOT_RECORDED = "not recorded (an older version ran it)"
_REASONS = {
    RunEnd.RUNNING: "It is still running, or the program was closed while it ran.",
    RunEnd.CANCELLED: "It was stopped.",
    RunEnd.CRASHED: "The detector crashed.",
    RunEnd.SILENT: "The detector stopped responding.",
    RunEnd.OVER_MEMORY: "The detector exceeded its memory limit.",
    RunEnd.BAD_OUTPUT: "The detector sent invalid output.",
}
_ADVICE = {
    RunEnd.CANCELLED: "Run it again to search the whole range.",
    RunEnd.CRASHED: "Run it again; if it crashes again, contact its author.",
    RunEnd.SILENT: "Run it again on a shorter section; if it hangs again, contact its author.",
    RunEnd.OVER_MEMORY: "Run it on a shorter section.",
    RunEnd.BAD_OUTPUT: "Contact its author; “eegview detectors check” may show the cause.",
}


def started_text(run: DetectorRun) -> str:
    """Return when a run began, in local time: `2026-11-22 20:09`; "" where its date makes no sense."""
    return instant_text(run.started_utc)


def _started_whole(run: DetectorRun) -> str:
    """Return when a run began, in local time with its year: `2026-11-22 20:09`; as it stands where that fails."""
    return instant_text(run.started_utc) or run.started_utc


def run_title(run: DetectorRun) -> str:
    """Return what a run is called in lists."""
    text = f"{run.title} {run.version}"
    when = started_text(run)
    return " · ".join(filter(None, (text, when, "partial" if run.is_partial else "")))


def run_summary(run: DetectorRun) -> str:
    """Return who ran it and over what, in one line."""
    stretch = f"{elapsed_text(run.span.start_s, 0)} – {elapsed_text(run.span.stop_s, 0)}"
    return f"Run by {run.author}, {started_text(run)}, over {stretch}"


def run_facts(run: DetectorRun) -> tuple[tuple[str, str], ...]:
    """Return all there is to know of a run as (name, text): what ran, on what, with which code, and how it ended."""
    own, marks = without_read_marks(run.parameters), read_marks(run.parameters)
    settings = [f"{name} = {_shortened(shown_setting(name, value)) or '(empty)'}" for name, value in own]
    searched = f"{elapsed_text(run.span.start_s, 0)} – {elapsed_text(run.span.stop_s, 0)}"
    if run.is_partial:
        searched += f"; searched up to {elapsed_text(run.reached_s, 0)}"
    ended = f"{run.end.value}{f'. {run.message}' if run.message else ''}"
    return (
        ("Detector", f"{run.title} {run.version} ({run.detector_id})"),
        ("Run by", " · ".join(filter(None, (run.author, _started_whole(run))))),
        ("Range", searched),
        ("Ended", ended),
        ("Settings", ", ".join(settings) or "none"),
        *((("Marks it read", ", ".join(f"{term}: {text}" for term, text in marks)),) if marks else ()),
        ("Detector's files", hash_text(run.content_hash)),
        ("Program", f"eegview {run.program_version}" if run.program_version else NOT_RECORDED),
        ("Program's code", hash_text(run.code_hash) if run.code_hash else NOT_RECORDED),
        *((("Outside validated use", " ".join(run.outside)),) if run.outside else ()),
        *((("Detector's notes", " ".join(run.notes)),) if run.notes else ()),
    )


def hash_text(digest: str) -> str:
    """Return the first 16 digits of a hash in groups of four, as people compare them."""
    return f"SHA-256 {' '.join(digest[i : i + 4] for i in range(0, min(len(digest), 16), 4))} …"


def run_copy_text(run: DetectorRun) -> str:
    """Return a run's facts line by line, with whole settings and hashes, but without the times of marks."""
    own = without_read_marks(run.parameters)
    settings = ", ".join(f"{name} = {shown_setting(name, value) or '(empty)'}" for name, value in own)
    whole = {
        "Settings": settings or "none",
        "Detector's files": run.content_hash,
        "Program's code": run.code_hash or NOT_RECORDED,
    }
    return "\n".join(f"{name}: {whole.get(name, text)}" for name, text in run_facts(run))


def run_details(run: DetectorRun) -> str:
    """Return all there is to know of a run, line by line."""
    return "\n".join(f"{name}: {text}" for name, text in run_facts(run))


def _shortened(value: str) -> str:
    """Return a setting as it fits a line: hundreds of onsets do not."""
    return value if len(value) <= _MOST_CHARS else f"{value[:_MOST_CHARS]}… ({len(value.split(','))} values)"


def run_warning(run: DetectorRun) -> str:
    """Return a warning about a run's results (partial, outside validated use); "" where none is needed."""
    parts = []
    if run.end is RunEnd.RUNNING:
        parts.append(f"Partial: searched up to {elapsed_text(run.reached_s, 0)}. {run.message or _REASONS[run.end]}")
    elif run.is_partial:
        parts.append(f"Partial: {_reason(run)} Searched up to {elapsed_text(run.reached_s, 0)}.")
    if run.outside:
        parts.append(f"Outside validated use: {' '.join(run.outside)}")
    return " ".join(parts)


def watermark(run: DetectorRun) -> str:
    """Return the warning as it is written on the page, short."""
    parts = []
    if run.is_partial:
        parts.append(f"partial, up to {elapsed_text(run.reached_s, 0)}")
    if run.outside:
        parts.append("outside validated use")
    return f"Suggestions of {run.title} {run.version}: {' and '.join(parts)}" if parts else ""


def ending_sentence(run: DetectorRun, n_found: int) -> str:
    """Return how a run ended, and what to do about it."""
    found = "1 suggestion" if n_found == 1 else f"{n_found or 'no'} suggestions"
    if run.end is RunEnd.DONE:
        searched_h = run.span.duration_s / 3600
        every = f", {n_found / searched_h:.1f} per hour" if n_found and searched_h > 0.1 else ""
        return f"Done: {found}{every}."
    came = f"Searched up to {elapsed_text(run.reached_s, 0)}: {found}."
    return " ".join(filter(None, (_reason(run), came, _KEPT, _ADVICE.get(run.end, ""))))


def not_final_summary(run: DetectorRun, detections: Sequence[Detection], recording_stop_s: float) -> str:
    """Return how many suggestions more of the recording may change, and why; "" where there are none.

    recording_stop_s : end of what the recording holds. It is no promise that nothing follows: a recorder may still be
        writing, or the study goes on in another file. So those near it are not final either, and the text says so.
    """
    waiting = [one for one in detections if not one.is_final]
    if not waiting:
        return ""
    first, end = elapsed_text(min(one.onset_s for one in waiting), 0), elapsed_text(run.reached_s, 0)
    which = f"Not final: {len(waiting)} of {len(detections)} suggestions, from {first} on."
    if run.reached_s < recording_stop_s - 1e-6:
        return f"{which} The search ended at {end}, and what follows may change this."
    return (
        f"{which} The recording ends at {end}: if more follows, in a further file for instance, this may change; "
        "otherwise it stands."
    )


def _reason(run: DetectorRun) -> str:
    return run.message if run.message else _REASONS.get(run.end, "It did not finish.")
