"""Small detectors for tests of the window: `from detectors.detector_folder import write_detector`."""

from pathlib import Path

MANIFEST = """
id = "{id}"
title = "{title}"
version = "1.0.0"
api = 1
summary = "Says what it was made to say."
engine = "python"
entry = "detector:detect"
terms = ["spasm"]
page = "page.md"
[ages]
from_months = 1
up_to_months = 36
[input]
montage = "none"
[[parameters]]
name = "n"
label = "How many"
type = "whole"
default = 5
minimum = 0
maximum = 100
"""
STEADY = """
def detect(recording, parameters, report):
    first, last = recording.span.start_s, recording.span.stop_s
    n = parameters["n"]
    for k in range(n):
        score = (k + 0.5) / n
        report.event(first + (k + 0.5) * (last - first) / n, 1.0, "spasm", score)
    report.trend("amplitude", "µV", first, 10.0, [float(k) for k in range(int((last - first) // 10))])
    report.progress(1.0)
"""
BREAKING = """
import os
def detect(recording, parameters, report):
    report.event(recording.span.start_s + 1.0, 1.0, "spasm", 0.8)
    report.progress(0.5)
    os._exit(3)
"""


def write_detector(root: Path, detector_id: str = "steady", title: str = "Steady", code: str = STEADY) -> Path:
    """Write a detector into a folder of its own below `root`; nobody has agreed to it yet."""
    folder = root / detector_id
    folder.mkdir(parents=True)
    (folder / "plugin.toml").write_text(MANIFEST.format(id=detector_id, title=title), encoding="utf-8")
    (folder / "detector.py").write_text(code, encoding="utf-8")
    (folder / "page.md").write_text("# Method\n\nIt counts.\n", encoding="utf-8")
    return folder
