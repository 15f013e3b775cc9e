import pytest
from recordings.edf_files import File, file_bytes, plain

from eegview.model.errors import UnreadableFile
from eegview.readers.edf.header import EdfHeader, could_be_edf, looks_like_edf, parse_header


def header_of(file: File) -> EdfHeader:
    raw = file_bytes(file)
    return parse_header(raw, len(raw))


def codes(header: EdfHeader) -> list[str]:
    return [issue.code for issue in header.issues]


def test_a_sound_header_has_no_issues() -> None:
    header = header_of(plain())
    assert header.issues == ()
    assert header.format == "EDF+C"
    assert [s.label for s in header.signals] == ["EEG Fp1", "EEG Fp2", "EEG F3", "EDF Annotations"]
    assert header.signals[3].is_annotations
    assert header.started_at is not None
    assert header.started_at.isoformat() == "2021-03-02T10:20:30"
    assert (header.n_records, header.record_s, header.n_bytes) == (8, 1.0, 256 * 5)


def test_the_version_decides_the_format() -> None:
    raw = file_bytes(plain(bdf=True, reserved="BDF+D"))
    assert looks_like_edf(raw)
    assert parse_header(raw, len(raw)).format == "BDF+D"
    damaged = b"EDF2    " + raw[8:]
    assert not looks_like_edf(damaged)
    assert could_be_edf(damaged)
    assert parse_header(damaged, len(raw)).sample_bytes == 3
    assert codes(parse_header(damaged, len(raw))) == ["version_unknown"]


@pytest.mark.parametrize("n_signals", ["9999", "0", "-3", "abc", "3", "5"])
def test_a_wrong_number_of_signals_is_found_out_from_the_header_size(n_signals: str) -> None:
    header = header_of(plain(n_signals=n_signals))
    assert len(header.signals) == 4
    assert "signal_count_wrong" in codes(header)


def test_a_wrong_header_size_is_found_out_from_the_signals() -> None:
    header = header_of(plain(header_bytes="256"))
    assert header.n_bytes == 256 * 5
    assert codes(header) == ["header_size_wrong"]


def test_both_wrong_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        header_of(plain(header_bytes="abc", n_signals="9999"))


def test_a_header_cut_short_is_refused() -> None:
    raw = file_bytes(plain())
    for n in (0, 100, 255, 256, 700):
        with pytest.raises(UnreadableFile) as caught:
            parse_header(raw[:n], n)
        assert caught.value.exit_code == 3


def test_the_recording_field_gives_century_and_missing_date() -> None:
    assert header_of(plain(date="02.03.21", recording="Startdate 02-MAR-1921 X X X")).started_at.year == 1921  # type: ignore[union-attr]
    found = header_of(plain(date="XX.XX.XX"))
    assert found.started_at is not None
    assert found.started_at.isoformat() == "2021-03-02T10:20:30"
    assert codes(found) == ["start_date_unusual"]


def test_a_start_nobody_knows_is_none_with_an_issue() -> None:
    unknown = header_of(plain(date="XX.XX.XX", recording="Startdate X X X X"))
    assert unknown.started_at is None
    assert codes(unknown) == ["start_date_unusual"]
    bad_time = header_of(plain(time="25.61.61"))
    assert bad_time.started_at is None
    assert codes(bad_time) == ["start_time_unreadable"]


def test_decimal_commas_and_foreign_characters_are_said() -> None:
    file = plain()
    comma = file.with_(
        signals=[*file.signals[:2], file.signals[2].__class__("F3", file.signals[2].digits, physical=("-10,5", "10,5"))]
    )
    assert codes(header_of(comma)) == ["decimal_comma"]
    assert header_of(comma).signals[2].physical_min == -10.5
    assert codes(header_of(plain(patient=b"X\x00X\nX"))) == ["header_characters"]


def test_issues_never_name_the_patient() -> None:
    header = header_of(plain(patient="Müller, Änne".encode("latin-1"), date="??.??.??", header_bytes="1"))
    assert header.issues
    assert not any("ller" in issue.message for issue in header.issues)


@pytest.mark.parametrize(
    ("changes", "started_at", "code"),
    [
        ({"date": "5.3.2020", "recording": ""}, "2020-03-05T10:20:30", "start_date_unusual"),
        ({"date": "20200305", "recording": ""}, "2020-03-05T10:20:30", "start_date_unusual"),
        ({"date": "2020/3/5", "recording": ""}, "2020-03-05T10:20:30", "start_date_unusual"),
        ({"date": "00.00.00", "recording": "Startdate 05-DEZ-2020 X X X"}, "2020-12-05T10:20:30", "start_date_unusual"),
        ({"date": "00.00.00", "recording": "Startdate 05.12.2020 X X X"}, "2020-12-05T10:20:30", "start_date_unusual"),
        ({"date": "05.12.20", "recording": "Startdate 05-GRUDZ-2020 X"}, "2020-12-05T10:20:30", ""),
        ({"time": "23.59.60"}, "2021-03-03T00:00:00", "start_time_unusual"),
        ({"time": "1:02:03"}, "2021-03-02T01:02:03", "start_time_unusual"),
        ({"time": "102030"}, "2021-03-02T10:20:30", "start_time_unusual"),
        ({"time": "10:20:30"}, "2021-03-02T10:20:30", ""),
    ],
)
def test_dates_and_times_have_the_one_reading_they_have(changes: dict[str, str], started_at: str, code: str) -> None:
    header = header_of(plain().with_(**changes))
    assert header.started_at is not None
    assert header.started_at.isoformat() == started_at
    assert codes(header) == ([code] if code else [])


def test_a_date_that_may_be_two_is_told() -> None:
    header = header_of(plain(date="03/05/20", recording=""))
    assert header.started_at is not None
    assert header.started_at.isoformat() == "2020-05-03T10:20:30"
    assert "ambiguous" in header.issues[0].message
    resolved = header_of(plain(date="03/05/20", recording="Startdate 05-MAR-2020 X X X"))
    assert resolved.started_at is not None
    assert resolved.started_at.month == 3


@pytest.mark.parametrize(
    ("main", "recording", "day", "code"),
    [
        ("31.04.20", "", None, "start_date_unusual"),
        ("29.02.21", "", None, "start_date_unusual"),
        ("31.04.20", "Startdate 30-APR-2020 X X X", "2020-04-30", "start_date_unusual"),
        ("99.12.31", "", "1999-12-31", "start_date_unusual"),
        ("05.03.2", "", None, "start_date_unusual"),
        ("20-03-05", "", "2005-03-20", "start_date_unusual"),
        ("05.03.20", "Startdate 06-MAR-2020 X X X", "2020-03-05", "start_dates_differ"),
        ("05.03.19", "Startdate 05-MAR-1998 X X X", "1998-03-05", "start_dates_differ"),
        ("05.03.20", "Startdate X X X X", "2020-03-05", ""),
        ("29.02.20", "Startdate 29-FEB-2020 X X X", "2020-02-29", ""),
    ],
)
def test_a_day_that_does_not_exist_and_two_days_are_told(main: str, recording: str, day: str | None, code: str) -> None:
    header = header_of(plain(date=main, recording=recording))
    found = header.started_at.date().isoformat() if header.started_at else None
    assert (found, [issue.code for issue in header.issues]) == (day, [code] if code else [])


def test_texts_of_a_header_are_read_in_their_code_page_and_units_are_not_judged() -> None:
    file = plain()
    raw = file_bytes(file.with_(patient="A1 F X Świątek_Żaneta".encode("cp1250")))
    raw = raw.replace(b"EEG Fp1 ", "Błąd Fp1".encode("cp1250"), 1)
    header = parse_header(raw, len(raw))
    assert header.patient.name == "Świątek Żaneta"
    assert header.signals[0].label == "Błąd Fp1"
    assert header.encoding.name == "cp1250"
    assert [issue.code for issue in header.issues] == ["header_characters", "text_encoding"]
    assert "Świątek" not in "".join(issue.message for issue in header.issues)
    named = parse_header(raw, len(raw), "cp1252")
    assert named.signals[0].label == "B³¹d Fp1"
    assert codes(named) == ["header_characters"]
    units = file_bytes(file).replace(b"uV      ", b"\xb5V      ")
    header = parse_header(units, len(units))
    assert {signal.unit for signal in header.signals[:3]} == {"µV"}
    assert codes(header) == ["header_characters"]


@pytest.mark.parametrize(
    "label",
    ["EDF+ Annotations", "BDF+ Annotations", "EDF Annotation", "edf annotations", "EDFAnnotations", "EDF_Annotations",
     "EDF  Annotations", "EDF Annotations 2", "EDF Anotations", " EDF Annotations"]
)  # fmt: skip
def test_odd_spellings_of_annotation_signals(label: str) -> None:
    raw = file_bytes(plain()).replace(b"EDF Annotations ", label.ljust(16).encode(), 1)
    assert [signal.is_annotations for signal in parse_header(raw, len(raw)).signals] == [False] * 3 + [True]


@pytest.mark.parametrize("label", ["Annotations", "EDF", "EEG Fp1", "ECG", "BDF Status", "EDF Annoying"])
def test_other_labels_are_signals(label: str) -> None:
    raw = file_bytes(plain()).replace(b"EEG Fp1 ".ljust(16), label.ljust(16).encode(), 1)
    assert not parse_header(raw, len(raw)).signals[0].is_annotations
