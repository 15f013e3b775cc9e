"""The lines of a TOML file's tables and fields."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from eegview.detect.faults.toml_lines import TomlLines

TEXT = '''id = "a"  # line 1
summary = """
notes = 3
"""
terms = [
    "spasm",
]

[input]
rate_hz = 5
kinds = { emg = "no" }

[[parameters]]
name = "one"
[[parameters]]
name = "two"
[command.terms]
sz = "seizure"
'''


def test_tables_and_fields_are_found_where_they_stand():
    lines = TomlLines(TEXT)
    assert lines.of(("id",)) == 1
    assert lines.of(("summary",)) == 2
    assert lines.of(("notes",)) is None  # within a text
    assert lines.of(("terms",)) == 5
    assert lines.of(("input",)) == 9
    assert lines.of(("input", "rate_hz")) == 10
    assert lines.of(("input", "kinds", "emg")) == 11  # the table is written in one line
    assert lines.of(("parameters", 0, "name")) == 14
    assert lines.of(("parameters", 1, "name")) == 16
    assert lines.of(("parameters", 1, "default")) == 15  # it is missing there
    assert lines.of(("command", "terms", "sz")) == 18
    assert lines.of(("nowhere",)) is None
    assert lines.of(()) is None


@given(names=st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), unique=True, max_size=8), table=st.booleans())
def test_every_field_has_the_line_in_which_its_value_stands(names, table):
    text = "[table]\n" * table + "".join(f"{name} = {number}\n\n" for number, name in enumerate(names))
    lines, held = TomlLines(text), tomllib.loads(text)
    rows = text.splitlines()
    for name, value in (held["table"] if table else held).items():
        number = lines.of(("table", name) if table else (name,))
        assert number is not None
        assert rows[number - 1] == f"{name} = {value}"


@given(st.text())
def test_no_text_breaks_it(text):
    assert TomlLines(text).of(("id",)) is None or "id" in text
