"""Tables as people and spreadsheets write them: signs, units, clocks, names of columns, rows that are no events."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.exchange.import_plan import read_plan, shift_between
from eegview.app.exchange.importing import on_recordings_clock, read_marks
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.foreign_times import parse_when
from eegview.exchange.imported import Clock, ImportedMarks
from eegview.model.errors import UnreadableFile

VOCABULARY = load_vocabulary(built_in_only=True)
START = datetime(2020, 3, 5, 10, 0, 0)
SPASM = [(10.5, 1.0, "spasm")]


def read(folder: Path, content: str, name: str = "a.csv", duration_s: float | None = 60.0) -> ImportedMarks:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return on_recordings_clock(read_marks(path, VOCABULARY), START, duration_s)


def brief(found: ImportedMarks) -> list[tuple[float, float, str]]:
    return [(mark.onset_s, mark.duration_s, mark.term_id) for mark in found.annotations]


@pytest.mark.parametrize(
    "content",
    [
        "onset|duration|trial_type\n10.5|1|spasm\n",
        "Onset    Duration   Label\n10.5     1.0        spasm\n",
        "\ufeffOnset,Duration,Label\r10.5,1,spasm\r",
        "\n\n,,\nonset,duration,trial_type\n\n10.5,1,spasm\n,,\n\n",
        "Report\nMade by: x\n\nonset,duration,trial_type\n10.5,1,spasm\n",
        '"onset";"duration";"trial_type"\n"10,5";"1,0";"spasm"\n',
        "Beginn;Dauer;Ereignis\n10,5;1,0;spasm\n",
        "Zeit;Dauer;Typ\n10,5;1,0;spasm\n",
        "Début;Fin;Événement\n10,5;11,5;spasm\n",
        "Inicio;Duración;Tipo\n10,5;1;spasm\n",
        "Początek;Czas trwania;Zdarzenie\n10,5;1;spasm\n",
        "начало;длительность;событие\n10,5;1;spasm\n",
        "开始时间,持续时间,事件\n10.5,1,spasm\n",
        "開始時刻,持続時間,イベント\n10.5,1,spasm\n",
        "시작,종료,이벤트\n10.5,11.5,spasm\n",
        "Onset (ms),Duration (ms),Event\n10500,1000,spasm\n",
        "onset_us,duration_us,label\n10500000,1000000,spasm\n",
        "Tier,Begin Time - ss.msec,End Time - ss.msec,Annotation\nx,10.5,11.5,spasm\n",
        "onset,duration,trial_type\n10500 ms,1 s,spasm\n",
        "onset,duration,trial_type\n0:10.5,0:01.0,spasm\n",
        "Start,End,Event\n10:00:10.5,10:00:11.5,spasm\n",
        "Start,End,Event\n10:00:10.5 AM,10:00:11.5 a.m.,spasm\n",
        "Start,Duration,Event\n00:00:10.5,00:00:01,spasm\n",
        "Date,Time,Duration,Event\n05.03.2020,10:00:10.5,1,spasm\n",
        ",onset,duration,description\n0,10.5,1,spasm\n",
    ],
)
def test_one_spasm_is_read_whatever_the_table(tmp_path: Path, content: str) -> None:
    assert brief(read(tmp_path, content)) == SPASM


def test_names_of_columns_once_more_and_totals_are_no_events(tmp_path: Path) -> None:
    found = read(
        tmp_path, "trial_type,onset,duration\nspasm,10.5,1\nTRIAL_TYPE,onset,duration\nspasm,20,0\nTotal,30.5,1\n"
    )
    assert brief(found) == [*SPASM, (20.0, 0.0, "spasm")]
    assert "Row 3: the names of the columns once more; left out." in found.report
    assert "Row 5: a row of totals (“Total”); left out." in found.report


@pytest.mark.parametrize("word", ["Summe", "SOMME:", "Mean", "合计", "totals"])
def test_totals_in_other_words(tmp_path: Path, word: str) -> None:
    assert brief(read(tmp_path, f"onset,duration,label\n10.5,1,spasm\n{word},1,\n")) == SPASM


def test_a_row_without_an_end_keeps_its_onset(tmp_path: Path) -> None:
    assert brief(read(tmp_path, "Start,End,Event\n10.5,,spasm\n20,21,spasm\n")) == [
        (10.5, 0.0, "spasm"),
        (20.0, 1.0, "spasm"),
    ]


@pytest.mark.parametrize(
    "column", ["Sample", "onset_sample", "Onset (samples)", "Frame", "frame number", "latency (points)"]
)
def test_onsets_that_count_samples_are_refused_by_their_name(tmp_path: Path, column: str) -> None:
    with pytest.raises(UnreadableFile, match="not in seconds") as refusal:
        read(tmp_path, f"{column},Label\n105,spasm\n")
    assert column in refusal.value.sentence


def test_samples_beside_seconds_are_no_matter(tmp_path: Path) -> None:
    assert brief(read(tmp_path, "onset\tduration\tsample\ttrial_type\n10.5\t1\t105\tspasm\n", "a.tsv")) == SPASM


def test_one_date_shows_that_the_day_comes_first_in_all(tmp_path: Path) -> None:
    found = read(tmp_path, "DateTime,Event\n05/03/2020 10:00:10,spasm\n13/03/2020 10:00:10,spasm\n")
    assert [mark.onset_s for mark in found.annotations] == [10.0, 8 * 86400 + 10.0]
    american = read(tmp_path, "DateTime,Event\n03/05/2020 10:00:10,spasm\n03/13/2020 10:00:10,spasm\n")
    assert [mark.onset_s for mark in american.annotations] == [10.0, 8 * 86400 + 10.0]


def test_dates_that_can_be_read_in_two_ways_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, "DateTime,Event\n03/05/2020 10:00:10,spasm\n")
    assert brief(found) == [(10.0, 0.0, "spasm")]
    assert any("two ways" in line for line in found.report)


def test_times_of_day_stay_times_of_day_where_they_lie_in_the_recording(tmp_path: Path) -> None:
    content = "Time,Event\n10:00:10,spasm\n"
    assert brief(read(tmp_path, content)) == [(10.0, 0.0, "spasm")]
    assert brief(read(tmp_path, content, duration_s=None)) == [(10.0, 0.0, "spasm")]
    assert brief(read(tmp_path, content, duration_s=86400.0)) == [(10.0, 0.0, "spasm")]


def test_the_window_sees_the_same_start(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Start,Event\n00:00:10.5,spasm\n", encoding="utf-8")
    plan = read_plan(path, VOCABULARY)
    assert shift_between(plan, START, 60.0) == 0.0
    assert shift_between(plan, START) == 14 * 3600


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods"])
def test_a_spreadsheet_is_told_as_one(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\3\4" + bytes(50))
    with pytest.raises(UnreadableFile, match="spreadsheet"):
        read_marks(tmp_path / name, VOCABULARY)


@pytest.mark.parametrize(
    ("text", "clock", "seconds"),
    [
        ("1.234,5", Clock.ELAPSED, 1234.5),
        ("1,234.5", Clock.ELAPSED, 1234.5),
        ("1 234,5 s", Clock.ELAPSED, None),
        ("1'234'567.5", Clock.ELAPSED, 1234567.5),
        ("1,234", Clock.ELAPSED, 1.234),
        ("250 ms", Clock.ELAPSED, 0.25),
        ("2 min", Clock.ELAPSED, 120.0),
        ("1:02.25", Clock.ELAPSED, 62.25),
        ("10h00", Clock.DAILY, 36000.0),
        ("10h00m10s", Clock.DAILY, 36010.0),
        ("2 min 10 s", Clock.ELAPSED, 130.0),
        ("10:02:03.5", Clock.DAILY, 36123.5),
    ],
)
def test_times_in_many_forms(text: str, clock: Clock, seconds: float | None) -> None:
    when = parse_when(text)
    if seconds is None:
        assert when is None or when.seconds == 1234.5
        return
    assert when is not None
    assert (when.clock, when.seconds) == (clock, pytest.approx(seconds))


@given(
    st.integers(0, 10**7), st.integers(0, 999), st.sampled_from([(".", ","), (",", "."), ("'", "."), ("\u202f", ",")])
)
def test_numbers_with_parted_thousands_are_read_as_they_are_written(
    whole: int, part: int, signs: tuple[str, str]
) -> None:
    text = f"{whole:,}".replace(",", signs[0]) + f"{signs[1]}{part:03}"
    when = parse_when(text)
    assert when is not None
    assert when.seconds == pytest.approx(whole + part / 1000)


@given(st.text("0123456789hmsin .,:", max_size=12))
def test_any_text_of_a_time_is_a_time_or_none(text: str) -> None:
    when = parse_when(text)
    assert when is None or when.seconds >= 0
