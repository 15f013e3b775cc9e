"""Whatever a file holds, reading it ends with marks or a sentence, and every mark can be stored."""

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.app.exchange.importing import read_marks
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.foreign_times import LATEST_S
from eegview.exchange.imported import ImportedMarks
from eegview.model.errors import EegViewError

VOCABULARY = load_vocabulary(built_in_only=True)
ENDINGS = (".csv", ".tsv", ".txt", ".json", ".xml", ".lay", ".lab", ".tse")
WORDS = st.sampled_from(
    [
        *(
            "onset",
            "duration",
            "trial_type",
            "Behavior",
            "Status",
            "Time",
            "start_time",
            "stop_time",
            "label",
            "channel",
        ),
        *(
            "annotation_id",
            "eventType",
            "certainty",
            "confidence",
            "stage",
            "START",
            "STOP",
            "POINT",
            "spasm?",
            "sz",
            "n/a",
        ),
        *("sz", "n/a", "1", "2.5", "1e999", "-3", "nan", "10:00:00", "2024-01-31 10:00:00", "d9999 10:00:00", "9" * 30),
        *('"', "#", "sep=;", "fast+emg", "[Comments]", "<annotation>", "\0", "\ud7ff", "=1+1", "\ufeff", " ", ""),
    ]
)
TABLES = st.builds(
    lambda rows, between, end: end.join(between.join(row) for row in rows),
    st.lists(st.lists(WORDS, min_size=1, max_size=5), max_size=6),
    st.sampled_from(["\t", ",", ";", "|", "  ", ":"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)


def outcome(path: Path) -> ImportedMarks | EegViewError:
    try:
        return read_marks(path, VOCABULARY)
    except EegViewError as error:
        return error


def read_any(folder: Path, ending: str, content: bytes) -> None:
    path = folder / f"a{ending}"
    path.write_bytes(content)
    found = outcome(path)
    if isinstance(found, EegViewError):
        assert found.exit_code in (2, 3)
        assert len(f"{found.sentence}{found.advice}".splitlines()) == 1
        return
    for mark in found.annotations:
        assert abs(mark.onset_s) <= 2 * LATEST_S
        assert 0 <= mark.duration_s <= 2 * LATEST_S
        assert not math.isnan(mark.onset_s)
        "".join((mark.term_id, mark.text, mark.layer, *mark.channels)).encode()
    assert all(len(sentence.splitlines()) == 1 for sentence in found.report)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, ending: str, content: bytes):
    read_any(tmp_path_factory.getbasetemp(), ending, content)


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".lay", ".lab"])
@settings(max_examples=250, deadline=None)
@given(content=TABLES)
def test_anything_like_a_table(tmp_path_factory: pytest.TempPathFactory, ending: str, content: str):
    read_any(tmp_path_factory.getbasetemp(), ending, content.encode())
