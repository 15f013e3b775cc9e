"""The table of foreign texts: what it means, that one's own copy wins, and that its faults are told."""

from pathlib import Path

import pytest

from eegview.app.exchange.import_plan import read_plan
from eegview.app.resources import resources_folder, user_folder
from eegview.app.vocabulary.doubt_words import load_doubt_words
from eegview.app.vocabulary.import_texts import load_import_texts, read_import_texts
from eegview.app.vocabulary.store import load_vocabulary
from eegview.exchange.matching import TermMatcher
from eegview.model.errors import UsageError
from eegview.model.issue import Issue

BUILT_IN = load_vocabulary(built_in_only=True)


@pytest.fixture
def own_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = user_folder("vocabularies") / "import_texts.toml"
    path.parent.mkdir(parents=True)
    return path


def test_every_line_of_the_built_in_table_is_used():
    every = read_import_texts(resources_folder() / "vocabularies" / "import_texts.toml")
    assert BUILT_IN.foreign_texts == every
    for text in every:
        term = BUILT_IN.term(text.term_id)
        assert term is not None
        asked = {attribute.name: dict(attribute.choices) for attribute in term.attributes}
        assert all(value in asked[name] for name, value in text.attributes), text


@pytest.mark.parametrize(
    ("words", "term", "attributes"),
    [
        ("SPASM?", "spasm", (("certainty", "possible"),)),
        ("Spasm #12", "spasm", ()),
        ("subtle spasm", "spasm", (("subtle", "yes"),)),
        ("Sz start", "seizure", ()),
        ("@Seizure Left temporal", "seizure", ()),
        ("awakened pt", "arousal", ()),
        ("Cluster 2 end", "cluster_end", ()),
    ],
)
def test_what_technologists_write(words: str, term: str, attributes: tuple):
    match = TermMatcher(BUILT_IN).match(words)
    assert (match.term_id, match.attributes, match.text) == (term, attributes, words)


@pytest.mark.parametrize("words", ["no spasm", "no spasms seen", "spasms have stopped", "no spike", "not hyps"])
def test_a_denial_is_never_taken_for_the_thing(words: str):
    assert TermMatcher(BUILT_IN).match(words).term_id == "note"


def test_ones_own_table_wins_and_shows_in_the_plan(own_table: Path, tmp_path: Path):
    own_table.write_text('[[text]]\nwords = ["zuckung*"]\nterm = "spasm"\n', encoding="utf-8")
    vocabulary = load_vocabulary()
    marks = tmp_path / "a.csv"
    marks.write_text("onset,duration,annotation\n1,0,Zuckung Arm\n2,0,sz 3\n")
    plan = read_plan(marks, vocabulary)
    assert [(group.term_id, group.is_known) for group in plan.groups] == [("spasm", True), ("note", False)]
    assert load_vocabulary(built_in_only=True).foreign_texts == BUILT_IN.foreign_texts


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[[text]]\nwords = ["a"]\nterm = "nothing_such"\n', "no term of that id"),
        ('[[text]]\nwords = ["*"]\nterm = "spasm"\n', "empty"),
        ('[[text]]\nwords = ["a"]\n', "lacks its term"),
        ('[[text]]\nwords = ["a"]\nterm = "spasm"\nskip = true\n', "nothing else"),
        ('[[text]]\nwords = ["a"]\nterm = "spasm"\nattributes = { movement = "sideways" }\n', "does not know"),
        ('text = "a"\n', "not a list"),
        ("[[text]\n", "cannot be read"),
    ],
)
def test_a_fault_names_the_file_and_the_built_in_one_stands_in(own_table: Path, content: str, said: str):
    own_table.write_text(content)
    issues: list[Issue] = []
    assert load_vocabulary(issues=issues) == BUILT_IN
    assert [issue.code for issue in issues] == ["vocabulary_file"]
    assert issues[0].message.startswith(str(own_table))
    assert said in issues[0].message


def test_a_vocabulary_without_the_term_passes_the_line_over():
    spasm = BUILT_IN.term("spasm")
    assert spasm is not None
    assert {text.term_id for text in load_import_texts((spasm,), built_in_only=True)} == {"spasm"}


def test_words_of_doubt_are_ones_own_where_the_own_table_has_some(own_table: Path):
    own_table.write_text('[doubt]\npossible = ["kanske*"]\n\n[[text]]\nwords = ["zuckung"]\nterm = "spasm"\n')
    matcher = TermMatcher(load_vocabulary())
    assert matcher.match("kanske spasm").attributes == (("certainty", "possible"),)
    assert not matcher.match("evtl. spasm").is_known
    own_table.write_text('[[text]]\nwords = ["zuckung"]\nterm = "spasm"\n')
    assert TermMatcher(load_vocabulary()).match("evtl. Zuckung").attributes == (("certainty", "possible"),)


@pytest.mark.parametrize("content", ["doubt = 1\n", "[doubt]\nmaybe = []\n", "[doubt]\npossible = [1]\n"])
def test_a_fault_in_words_of_doubt_is_one_of_the_table(own_table: Path, content: str):
    own_table.write_text(content)
    with pytest.raises(UsageError, match="doubt") as caught:
        read_import_texts(own_table)
    assert str(own_table) in caught.value.sentence
    assert load_doubt_words() == load_doubt_words(built_in_only=True)
