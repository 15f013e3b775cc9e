"""An extension is read as far as it can be, every fault with its line, and what is written is read back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.vocabulary.extension import ChoiceChange, Extension, QuestionChange, TermChange
from eegview.app.vocabulary.extension_file import read_extension
from eegview.app.vocabulary.extension_text import extension_text, write_extension
from eegview.model.errors import UsageError
from eegview.model.vocabulary import Shape

WARD = """\
# Ward 3

[extend]
id = "ward"
label = "Ward 3"
version = "2"
order = ["apnoea"]

[choices]
grade = [{ value = "1", label = "Mild" }, { value = "2", label = "Severe", letter = "s" }]

# what all of them are asked
[[attribute]]
name = "certainty"
label = "Sicherheit"

# ours
[[term]]
id = "apnoea"
label = "Apnoea"
shape = "span"
key = "0"
synonyms = ["Atempause"]

  # how bad
  [[term.attribute]]
  name = "grade"
  label = "Grade"
  choices = "grade"

[[term]]
id = "care"
hidden = true
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "ward.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_additions_and_changes_are_read(tmp_path: Path):
    extension, issues = read_extension(written(tmp_path, WARD))
    assert not issues
    assert (extension.extension_id, extension.version, extension.extends) == ("ward", "2", "infantile_spasms")
    apnoea = extension.change_of("apnoea")
    assert apnoea
    assert (apnoea.shape, apnoea.key, apnoea.synonyms, apnoea.colour) == (Shape.SPAN, "0", ("atempause",), None)
    assert apnoea.questions[0].choices == (ChoiceChange("1", "Mild"), ChoiceChange("2", "Severe", "s"))
    assert extension.change_of("care") == TermChange("care", is_hidden=True)
    assert extension.questions == (QuestionChange("certainty", "Sicherheit"),)


def test_a_file_without_a_name_in_it_has_its_own(tmp_path: Path):
    extension, issues = read_extension(written(tmp_path, "[extend]\n"))
    assert (extension.extension_id, extension.label, issues) == ("ward", "ward", ())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('key = "0"', 'key = "F1"', "line 22: term “apnoea” needs one digit as its key"),
        ('key = "0"', 'colour = "red"', "line 22: term “apnoea” has no colour like #c2410c"),
        ('shape = "span"', 'shape = "blob"', "line 21: term “apnoea” has the shape “blob”"),
        ('shape = "span"', 'shape = "span"\ngroup = "Around"', "line 22: term “apnoea” has “group”, which is not"),
        ('id = "apnoea"', 'id = "The Apnoea"', "line 19: “The Apnoea” cannot be a term's id"),
        ('id = "care"', 'id = "apnoea"', "line 32: the term “apnoea” stands twice"),
        ('letter = "s"', 'letter = "SS"', "a choice of “grade” has the letter “SS”"),
        ('{ value = "2"', '{ value = "1"', "the choices “grade” have twice “1”"),
        ('name = "grade"', 'name = "the grade"', "an attribute of term “apnoea” has no proper name"),
        ("hidden = true", 'hidden = "yes"', "line 33: term “care” has a “hidden” of the wrong kind"),
        ('order = ["apnoea"]', 'order = "apnoea"', "line 7: the order of [extend] is not a list of ids"),
        ("[extend]", "[extend]\ncolour = 3", "line 4: [extend] has “colour”, which is not known here"),
        ("[extend]", "[exend]", "“exend” is not known here"),
    ],
)
def test_a_fault_is_named_and_the_rest_is_read(tmp_path: Path, old: str, new: str, said: str):
    assert old in WARD
    path = written(tmp_path, WARD.replace(old, new, 1))
    extension, issues = read_extension(path)
    assert any(said in issue.message and issue.message.startswith(str(path)) for issue in issues), issues
    assert extension.questions == (QuestionChange("certainty", "Sicherheit"),)


def test_all_faults_are_told_at_once(tmp_path: Path):
    faulty = WARD.replace('key = "0"', 'key = "no"').replace("hidden = true", "hidden = 1").replace('"span"', '"x"')
    assert len(read_extension(written(tmp_path, faulty))[1]) == 3


def test_what_is_no_toml_is_refused_with_its_line(tmp_path: Path):
    with pytest.raises(UsageError, match="line 3"):
        read_extension(written(tmp_path, "\n\n[extend\n"))


def test_comments_and_the_file_before_are_kept(tmp_path: Path):
    path = written(tmp_path, WARD)
    extension, _ = read_extension(path)
    before = write_extension(path, extension)
    assert before
    assert before.name == "ward.toml.before"
    assert before.read_text(encoding="utf-8") == WARD
    text = path.read_text(encoding="utf-8")
    for comment in ("# Ward 3\n", "# what all of them are asked\n[[attribute]]", "# ours\n[[term]]", "# how bad\n"):
        assert comment in text
    assert read_extension(path) == (extension, ())


def test_the_first_writing_makes_the_folder_and_keeps_nothing(tmp_path: Path):
    path = tmp_path / "vocabularies" / "ward.toml"
    assert write_extension(path, Extension("ward")) is None
    assert [one.name for one in path.parent.iterdir()] == ["ward.toml"]


IDS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12).filter(str.strip)
VALUES = WORDS.filter(lambda text: "+" not in text)
CHOICES = st.lists(st.builds(ChoiceChange, VALUES, WORDS), max_size=3, unique_by=lambda one: one.value).map(tuple)
QUESTIONS = st.builds(
    QuestionChange,
    IDS,
    st.none() | WORDS,
    st.none() | WORDS,
    CHOICES,
    several=st.none() | st.booleans(),
    quick=st.none() | st.booleans(),
    is_asked=st.none() | st.booleans(),
)
TERMS = st.builds(
    TermChange,
    IDS,
    st.none() | WORDS,
    st.none() | st.sampled_from(list(Shape)),
    st.none() | st.sampled_from(["", "0", "9"]),
    st.none() | st.just("#123abc"),
    st.none() | st.just("dots"),
    default_duration_s=st.none() | st.floats(0, 1e6),
    help=st.none() | WORDS,
    questions=st.lists(QUESTIONS, max_size=2, unique_by=lambda one: one.name).map(tuple),
    is_hidden=st.none() | st.booleans(),
)


@given(st.lists(TERMS, max_size=3, unique_by=lambda one: one.term_id), WORDS, st.lists(IDS, max_size=2))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, terms: list[TermChange], label: str, order: list[str]
):
    extension = Extension("ward", label, "3", terms=tuple(terms), order=tuple(order))
    path = tmp_path_factory.mktemp("x") / "ward.toml"
    path.write_text(extension_text(extension), encoding="utf-8", newline="")
    assert read_extension(path) == (extension, ())
