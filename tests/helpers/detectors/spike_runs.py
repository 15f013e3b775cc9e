"""Runs and detections of the spike detector, made by hand."""

from dataclasses import replace
from typing import Any

from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, RunEnd


def spike(number: int, onset_s: float, electrode: str, score: float = 0.8) -> Detection:
    """Return a detection of a spike."""
    return Detection(number, onset_s, 0.0, "spike_focus", score, (electrode,))


def spike_run(
    name: str = "r", span: Span | None = None, every_minutes: str = "0", least: str = "0.5", **held: Any
) -> DetectorRun:
    """Return a finished run over an hour, which kept every spike unless told otherwise."""
    settings = (("every_minutes", every_minutes), ("least_uv", "15"), ("minimum_score", least))
    started = "2026-03-02T09:41:00+00:00"
    made = DetectorRun(
        name, "f" * 64, "spikes", "Spikes", "1", "c", settings, span or Span(0.0, 3600.0), started, "ada"
    )
    return replace(made, **({"end": RunEnd.DONE} | held))
