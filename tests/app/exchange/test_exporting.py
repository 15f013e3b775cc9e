"""Marks out to a file, with a word on what was written."""

from dataclasses import replace
from pathlib import Path

import pytest
from recordings.edf_files import plain, write_file

from eegview.app.exchange.exporting import COPY, FORMATS, Format, export_copy, export_marks
from eegview.app.exchange.import_plan import read_plan
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.errors import UsageError

VOCABULARY = load_vocabulary()
MARK = Annotation("a", "spasm", 3.0, 1.25, (), (("movement", "flexor"),), "clear", "ada")


@pytest.mark.parametrize("form", [form for form in FORMATS if form.how != COPY], ids=lambda form: form.label)
def test_every_format_is_written_and_read_again(tmp_path: Path, form: Format) -> None:
    path = tmp_path / f"out{form.ending}"
    said = export_marks(path, [MARK], VOCABULARY, None, (), form.how, 60.0)
    assert said[0] == f"Wrote 1 mark to out{form.ending}."
    (back,) = read_plan(path, VOCABULARY).marks
    assert (back.term_id, back.onset_s, back.duration_s) == ("spasm", 3.0, 1.25)
    assert (form.ending == ".edf") == any("EDF+ cannot carry" in sentence for sentence in said)


def test_the_recording_is_never_written_over(tmp_path: Path) -> None:
    recording = tmp_path / "study.edf"
    recording.write_bytes(b"signals")
    with pytest.raises(UsageError, match="recording itself"):
        export_marks(recording, [MARK], VOCABULARY, None, [str(recording)])
    assert recording.read_bytes() == b"signals"


@pytest.mark.parametrize(
    ("source", "is_bdf", "copy", "is_written"),
    [
        ("a.edf", False, "copy.edf", True),
        ("a.edf", False, "copy.EDF", True),
        ("a.edf", False, "copy.bdf", False),
        ("a.edf", False, "copy.rec", False),
        ("a.edf", False, "copy.fif", False),
        ("a.edf", False, "copy", False),
        ("a.rec", False, "copy.rec", True),
        ("a.rec", False, "copy.edf", True),
        ("a.bdf", True, "copy.bdf", True),
        ("a.bdf", True, "copy.edf", False),
        ("a.edf", True, "copy.edf", False),  # BDF under the wrong name
        ("a.edf", True, "copy.bdf", True),
    ],
)
def test_a_copy_bears_the_ending_of_what_it_holds(
    tmp_path: Path, source: str, is_bdf: bool, copy: str, is_written: bool
) -> None:
    file = plain(bdf=True, reserved="24BIT") if is_bdf else plain()
    recording = write_file(tmp_path / source, file)
    if is_written:
        said = export_copy(tmp_path / copy, [MARK, replace(MARK, layer=FILE_LAYER)], VOCABULARY, [str(recording)])
        assert said[0] == f"Wrote a copy of the recording with 1 mark to {copy}."
    else:
        with pytest.raises(UsageError, match="cannot be written as") as refused:
            export_copy(tmp_path / copy, [MARK], VOCABULARY, [str(recording)])
        assert refused.value.advice.endswith((".edf.", ".bdf."))
    assert (tmp_path / copy).exists() == is_written
