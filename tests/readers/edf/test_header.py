import pytest
from edf_files import File, file_bytes, plain

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
