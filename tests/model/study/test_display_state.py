"""How a study is displayed comes back from its record as it was, and nonsense in a record changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, FilterSpec, Phase
from eegview.model.display.view import RowStyle
from eegview.model.study.display_state import (
    PAGE,
    PageDisplay,
    RowArrangement,
    has_own,
    held_page,
    held_rows,
    page_for,
    page_from_json,
    rows_for,
    rows_from_json,
    rows_subject,
)
from eegview.model.study.records import DISPLAY_TERM, study_record

DISPLAY = PageDisplay(
    "none",
    DisplayFilters(((ChannelKind.EEG, FilterSpec(0.5, 70.0, 50.0, Phase.ZERO)),)),
    7.0,
    12.5,
    "clinical",
    ((ChannelKind.ECG, 0.3),),
)
STYLES = st.builds(
    RowStyle,
    st.text(min_size=1, max_size=8),
    st.floats(0.01, 100.0),
    st.floats(-200.0, 200.0),
    st.sampled_from((None, True, False)),
)


def record_of(subject: str, held: dict[str, str], author: str, at: str = "2026-11-29T12:00:00.000000+00:00"):
    return study_record(DISPLAY_TERM, subject, at, held, author)


def test_a_page_comes_back_as_it_was() -> None:
    record = record_of(PAGE, held_page(DISPLAY), "ann")
    assert page_for([record], "ann") == DISPLAY


@given(st.lists(STYLES, unique_by=lambda style: style.label), st.lists(st.text(max_size=8)))
def test_rows_come_back_as_they_were(styles: list[RowStyle], order: list[str]) -> None:
    arrangement = RowArrangement(tuple(sorted(styles, key=lambda style: style.label)), tuple(order))
    record = record_of(rows_subject("none"), held_rows(arrangement), "ann")
    assert rows_for([record], "ann") == {"none": arrangement}


def test_each_reviewer_has_their_own_and_who_has_none_begins_with_the_newest() -> None:
    hidden = RowArrangement((RowStyle("Fp1", is_hidden=True),))
    late = RowArrangement((RowStyle("O1", is_hidden=True),))
    records = [
        record_of(rows_subject("none"), held_rows(hidden), "ann"),
        record_of(rows_subject("none"), held_rows(late), "bob", "2026-11-29T13:00:00.000000+00:00"),
    ]
    assert rows_for(records, "ann") == {"none": hidden}
    assert rows_for(records, "bob") == rows_for(records, "cy") == {"none": late}
    assert has_own(records, "ann")
    assert not has_own(records, "cy")


@pytest.mark.parametrize(
    "content",
    [
        None,
        3,
        [],
        {},
        {"rows": 3, "order": []},
        {"rows": {"a": [1]}, "order": []},
        {"rows": {"a": [0, 0, None]}, "order": []},
        {"rows": {"a": [float("nan"), 0, None]}, "order": []},
        {"rows": {"a": [1, 0, "yes"]}, "order": []},
    ],
)
def test_nonsense_is_no_arrangement(content: object) -> None:
    assert rows_from_json(content) is None
    assert page_from_json(content) is None


def test_a_spoiled_record_counts_for_nothing() -> None:
    for text in ("", "{", "[" * 100_000, '{"page_s": 1e999}'):
        record = record_of(PAGE, {"display": text}, "ann")
        assert page_for([record], "ann") is None
