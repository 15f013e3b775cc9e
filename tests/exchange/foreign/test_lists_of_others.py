"""Tables of other programs: BORIS, the TUH corpora, spreadsheets, lists of EEG machines."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.foreign.columns import ColumnChoice, ColumnsUnknown, column_of
from eegview.exchange.imported import ImportedMarks
from eegview.exchange.marks_file import read_marks_file
from eegview.model.errors import UnreadableFile

VOCABULARY = load_vocabulary(built_in_only=True)
OLD = "Observation id\tTime\tMedia file path\tFPS\tSubject\tBehavior\tBehavioral category\tComment\tStatus\n"
NEW = "Observation id,Observation date,Subject,Behavior,Modifier #1,Behavior type,Time,Media file name,Comment\n"


def read(
    tmp_path: Path, content: str | bytes, name: str = "a.csv", choice: ColumnChoice | None = None
) -> ImportedMarks:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_marks_file(path, VOCABULARY, choice or ColumnChoice())


def brief(found: ImportedMarks) -> list[tuple[str, float, float, str]]:
    marks = sorted(found.annotations, key=lambda mark: (mark.onset_s, mark.term_id))
    return [(mark.term_id, mark.onset_s, mark.duration_s, mark.text) for mark in marks]


# BORIS


def old(*events: tuple[float | str, str, str]) -> str:
    return OLD + "".join(f"obs\t{time}\tv.mp4\t25\tchild\t{what}\t\t\t{status}\n" for time, what, status in events)


def test_starts_and_stops_of_boris_belong_together(tmp_path: Path):
    found = read(
        tmp_path,
        old(
            (10.5, "spasm", "START"),
            (10.75, "crying", "START"),
            (11.5, "spasm", "STOP"),
            (12, "spasm", "START"),
            (12.25, "spasm", "STOP"),
            (20.25, "eye closure", "POINT"),
            (30, "crying", "STOP"),
        ),
    )
    assert brief(found) == [
        ("spasm", 10.5, 1.0, ""),
        ("care", 10.75, 19.25, "crying"),
        ("spasm", 12.0, 0.25, ""),
        ("note", 20.25, 0.0, "eye closure"),
    ]


def test_what_does_not_pair_is_told_with_its_row(tmp_path: Path):
    found = read(
        tmp_path,
        old(
            (5, "spasm", "STOP"), (10, "spasm", "START"), (11, "sz", "LATER"), ("NA", "sz", "POINT"), (9, "sz", "START")
        ),
    )
    assert brief(found) == [("seizure", 9.0, 0.0, "sz"), ("spasm", 10.0, 0.0, ""), ("seizure", 11.0, 0.0, "sz")]
    assert set(found.report) == {
        "Row 2: a STOP without a START; left out.",
        "Row 4: the status “LATER” is not known; read as a point in time.",
        "Rows 3, 6: a START without a STOP; kept with the duration 0.",
        "Row 5: the onset “NA” cannot be read; left out.",
    } | {sentence for sentence in found.report if sentence.startswith("Columns")}


def test_a_newer_table_of_boris_with_modifiers_and_two_children(tmp_path: Path):
    found = read(
        tmp_path,
        NEW
        + "o,2024-01-01,a,spasm?,left,START,1.0,v.mp4,arms\no,2024-01-01,b,spasm?,left,START,1.5,v.mp4,\n"
        + "o,2024-01-01,a,spasm?,left,STOP,2.0,v.mp4,\no,2024-01-01,b,spasm?,right,STOP,3.5,v.mp4,\n",
    )
    assert [(mark.onset_s, mark.duration_s, mark.text) for mark in found.annotations] == [
        (1.0, 1.0, "spasm? · left · arms"),
        (1.5, 2.0, "spasm? · left"),
    ]
    assert {mark.attributes for mark in found.annotations} == {(("certainty", "possible"),)}


def test_aggregated_events_of_boris(tmp_path: Path):
    found = read(
        tmp_path,
        "Observation id,Subject,Behavior,Behavioral category,Modifiers,Behavior type,Start (s),Stop (s),Duration (s),"
        "Comment start,Comment stop\n"
        "o,a,spasm,,,STATE,10.5,11.75,1.25,hard,\no,a,startle,,,POINT,20.25,20.25,NA,,\n",
    )
    assert brief(found) == [("spasm", 10.5, 1.25, "hard"), ("mimic", 20.25, 0.0, "startle")]


def test_times_of_boris_count_from_the_start_of_the_observation(tmp_path: Path):
    found = read(tmp_path, old(("00:00:10.500", "spasm", "START"), ("00:00:12", "spasm", "STOP")))
    assert brief(found) == [("spasm", 10.5, 1.5, "")]
    assert found.clock == "elapsed"


def test_several_observations_are_told(tmp_path: Path):
    found = read(tmp_path, old((1, "spasm", "POINT")) + "other\t2\tv\t25\ta\tspasm\t\t\tPOINT\n")
    assert "The table contains 2 observations; the times of all were counted from one start." in found.report


@settings(max_examples=50, deadline=None)
@given(spans=st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50)), min_size=1, max_size=12), mixed=st.randoms())
def test_every_pair_is_found_again(tmp_path_factory: pytest.TempPathFactory, spans: list[tuple[int, int]], mixed):
    """Spans one after the other, written in any order of rows."""
    events, right, now = [], [], 0
    for pause, length in spans:
        start, stop = now + pause, now + pause + length
        events += [(start, "spasm", "START"), (stop, "spasm", "STOP")]
        right.append((start, length))
        now = stop
    pairs = [events[n : n + 2] for n in range(0, len(events), 2)]
    mixed.shuffle(pairs)
    found = read(tmp_path_factory.mktemp("boris"), old(*(event for pair in pairs for event in pair)))
    assert sorted((mark.onset_s, mark.duration_s) for mark in found.annotations) == right


# TUH

TUH = (
    "# version = csv_v1.0.0\n# bname = x\n# duration = 60.0000 secs\n#\nchannel,start_time,stop_time,label,confidence\n"
)


def test_an_event_of_tuh_on_several_channels_is_one(tmp_path: Path):
    found = read(
        tmp_path,
        TUH + "C3-CZ,10.5,14.5,fnsz,1.0000\nC4-CZ,10.5,14.5,fnsz,1.0000\nFP1-F7,20,21,elpp,0.7000\nC3-CZ,0,9,bckg,1\n",
    )
    assert brief(found) == [("seizure", 10.5, 4.0, "fnsz"), ("artifact", 20.0, 1.0, "elpp · confidence 0.7000")]
    assert [mark.channels for mark in found.annotations] == [("C3-CZ", "C4-CZ"), ("FP1-F7",)]
    assert found.annotations[0].attributes == (("type", "focal"),)
    assert "3 rows became 2 marks: an event has a row for each of its channels." in found.report


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv_bi", TUH + "TERM,10.5000,14.5000,seiz,1.0000\n"),
        ("a.tse", "version = tse_v1.0.0\n\n0.0 10.5 bckg 1.0000\n10.5 14.5 seiz 1.0000\n"),
        ("a.tse_bi", "version = tse_v1.0.0\n\n10.5 14.5 seiz 1.0\n"),
        ("a.lab", "0 1050000 bckg\n1050000 1450000 seiz\n"),
        ("b.lab", "0.0 10.5 bckg\n10.5 14.5 seiz\n"),
    ],
)
def test_lists_of_tuh_of_every_ending(tmp_path: Path, name: str, content: str):
    assert brief(read(tmp_path, content, name)) == [("seizure", 10.5, 4.0, "seiz")]


def test_a_list_of_background_alone_holds_no_marks(tmp_path: Path):
    found = read(tmp_path, TUH + "TERM,0,60,bckg,1.0000\n")
    assert found.annotations == ()
    assert any("background" in sentence for sentence in found.report)


# spreadsheets


@pytest.mark.parametrize(
    "content",
    [
        "sep=;\r\nonset;duration;trial_type\r\n10,5;1,25;spasm\r\n",
        "onset;duration;trial_type\n10,5;1,25;spasm\n",
        'onset,duration,trial_type\n"10,5","1,25",spasm\n',
        "onset\tduration\ttrial_type\n10,5\t1,25\tspasm\n",
        "onset|duration|trial_type\n10.5|1.25|spasm\n",
        "sep=\t\nonset\tduration\ttrial_type\n10.5\t1.25\tspasm\n",
        'sep=,\n"onset","duration","trial_type"\n"10.5","1.25","spasm"\n',
        "Onset (ms),Duration (ms),Label\n10500,1250,spasm\n",
        "start_s,stop_s,event\n10.5,11.75,spasm\n",
        "Beginn (s);Ende (s);Ereignis\n10,5;11,75;Spasmus\n",
        "exported by X\nof Y\n\nonset,duration,trial_type\n10.5,1.25,spasm\n",
        "onset  duration  trial_type\n10.5  1.25  spasm\n",
    ],
)
def test_tables_as_spreadsheets_and_clinics_write_them(tmp_path: Path, content: str):
    found = read(tmp_path, content)
    assert [(mark.term_id, mark.onset_s, mark.duration_s) for mark in found.annotations] == [("spasm", 10.5, 1.25)]


def test_decimal_commas_between_commas_are_not_taken_for_cells(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="Row 2: it has 5 cells where there are 3 columns"):
        read(tmp_path, "onset,duration,trial_type\n10,5,1,0,spasm\n")


def test_a_missing_quote_is_told(tmp_path: Path):
    found = read(tmp_path, 'onset,duration,trial_type\n1,1,"spasm\n2,1,sz\n3,1,"eyes, closed"\n')
    assert [(mark.term_id, mark.text) for mark in found.annotations] == [
        ("spasm", ""),
        ("seizure", "sz"),
        ("note", "eyes, closed"),
    ]
    swallowed = read(tmp_path, 'onset,duration,trial_type\n1,1,"spasm\n2,1,sz"\n3,1,sz\n')
    assert "Row 2: its text runs on over lines that look like rows; a quote may be missing." in swallowed.report


def test_an_event_called_start_is_no_line_of_names(tmp_path: Path):
    found = read(tmp_path, "10:00:00\tStart\n10:00:05\tSpasm?\nnothing\n", "a.txt")
    assert [(mark.term_id, mark.onset_s) for mark in found.annotations] == [("note", 36000.0), ("spasm", 36005.0)]
    assert "Row 3: no time that can be read; left out." in found.report


def test_numbers_of_another_program_are_no_answers_and_no_texts(tmp_path: Path):
    found = read(tmp_path, "Time,Duration,State,Type,Comment\n1,1,0,100,spasm\n")
    assert [(mark.term_id, mark.attributes, mark.text) for mark in found.annotations] == [("spasm", (), "")]
    assert "Row 2: type “100” is a code of another program; left out." in found.report


def test_a_column_of_stages_says_what_the_rows_are(tmp_path: Path):
    found = read(tmp_path, "onset,duration,stage\n0,30,W\n30,30,2\n60,30,N3\n90,30,REM\n120,30,9\n")
    assert [mark.attribute("stage") for mark in found.annotations] == ["W", "N2", "N3", "R", None]
    assert found.unknown_texts == (("Sleep stage 9", 1),)


def test_stages_in_a_column_beside_the_term(tmp_path: Path):
    found = read(tmp_path, "onset,duration,trial_type,stage\n0,30,sleep_stage,2\n30,30,sleep stage,N3\n60,30,sleep,4\n")
    assert [mark.attribute("stage") for mark in found.annotations] == ["N2", "N3", "N3"]
    assert found.report == ()


@pytest.mark.parametrize(
    ("title", "name", "factor"),
    [
        ("Onset", "onset", 1.0),
        ("stop_time", "stop time", 1.0),
        ("Start (s)", "start", 1.0),
        ("onset_ms", "onset", 0.001),
        ("Duration [min]", "duration", 60.0),
        ("onset (samples)", "onset", None),
        ("Time (hh:mm:ss)", "time", 1.0),
        ("Start time [CET]", "start time", 1.0),
        ("Latency (µs)", "latency", 1e-6),
        ("ch_names", "ch names", 1.0),
    ],
)
def test_names_and_units_of_columns(title: str, name: str, factor: float | None):
    column = column_of(title)
    assert (column.name, column.factor) == (name, factor)


def test_a_question_names_the_columns_and_the_first_rows(tmp_path: Path):
    with pytest.raises(ColumnsUnknown) as asked:
        read(tmp_path, "# of X\nonset,score\n" + "".join(f"{n},0.5\n" for n in range(50)))
    assert asked.value.columns == ("onset", "score")
    assert len(asked.value.rows) == 5
    with pytest.raises(UnreadableFile, match="no column “remark”"):
        read(tmp_path, "onset,score\n1,2\n", choice=ColumnChoice(text="remark"))
    counted = read(tmp_path, "onset\n1\n2\n", choice=ColumnChoice(is_text_needed=False))
    assert [mark.term_id for mark in counted.annotations] == ["note", "note"]


def test_lines_whose_second_number_can_be_no_end_give_durations(tmp_path: Path):
    found = read(tmp_path, "10.5 1 spasm\n20.25 0 spasm\n", "a.txt")
    assert brief(found) == [("spasm", 10.5, 1.0, ""), ("spasm", 20.25, 0.0, "")]
    assert any("taken as a duration" in one for one in found.report)
    found = read(tmp_path, "10.5 11.5 spasm\n20.25 21 spasm\n30 29 spasm\n", "b.txt")
    assert brief(found) == [("spasm", 10.5, 1.0, ""), ("spasm", 20.25, 0.75, ""), ("spasm", 30.0, 0.0, "")]
