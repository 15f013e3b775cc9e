"""Marks out to a file, with a word on what was written."""

from pathlib import Path

import pytest

from eegview.app.exchange.exporting import COPY, FORMATS, Format, export_marks
from eegview.app.exchange.import_plan import read_plan
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import Annotation
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
