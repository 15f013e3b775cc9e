"""An extension is read as far as it can be, every fault with its line, and what is written is read back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts.made_extensions import EXTENSIONS, IDS, WORDS

from eegview.app.vocabulary.extending import apply_extensions
from eegview.app.vocabulary.extension import ChoiceChange, Extension, QuestionChange, TermChange
from eegview.app.vocabulary.extension_file import read_content, read_extension
from eegview.app.vocabulary.extension_text import extension_text, write_extension
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.errors import UsageError
from eegview.model.vocabulary import Shape

BASE = load_vocabulary(built_in_only=True)
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


@given(EXTENSIONS)
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, extension: Extension):
    path = tmp_path_factory.mktemp("x") / "ward.toml"
    path.write_text(extension_text(extension), encoding="utf-8", newline="")
    assert read_extension(path) == (extension, ())


NONSENSE = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(IDS, inner, max_size=3),
    max_leaves=6,
)
FIELDS = (
    "id",
    "label",
    "shape",
    "key",
    "colour",
    "lane",
    "synonyms",
    "order",
    "attribute",
    "choices",
    "name",
    "hidden",
)


@given(st.dictionaries(st.sampled_from(("extend", "term", "choices", "attribute", "more")), NONSENSE, max_size=4))
def test_nonsense_is_told_and_never_a_crash(content: dict[str, object]):
    path = Path("nowhere.toml")
    extension = read_content(content, path, "")[0]
    assert isinstance(extension, Extension)


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), NONSENSE, max_size=5), max_size=3))
def test_nonsense_in_terms_is_told_and_never_a_crash(rows: list[dict[str, object]]):
    given = {"extend": {}, "term": [{"id": "spasm", "attribute": rows}, *rows], "attribute": rows}
    extension, _issues = read_content(given, Path("nowhere.toml"), "")
    apply_extensions(BASE, [(Path("nowhere.toml"), extension)])


def test_a_file_that_somebody_wrote_is_never_lost_by_saving_again(tmp_path: Path):
    path, broken = tmp_path / "ward.toml", '[extend]\nid = "ward"\nlabel = [\n'
    path.write_text(broken)
    copies = [write_extension(path, Extension("ward", version=str(number))) for number in range(3)]
    assert [copy and copy.name for copy in copies] == ["ward.toml.before", "ward.toml.before2", "ward.toml.before2"]
    assert (tmp_path / "ward.toml.before").read_text() == broken
    by_hand = path.read_text() + "# at the end\n"
    path.write_text(by_hand)
    for number in range(3):
        write_extension(path, Extension("ward", version=str(number)))
    assert by_hand in [copy.read_text() for copy in tmp_path.glob("*.before*")]


def test_comments_stay_above_a_table_whose_id_is_in_single_quotes(tmp_path: Path):
    path = tmp_path / "ward.toml"
    path.write_text("[extend]\nid = 'ward'\n\n# Agreed in May.\n[[term]]\nid = 'spasm'\nlabel = 'Krampf'\n")
    extension, faults = read_extension(path)
    assert faults == ()
    write_extension(path, extension)
    assert '# Agreed in May.\n[[term]]\nid = "spasm"' in path.read_text()
