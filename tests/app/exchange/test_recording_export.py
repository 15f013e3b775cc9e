"""What of the log goes into an exported recording, and what is said beforehand."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordings.memory_source import MemorySource
from recordings.odd_rates import odd_source

from eegview.app.exchange.part_choice import ExportRequest, Identity, marks_within, part_of
from eegview.app.exchange.recording_export import check_target, preview, size_text
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.recording.formats import PART_FORMATS, format_of
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.patient import PatientFacts
from eegview.model.signature import SIGNATURE_TERM
from eegview.model.span import Span
from eegview.model.sync import SYNC_TERM


class _NamedSource(MemorySource):
    patient = PatientFacts(code="MRN77", name="Anna Doe", born=date(2020, 5, 3))


def _mark(onset_s: float, duration_s: float = 0.0, term: str = "spasm", text: str = "") -> Annotation:
    return Annotation(f"{onset_s}{term}", term, onset_s, duration_s, text=text, layer="me")


def test_records_of_the_log_are_never_written():
    marks = [_mark(1.0), _mark(2.0, term=SIGNATURE_TERM), _mark(3.0, term=SYNC_TERM)]
    assert [mark.onset_s for mark in marks_within(marks, Span(0, 10))[0]] == [1.0]


@given(onset_s=st.floats(-5, 30), duration_s=st.floats(0, 30), start_s=st.floats(0, 20), length_s=st.floats(0.1, 20))
def test_marks_lie_inside_the_range_or_are_cut_at_its_edges(
    onset_s: float, duration_s: float, start_s: float, length_s: float
):
    span = Span(start_s, start_s + length_s)
    found, n_cut = marks_within([_mark(onset_s, duration_s)], span)
    touches = span.contains(onset_s) or (onset_s < span.stop_s and onset_s + duration_s > span.start_s)
    assert len(found) == touches
    for mark in found:
        assert span.start_s <= mark.onset_s < span.stop_s
        assert mark.stop_s <= span.stop_s + 1e-9
        assert n_cut == (mark.onset_s != onset_s or mark.duration_s != duration_s)


def test_names_of_the_header_leave_texts_and_labels():
    unnamed = odd_source([200.0], [(0.0, 10.0)])
    source = _NamedSource(unnamed.recording, unnamed.data)
    request = ExportRequest(Path("a.edf"))
    part, _ = part_of(source, request, [_mark(1.0, text="Anna, born 3.5.2020")], load_vocabulary(), ())
    assert (part.patient, part.staff, part.started_at) == (None, ("", "", ""), None)
    assert part.marks[0].text == "Epileptic spasm: X, born X"
    named, _ = part_of(
        source, ExportRequest(Path("a.edf"), identity=Identity.AS_IN_FILE), [_mark(1.0, text="Anna")],
        load_vocabulary(), (),
    )  # fmt: skip
    assert named.patient == source.patient
    assert named.marks[0].text == "Epileptic spasm: Anna"
    with pytest.raises(UsageError):
        part_of(source, ExportRequest(Path("Anna_Doe.edf")), [], load_vocabulary(), ())


def test_the_preview_tells_what_is_lost():
    source = odd_source([200.0, 1.0], [(0.0, 10.0), (20.0, 30.0)])
    for form in PART_FORMATS:
        found = preview(source, ExportRequest(Path(f"a{form.ending}")), [_mark(5.0), _mark(15.0)], form)
        assert (found.start_s, found.stop_s, found.n_gaps, found.n_marks) == (0.0, 30.0, 1, 2)
        assert found.losses
    assert preview(source, ExportRequest(Path("a.vhdr")), [], format_of(Path("a.vhdr"))).n_channels == 1
    assert [size_text(n) for n in (12, 12_345, 3_400_000, 5_600_000_000)] == ["12 bytes", "12.3 kB", "3.4 MB", "5.6 GB"]


def test_the_recording_and_its_parts_are_never_a_target(tmp_path: Path):
    for name in ("a.vhdr", "a.eeg", "a.vmrk"):
        (tmp_path / name).write_bytes(b"")
    for name in ("a.vhdr", "a.eeg", "a.vmrk"):
        with pytest.raises(UsageError):
            check_target([tmp_path / name], [str(tmp_path / "a.vhdr")], may_replace=True)
    folder = tmp_path / "b.mff"
    folder.mkdir()
    with pytest.raises(UsageError):
        check_target([folder / "c.edf"], [str(folder)], may_replace=True)
