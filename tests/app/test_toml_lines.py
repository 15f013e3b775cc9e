"""A fault in a TOML text is named by the line it stands on."""

from hypothesis import given
from hypothesis import strategies as st

from eegview.app.toml_lines import TomlLines

TEXT = '''# head
[about]
id = "a"

[choices]
state = [
  { value = "awake" },  # [[term]] is no table here
  { value = "asleep" },
]

[[term]]
id = "one"
help = """
[[term]]
id = "two"
"""

  [[term.attribute]]
  name = "state"

  [[term.attribute]]
  name = "kind"
  choices = [
    { value = "a" },
    { value = "b" },
  ]

[[term]]
id = "two"
"quoted key" = 1
'''


def test_tables_keys_and_rows_are_found():
    lines = TomlLines(TEXT)
    assert lines.line_of("about", "id") == 3
    assert lines.line_of("choices", "state") == 6
    assert lines.line_of("choices", "state", holding='"asleep"') == 8
    assert lines.line_of("term", 0) == 11
    assert lines.line_of("term", 0, "help") == 13
    assert lines.line_of("term", 0, "attribute", 1, "name") == 22
    assert lines.line_of("term", 0, "attribute", 1, "choices", holding='"b"') == 25
    assert lines.line_of("term", 1, "id") == 29
    assert lines.line_of("term", 1, "quoted key") == 30


def test_what_is_not_there_is_at_what_encloses_it():
    lines = TomlLines(TEXT)
    assert lines.line_of("term", 1, "label") == 28
    assert lines.line_of("term", 0, "attribute", 0, "choices") == 18
    assert lines.line_of("nowhere") == 1
    assert lines.line_of("nowhere", holding="quoted") == 30


def test_a_table_ends_where_the_next_begins():
    assert TomlLines(TEXT).line_of("term", 0, "attribute", 0, holding='"kind"') == 18


@given(st.text(alphabet="[]{}\"'#=\n ab.\\", max_size=60))
def test_any_text_is_gone_through(text: str):
    assert TomlLines(text).line_of("a", holding="b") >= 1
