"""Extensions in the user's own folder lie over the vocabulary, and one with a fault stops nothing."""

import re
from pathlib import Path

import pytest

from eegview.app.resources import resources_folder, user_folder
from eegview.app.vocabulary.store import load_base, load_extensions, load_vocabulary
from eegview.exchange.matching import TermMatcher
from eegview.model.issue import Issue

APNOEA = '[extend]\n\n[[term]]\nid = "apnoea"\nlabel = "Apnoea"\nshape = "span"\n'


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = user_folder("vocabularies")
    folder.mkdir(parents=True)
    return folder


def test_an_extension_beside_the_vocabulary_is_used(own_folder: Path):
    (own_folder / "ward.toml").write_text(APNOEA)
    issues: list[Issue] = []
    found = load_vocabulary(issues=issues)
    assert issues == []
    assert found.term("apnoea")
    assert found.version.startswith(f"{load_vocabulary(built_in_only=True).version}+ward.1.")
    assert load_vocabulary(built_in_only=True).term("apnoea") is None
    assert load_base(issues=[]).term("apnoea") is None


def test_extensions_are_taken_by_the_names_of_their_files(own_folder: Path):
    for name, label in (("20_later", "Anfall"), ("10_first", "Krampf")):
        (own_folder / f"{name}.toml").write_text(f'[extend]\n[[term]]\nid = "spasm"\nlabel = "{label}"\n')
    issues: list[Issue] = []
    found = load_vocabulary(issues=issues)
    assert found.terms[0].label == "Anfall"
    assert [path.stem for path, _extension in load_extensions(issues=[])] == ["10_first", "20_later"]
    assert len(issues) == 1
    assert all(name in issues[0].message for name in ("10_first.toml", "20_later.toml"))


def test_an_extension_lies_over_a_whole_vocabulary_of_ones_own(own_folder: Path):
    own = (resources_folder() / "vocabularies" / "infantile_spasms.toml").read_text(encoding="utf-8")
    (own_folder / "infantile_spasms.toml").write_text(re.sub('version = "[0-9]+"', 'version = "ours"', own, count=1))
    (own_folder / "ward.toml").write_text(APNOEA)
    assert load_vocabulary(issues=[]).version.startswith("ours+ward.1.")


def test_a_faulty_extension_is_told_and_the_rest_is_used(own_folder: Path):
    (own_folder / "a.toml").write_text("[extend\n")
    (own_folder / "ward.toml").write_text(APNOEA.replace('"span"', '"span"\nwidth = 3'))
    issues: list[Issue] = []
    found = load_vocabulary(issues=issues)
    assert found.term("apnoea")
    assert [issue.message.partition(":")[0] for issue in issues] == [
        f"{own_folder / 'a.toml'} cannot be read",
        f"{own_folder / 'ward.toml'}, line 7",
    ]
    assert "built-in" not in issues[0].message


def test_an_extension_of_what_is_not_there_is_told(own_folder: Path):
    (own_folder / "ward.toml").write_text(APNOEA.replace("[extend]", '[extend]\nextends = "adults"'))
    issues: list[Issue] = []
    assert load_vocabulary(issues=issues).term("apnoea") is None
    assert [issue.message for issue in issues] == [
        f"{own_folder / 'ward.toml'}, line 2: there is no vocabulary “adults”, so nothing of this file is used."
    ]


def test_a_whole_vocabulary_of_before_version_7_is_read_by_its_groups(own_folder: Path):
    path = own_folder / "infantile_spasms.toml"
    path.write_text(
        '[vocabulary]\nid = "infantile_spasms"\nversion = "6"\nlabel = "Ours"\nhed_version = "score_2.1.0"\n'
        + "".join(
            f'[[term]]\nid = "{name}"\nlabel = "{name}"\nshape = "{shape}"\ngroup = "{group}"\n'
            for name, shape, group in (
                ("spasm", "span", "Spasms"),
                ("cluster_start", "point", "Spasms"),
                ("seizure", "span", "Seizures"),
                ("artifact", "span", "Around"),
                ("electrodecrement", "span", "Background"),
                ("sleep_stage", "epoch", "Sleep"),
            )
        )
    )
    (own_folder / "import_texts.toml").write_text('id = "import_texts"\nlabel = "x"\nversion = "1"\n')
    issues: list[Issue] = []
    found = {term.term_id: term for term in load_vocabulary(issues=issues).terms}
    built_in = {term.term_id: term for term in load_vocabulary(built_in_only=True).terms}
    for term_id, term in found.items():
        for name in ("lane", "is_exclusive", "is_other_event"):
            assert getattr(term, name) == getattr(built_in[term_id], name), (term_id, name)
    assert ["“group” is no longer used" in issue.message for issue in issues] == [True]


def test_a_translated_vocabulary_is_understood_by_the_words_that_came_with_the_program(own_folder: Path):
    own = (resources_folder() / "vocabularies" / "infantile_spasms.toml").read_text(encoding="utf-8")
    own = own.replace('label = "Spasm"', 'label = "Krampf"').replace('"Epileptic spasm"', '"Epileptischer Krampf"')
    own = own.replace('"Sleep stage {stage}"', '"Schlafstadium {stage}"')
    (own_folder / "infantile_spasms.toml").write_text(own, encoding="utf-8")
    matcher = TermMatcher(load_vocabulary(issues=[]))
    for text in ("Krampf", "Epileptischer Krampf", "Spasm", "Epileptic spasm"):
        assert matcher.match(text).term_id == "spasm"
    for text in ("Schlafstadium N2", "Sleep stage N2"):
        assert (matcher.match(text).term_id, matcher.match(text).attributes) == ("sleep_stage", (("stage", "N2"),))
