"""A score sheet on paper: what it states, with nothing that names a patient, in each format."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from recordings.memory_source import make_channels, make_recording
from reports.score_sheets import example, made_amplitude, made_sheet

from eegview.app.scoring.picture import ScoreFacts, draw_score, facts_of, score_picture
from eegview.app.scoring.scales import load_scales
from eegview.model.errors import UsageError
from eegview.model.scoring.evidence import ABSENT, PRESENT, FlagEvidence

SPIKES = {page * 15 + n: (("P4", "F3", "T7")[n % 3],) for page in range(10) for n in range(8)} | {299: ()}
FACTS = ScoreFacts("BASED 2021", "night.edf", datetime(2020, 3, 2, 21, 0), role="neurologist")


def texts(svg: bytes) -> str:
    """Return all texts of a picture, one a line."""
    found = (
        "".join(element.itertext()) for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("text")
    )
    return "\n".join(found)


def test_a_picture_states_score_derivation_settings_and_reader() -> None:
    sheet = made_sheet(
        SPIKES,
        20,
        reader="Ada $x$ \\alpha",  # no formula
        gmfs=FlagEvidence(PRESENT, (example(694.0),)),
        pva=FlagEvidence(ABSENT),
        amplitudes=tuple(made_amplitude("F3-C3", 330.0, 610.0 + n) for n in range(20)),
        confidence=4,
        committed_utc="2026-01-02T10:00:00+00:00",
        committed_score=5,
    )
    written = texts(score_picture(sheet, "svg", FACTS))
    for part in (
        "BASED 2021: score of a section of 5 min",
        "night.edf   ·   recorded 2020-03-02",
        "Epoch 21:10:00–21:15:00",
        "Reader Ada $x$ \\alpha, neurologist",
        "committed 2026-01-02T10:00:00+00:00",
        "scored without another reader's score",
        "Definite epileptic encephalopathy on the BASED scale",
        "which disagrees with the page rule",
        "severity, not a diagnosis",
        "confirm with the publication",
        "3 foci (≥ 3 needed)",
        "F3-C3 330 µV, 200 ms, 21:10:10, at or above 200 µV",
        "6 more measurements are not listed.",
        "Grouped multifocal spikes: present, examples on page 7",
        "Confidence of the reader: 4 of 5",
        "0.5-70 Hz, notch off, causal, 30 µV/mm, 15 s a page",
        "For research and education. Not a medical device.",
    ):
        assert part in re.sub(r"\n(?=[a-z(])", " ", written) or part in written, part
    assert written.count("8 ✓") == 10
    assert "hypsarrhythmia" not in written.casefold()


def test_what_is_open_is_said(tmp_path: Path) -> None:
    scale = next(scale for scale in load_scales() if scale.scale_id == "based2021")
    recording = replace(make_recording(make_channels(["C3"]), started_at=None), path=str(tmp_path / "a b.edf"))
    facts = facts_of(recording, scale, state="Sleep: N2 · nearest spasm: 8 min before the epoch")
    sheet = made_sheet({}, 3, pva=FlagEvidence(PRESENT), seen=("Bo",))
    written = texts(score_picture(sheet, "svg", facts))
    assert facts.montage == "Longitudinal bipolar"
    assert str(tmp_path) not in written
    for part in (
        "a b.edf   ·   no date in the file",
        "Epoch 00:10:00–00:15:00",
        "Sleep: N2 · nearest spasm: 8 min before the epoch",
        "not committed: the score so far",
        "changed after the score of Bo was shown",
        "Missing: Read the remaining 17 pages of the epoch.",
        "Paroxysmal voltage attenuation: present, no example marked",
        "With the caliper: no wave was measured",
        *scale.unsure,
    ):
        assert part in written, part


@pytest.mark.parametrize(("name", "start"), [("s.png", b"\x89PNG"), ("s.pdf", b"%PDF"), ("s.SVG", b"<?xml")])
def test_each_format_is_written_whole(tmp_path: Path, name: str, start: bytes) -> None:
    draw_score(made_sheet(SPIKES, 20), tmp_path / name, FACTS)
    assert (tmp_path / name).read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_other_formats_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.html"):
        draw_score(made_sheet(), tmp_path / "score.html", FACTS)
