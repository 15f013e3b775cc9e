"""Drafts of scales: listed with the reason, checked field by field, and without anything that computes."""

from pathlib import Path

import pytest

from eegview.app.resources import user_folder
from eegview.app.scoring.second import draft_scales as module
from eegview.app.scoring.second.draft_scales import draft_scales, parse_draft
from eegview.model.errors import UsageError
from eegview.model.issue import Issue

GOOD = {
    "id": "x",
    "label": "X",
    "version": "draft-1",
    "draft": True,
    "source": "X, as cited",
    "why": "Not read.",
    "known": [{"text": "It exists", "read": "secondary"}],
    "missing": ["All of it"],
}


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


def test_what_comes_with_the_program_is_listed_and_says_why_it_is_not_usable():
    drafts = {draft.scale_id: draft for draft in draft_scales()}
    assert set(drafts) == {"kramer1997", "based2015", "jeavons1961", "watanabe1993"}
    for draft in drafts.values():
        assert draft.state_text.startswith("draft, not usable: ")
        assert draft.missing
        assert all(fact.certainty.startswith("read in") for fact in draft.known)
    assert "15, not 16" in drafts["kramer1997"].missing[0]
    assert not [name for name in vars(module) if "comput" in name or name.startswith("score")]


def test_an_own_copy_wins_and_a_faulty_one_is_named_while_the_others_stay():
    folder = user_folder("scales")
    folder.mkdir(parents=True)
    lines = 'id = "kramer1997"\nlabel = "Kramer, ours"\nversion = "draft-2"\ndraft = true\nsource = "S"\nwhy = "W."\n'
    (folder / "kramer1997.toml").write_text(lines + 'missing = ["anchors"]\n')
    (folder / "other.toml").write_text('id = "other"\ndraft = true\n')
    issues: list[Issue] = []
    drafts = {draft.scale_id: draft for draft in draft_scales(issues)}
    assert drafts["kramer1997"].label == "Kramer, ours"
    assert len(drafts) == 4
    assert [issue.code for issue in issues] == ["scale_file"]
    assert "lacks the text “label”" in issues[0].message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"label": ""}, "lacks the text “label”"),
        ({"missing": []}, "does not list in “missing”"),
        ({"known": 3}, "something else than a list"),
        ({"known": [{"text": "It exists"}]}, "not { text, read }"),
        ({"known": [{"text": "It exists", "read": "sure"}]}, "neither abstract nor secondary"),
        ({"thresholds": {}}, "“thresholds”, which a draft does not have"),
    ],
)
def test_a_faulty_draft_is_refused_with_what_is_wrong(change: dict, said: str):
    with pytest.raises(UsageError, match=said) as refused:
        parse_draft(GOOD | change, "F")
    assert refused.value.sentence.startswith("F ")


def test_a_good_draft_passes():
    assert parse_draft(GOOD).state_text == "draft, not usable: not read."
