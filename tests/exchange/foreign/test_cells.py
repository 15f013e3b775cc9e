"""Cells between separators: what RFC 4180 writes is read as it was, and a broken quote costs no row."""

import csv
import io
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.exchange.foreign.cells import records, stated_separator

CELLS = st.text(st.sampled_from("ab\",;\t|\n ='é"), max_size=6)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("line_end", "quoting"),  # Python's writer leaves a line feed without quotes where lines end otherwise
    [
        *(("\n", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_ALL), ("\r", csv.QUOTE_ALL)),
        *(("\n", csv.QUOTE_MINIMAL), ("\r\n", csv.QUOTE_MINIMAL)),
    ],
)
@given(rows=TABLES, separator=st.sampled_from(",;\t|"))
def test_what_is_written_by_the_rule_is_read_the_same(
    rows: list[list[str]], separator: str, line_end: str, quoting: Literal[0, 1]
):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=line_end, quoting=quoting).writerows(rows)
    assert records(text.getvalue(), separator) == rows


@given(st.text(st.sampled_from('a",\n\r'), max_size=40))
def test_any_text_is_some_rows(text: str):
    rows = records(text, ",")
    assert sum(map(len, rows)) <= len(text) + 1
    assert records(text, ",", 2) == rows[:2]


def test_a_quote_that_is_never_closed_costs_no_row():
    assert records('1,"spasm\n2,sz\n3,"a, b"\n', ",") == [["1", '"spasm'], ["2", "sz"], ["3", "a, b"]]


@pytest.mark.parametrize(
    ("text", "separator"),
    [("sep=;\r\na;b", ";"), ("SEP=,\na,b", ","), ("sep=\t\na\tb", "\t"), ('"sep=|"\na|b', "|"), ("a;b\n", None)],
)
def test_the_separator_that_a_first_line_states(text: str, separator: str | None):
    assert stated_separator(text) == separator
