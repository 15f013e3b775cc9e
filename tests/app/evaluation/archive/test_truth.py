"""What a file of truth says of a recording: whose marks count, which count neither way, and what was read."""

from pathlib import Path, PurePosixPath

import pytest

from eegview.app.evaluation.archive.truth import NoTruth, Truth, truth_in, truth_in_notes
from eegview.app.evaluation.truth_file import TruthFile, TruthKind
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.bundle import MARKS, RECORDING, Member, write_bundle
from eegview.exchange.json_marks import write_json
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.recording import Recording
from eegview.model.span import Span

VOCABULARY = load_vocabulary()
HEAD = "onset\tduration\ttrial_type\tcertainty\tlayer\tsubtle\tstage\n"


def recording(*segments: tuple[float, float]) -> Recording:
    spans = tuple(Span(*one) for one in segments or ((0.0, 100.0),))
    return Recording(path="a.edf", format="EDF+", started_at=None, channels=(), segments=spans, fingerprint="f")


def read(path: Path, text: str, layer: str = "", held: Recording | None = None, kind=TruthKind.TABLE) -> Truth:
    if text:
        path.write_text(text)
    file = TruthFile(path, kind, frozenset(), PurePosixPath())
    return truth_in(file, held or recording(), VOCABULARY, "spasm", layer)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "a.tsv"


def test_certainty_traits_and_states(table: Path):
    rows = (
        "10\t1\tspasm\tcertain\t\tyes",
        "20\t1\tspasm\tprobable",
        "30\t1\tspasm\tpossible",
        "40\t1\tspasm",
        "5\t1\tmimic",
    )
    truth = read(
        table, HEAD + "\n".join((*rows, "0\t50\tsleep_stage\t\t\t\tW", "50\t50\tsleep_stage\t\t\t\tN2")) + "\n"
    )
    assert [event.is_uncertain for event in truth.events] == [False, True, True, False]
    assert truth.probable == {1}
    assert truth.traits[0] == {"Subtle: Yes"}
    assert [(one.span.stop_s, one.state) for one in truth.states] == [(50.0, "awake"), (100.0, "asleep")]
    assert [one.name for one in truth.circumstances] == ["Mimic"]


def test_whose_marks_count(table: Path):
    two = HEAD + "10\t1\tspasm\t\tAnn\n20\t1\tspasm\t\tBo\n60\t30\tsleep_stage\t\tCy\t\tN2\n"
    with pytest.raises(NoTruth, match="2 readers and no Final layer"):
        read(table, two)
    assert [event.onset_s for event in read(table, two, "bo").events] == [20.0]
    with pytest.raises(NoTruth, match="the layer that was asked for"):
        read(table, two, "Dee")
    settled = read(table, two + "30\t1\tspasm\t\tFinal\n")
    assert [event.onset_s for event in settled.events] == [30.0]
    assert settled.states  # a technologist staged it
    one = read(table, HEAD + "10\t1\tspasm\t\tAnn\n0\t9\treviewed\t\tAnn\n1\t1\twords of nobody\t\tBo\n")
    assert [event.onset_s for event in one.events] == [10.0]
    assert "1 of its marks in words that the vocabulary does not know: left out." in one.notes


def test_what_was_read(table: Path):
    assert read(table, HEAD).read == ()
    assert read(table, HEAD + "10\t20\treviewed\n25\t15\treviewed\n").read == (Span(10.0, 40.0),)
    assert read(table, HEAD + "10\t20\tnot_reviewed\n").read == (Span(0.0, 10.0), Span(30.0, 100.0))
    assert read(table, HEAD + "0\t50\treviewed\n10\t10\tnot reviewed\n").read == (Span(0.0, 10.0), Span(20.0, 50.0))
    assert sum(span.duration_s for span in read(table, HEAD + "0\t100\tnot_reviewed\n").read) == 0


def test_rows_without_a_kind_and_times_of_another_recording(table: Path):
    bare = read(table, "onset\tduration\n10\t1\n20\t1\n")
    assert len(bare.events) == 2
    assert "all 2 count" in bare.notes[0]
    gapped = read(table, "onset\tduration\n10\t1\n50\t1\n70\t1\n120\t1\n", held=recording((0, 40), (60, 100)))
    assert [event.onset_s for event in gapped.events] == [10.0, 70.0]
    assert len([note for note in gapped.notes if "left out" in note]) == 2
    with pytest.raises(NoTruth, match="2 of the 3 events of its truth lie outside the recording"):
        read(table, "onset\tduration\n10\t1\n500\t1\n600\t1\n")


def test_a_bundle_and_marks_of_ours(tmp_path: Path):
    marks = [Annotation("1", "spasm", 10.0, 1.0, layer="Ann"), Annotation("2", "spasm", 20.0, 1.0, layer="final")]
    write_json(tmp_path / "marks.json", marks, VOCABULARY)
    truth = read(tmp_path / "marks.json", "", kind=TruthKind.MARKS)
    assert [event.onset_s for event in truth.events] == [20.0]
    (tmp_path / "a.edf").write_text("")
    members = [Member("study/a.edf", RECORDING, tmp_path / "a.edf")]
    members.append(Member("marks/marks.json", MARKS, tmp_path / "marks.json"))
    for name in ("one.zip", "folder"):
        write_bundle(tmp_path / name, members, {})
        assert read(tmp_path / name, "", kind=TruthKind.BUNDLE).events == truth.events


def test_notes_of_the_recording():
    notes = [
        Annotation(str(t), "file_note", t, text=text, layer=FILE_LAYER) for t, text in ((5.0, "ES"), (9.0, "cough"))
    ]
    found = truth_in_notes(notes, recording(), VOCABULARY, "spasm")
    assert found is not None
    assert [event.onset_s for event in found.events] == [5.0]
    assert truth_in_notes(notes[1:], recording(), VOCABULARY, "spasm") is None
