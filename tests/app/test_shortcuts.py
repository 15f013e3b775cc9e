from pathlib import Path

import pytest

from eegview.app import shortcuts
from eegview.app.commands import COMMANDS, FORMER_IDS, MENUS, current_id, term_command_id
from eegview.app.montage.store import load_montages
from eegview.app.resources import resources_folder, user_folder
from eegview.app.shortcuts import CONTEXTS, ShortcutMap, collisions, load_shortcut_maps
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.issue import Issue


@pytest.fixture(autouse=True)
def no_own_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = user_folder("shortcuts")
    folder.mkdir(parents=True)
    return folder


def map_ids() -> list[str]:
    return sorted(path.stem for path in (resources_folder() / "shortcuts").glob("*.toml"))


@pytest.fixture(params=map_ids())
def keys(request: pytest.FixtureRequest) -> ShortcutMap:
    return next(m for m in load_shortcut_maps() if m.map_id == request.param)


def all_keys(keys: ShortcutMap) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the map's keys with those that montages and terms bring along."""
    montages = tuple((f"montage.{m.montage_id}", (m.key,)) for m in load_montages() if m.key)
    terms = load_vocabulary(built_in_only=True).terms
    return (*keys.keys, *montages, *((term_command_id(t.term_id), (t.key,)) for t in terms if t.key))


def test_no_key_means_two_things(keys: ShortcutMap) -> None:
    assert collisions(all_keys(keys)) == {}


def test_every_key_belongs_to_a_command_there_is(keys: ShortcutMap) -> None:
    known = {command.command_id for command in COMMANDS}
    known |= {f"montage.{m.montage_id}" for m in load_montages()}
    named = [*keys.keys, *(line for name in CONTEXTS for line in keys.within(name))]
    assert {command_id for command_id, _ in named} - known == set()


def test_a_context_gives_no_key_two_meanings(keys: ShortcutMap) -> None:
    assert [name for name in CONTEXTS if not keys.within(name)] == []
    assert [name for name in CONTEXTS if collisions(keys.within(name))] == []


def test_digits_and_undo_stay_what_they_are_while_suggestions_are_judged(keys: ShortcutMap) -> None:
    judging = set(CONTEXTS) - {"staging", "stages", "stages_young", "score"}
    taken = {key for name in judging for _, sequences in keys.within(name) for key in sequences}
    assert not taken & {*"123456789", *keys.of("edit.undo"), *keys.of("edit.redo"), *keys.of("triage.open")}


def test_what_hands_need_all_day_has_a_key_in_every_map(keys: ShortcutMap) -> None:
    needed = (
        "page.next page.previous page.right page.left display.taller display.flatter play.play_pause "
        "video.frame_forward video.frame_back mark.interval_start mark.interval_end mark.details mark.delete "
        "mark.next mark.previous edit.undo edit.redo display.clear help.keys"
    )
    assert [command_id for command_id in needed.split() if not keys.of(command_id)] == []


def test_no_bare_letter_or_digit_deletes_or_leaves(keys: ShortcutMap) -> None:
    for command_id in ("mark.delete", "study.close", "study.quit"):
        assert not [key for key in keys.of(command_id) if len(key) == 1]


def test_escape_only_clears(keys: ShortcutMap) -> None:
    assert [command_id for command_id, held in keys.keys if "Esc" in held] == ["display.clear"]


def test_command_ids_are_unique_and_in_a_menu() -> None:
    ids = [command.command_id for command in COMMANDS]
    assert len(ids) == len(set(ids))
    assert {command.menu for command in COMMANDS} <= set(MENUS)
    assert all(command.help and command.title for command in COMMANDS)


def test_a_former_id_stands_for_a_command_there_is() -> None:
    known = {command.command_id for command in COMMANDS}
    assert set(FORMER_IDS.values()) <= known
    assert not set(FORMER_IDS) & known
    assert current_id("event.next") == current_id("mark.next") == "mark.next"
    assert current_id("event.mark.spasm") == term_command_id("spasm") == "mark.term.spasm"
    assert current_id("page.next") == "page.next"


def test_ones_own_map_may_name_former_ids(no_own_files: Path) -> None:
    table = '"event.next" = ["J"]\n"event.mark.seizure" = ["Ctrl+8"]\n'
    (no_own_files / "mine.toml").write_text(f'id = "mine"\nlabel = "Mine"\n[keys]\n{table}')
    mine = next(m for m in load_shortcut_maps() if m.map_id == "mine")
    assert mine.of("mark.next") == mine.of("event.next") == ("J",)
    assert mine.of("mark.term.seizure") == ("Ctrl+8",)
    assert "event.next" not in dict(mine.keys)


def test_collisions_do_not_see_case() -> None:
    assert collisions((("a", ("Ctrl+Z",)), ("b", ("ctrl+z", "B")))) == {"ctrl+z": ["a", "b"]}


def test_ones_own_map_lies_over_the_clinics(no_own_files: Path) -> None:
    (no_own_files / "mine.toml").write_text('id = "mine"\nlabel = "Mine"\n[keys]\n"page.next" = ["J"]\n')
    mine = next(m for m in load_shortcut_maps() if m.map_id == "mine")
    assert mine.of("page.next") == ("J",)
    assert mine.of("page.previous") == load_shortcut_maps()[0].of("page.previous")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('"page.nxt" = ["J"]', "there is no command “page.nxt”"),
        ('"montage.nothing_such" = ["J"]', "there is no command “montage.nothing_such”"),
        ('"page.next" = ["Ctrl+Foo"]', "“Ctrl+Foo” of “page.next” is not a key"),
        ('"page.next" = 3', "“page.next” is not a list of keys"),
        ('"page.next" = [["J"]]', "“page.next” is not a list of keys"),
        ('"page.next" = ["F12"]\n"page.previous" = ["f12"]', "the key F12 is given to page.next and to page.previous"),
        ('"page.next" = ["left"]', "the key Left is given to page.next; page.left loses it"),
        ("[triage]\n'triage.accept' = ['Bar']", "in [triage] “Bar” of “triage.accept” is not a key"),
        ("[triag]", "“triag” is not known here"),
    ],
)
def test_what_cannot_be_used_in_a_map_of_ones_own_is_told_and_the_rest_holds(
    no_own_files: Path, table: str, said: str
) -> None:
    (no_own_files / "clinic.toml").write_text(f'[keys]\n"page.first" = ["Ctrl+F11"]\n{table}\n')
    built_in = read_built_in()
    issues: list[Issue] = []
    clinic = load_shortcut_maps(known_ids(), issues)[0]
    assert [issue.code for issue in issues] == ["shortcut_file"]
    assert issues[0].message.startswith(str(no_own_files / "clinic.toml"))
    assert said in issues[0].message
    assert clinic.of("page.first") == ("Ctrl+F11",)
    assert {i for i, keys in clinic.keys if keys} >= {i for i, keys in built_in.keys if keys} - {"page.left"}
    assert collisions(clinic.keys) == {}


def read_built_in() -> ShortcutMap:
    return shortcuts._built_in(resources_folder() / "shortcuts" / "clinic.toml", ShortcutMap("", "", ()))


def known_ids() -> set[str]:
    known = {command.command_id for command in COMMANDS}
    known |= {f"montage.{m.montage_id}" for m in load_montages()}
    return known | {term_command_id(term.term_id) for term in load_vocabulary(built_in_only=True).terms}


@pytest.mark.parametrize("name", map_ids())
def test_a_partial_map_of_ones_own_keeps_all_other_keys(no_own_files: Path, name: str) -> None:
    before = {m.map_id: m for m in load_shortcut_maps()}
    (no_own_files / f"{name}.toml").write_bytes(b'\xef\xbb\xbf[keys]\n"study.sign" = "Ctrl+F10"\n')
    issues: list[Issue] = []
    after = {m.map_id: m for m in load_shortcut_maps(known_ids(), issues)}
    assert issues == []
    assert list(after) == list(before)
    assert dict(after[name].keys) == dict(before[name].keys) | {"study.sign": ("Ctrl+F10",)}
    assert after[name].contexts == before[name].contexts
    assert after[name].label == before[name].label


@pytest.mark.parametrize("content", [b"[keys", b"", b"\xff\xfe[", b"[keys]\n" + b"a=" + b"[" * 9000])
def test_a_map_that_cannot_be_read_leaves_the_built_in_one(no_own_files: Path, content: bytes) -> None:
    before = load_shortcut_maps()
    for name in ("clinic", "mne", "mine"):
        (no_own_files / f"{name}.toml").write_bytes(content)
    issues: list[Issue] = []
    assert load_shortcut_maps(None, issues) == before
    assert len(issues) == 3
    assert all(issue.message.startswith(str(no_own_files)) for issue in issues)
