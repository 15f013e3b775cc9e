"""Commands are found by words in any order, the likeliest first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.command_needs import why_not
from eegview.app.command_search import CommandEntry, FoundCommand, search_commands
from eegview.app.command_synonyms import SYNONYMS, synonyms_of
from eegview.app.commands import COMMANDS, term_command_id
from eegview.app.montage.store import load_montages
from eegview.app.themes import load_themes
from eegview.app.vocabulary.store import load_vocabulary

ENTRIES = (
    CommandEntry("page.previous", "Previous page", "Move", "Go one page back.", ("PgUp",)),
    CommandEntry("display.shorter", "Shorter page", "Display", "Fewer seconds.", ("Ctrl++",)),
    CommandEntry("page.next", "Next page", "Move", "Go one page forward.", ("PgDown",)),
    CommandEntry("study.snapshot", "Save page as image…", "Study", "Write this page as PNG."),
)


def ids(query: str) -> list[str]:
    return [found.entry.command_id for found in search_commands(query, ENTRIES)]


def test_every_word_must_occur():
    assert ids("page next") == ["page.next"]
    assert ids("page nothing") == []


def test_start_of_the_title_comes_before_the_rest():
    assert ids("p")[0] == "page.previous"
    assert ids("pn") == ["study.snapshot"]  # only in the help


def test_keys_and_menus_find_too():
    assert ids("pgdown") == ["page.next"]
    assert ids("display") == ["display.shorter"]


def test_no_words_find_all_in_their_order():
    assert tuple(found.entry for found in search_commands("  ", ENTRIES)) == ENTRIES


@given(st.text(max_size=12))
def test_more_words_never_find_more(words):
    fewer = {found.entry for found in search_commands(f"{words} page", ENTRIES)}
    assert fewer <= {found.entry for found in search_commands(words, ENTRIES)}


def of_all(query: str) -> list[FoundCommand]:
    """Search all commands of the window, and the fields above the page."""
    entries = [CommandEntry(c.command_id, c.title, c.menu, c.help, synonyms=c.synonyms) for c in COMMANDS]
    for name, title in (("low_cut", "Low cut"), ("high_cut", "High cut"), ("notch", "Notch"), ("page", "Page")):
        entries.append(CommandEntry(f"strip.{name}", title, "Above the page", synonyms=synonyms_of(f"strip.{name}")))
    entries.append(CommandEntry("theme.night", "Theme: Night", "Window", synonyms=synonyms_of("theme.night")))
    return list(search_commands(query, entries))


@pytest.mark.parametrize(
    ("query", "command_id"),
    [
        ("print", "page.print"),
        ("dark", "theme.night"),
        ("bad", "display.rows"),
        ("gain", "display.taller"),
        ("LFF", "strip.low_cut"),
        ("hff", "strip.high_cut"),
        ("mains", "strip.notch"),
        ("hide row", "display.rows"),
        ("timebase", "strip.page"),
        ("paper speed", "strip.page"),
        ("annotate", "mark.free_note"),
        ("screenshot", "study.snapshot"),
        ("audit trail", "edit.history"),
        ("fullscreen", "display.full_screen"),
        ("ruler", "display.calipers"),
        ("manual", "help.guide"),
        ("shortcuts", "help.keys"),
        ("synchronize", "video.match"),
        ("csv", "study.import"),
        ("undo", "edit.undo"),
        ("edf", "study.open"),
        ("spectrum", "display.measure"),
        ("fft", "display.measure"),
        ("head map", "display.measure"),
        ("envelope trend", "trends.open"),
        ("qeeg", "trends.open"),
        ("csa", "trends.open"),
        ("dsa", "trends.open"),
        ("burst suppression", "trends.open"),
        ("amplitude integrated", "trends.open"),
        ("hypsarrhythmia score", "score.open"),
        ("spike burden", "score.open"),
        ("print score", "score.print"),
    ],
)
def test_what_people_call_things_is_found_first(query: str, command_id: str) -> None:
    found = of_all(query)
    assert found[0].entry.command_id == command_id
    assert found[0].synonym or query.casefold() in found[0].entry.title.casefold()


def test_the_synonym_is_named_and_the_title_needs_none() -> None:
    assert of_all("hff")[0].synonym == "HFF"
    assert of_all("high cut")[0].synonym == ""


def test_exact_words_come_before_beginnings_and_those_before_synonyms() -> None:
    entries = (
        CommandEntry("called", "Something", "Display", synonyms=("print",)),
        CommandEntry("begins", "Printer setup", "Study"),
        CommandEntry("exact", "Now print it", "Study"),
        CommandEntry("whole", "Print…", "Study"),
    )
    assert [f.entry.command_id for f in search_commands("print", entries)] == ["whole", "exact", "begins", "called"]


def test_a_slip_of_the_hand_finds_too_and_only_where_nothing_has_the_word() -> None:
    assert of_all("prnit")[0].entry.command_id == "page.print"
    assert of_all("calipres")[0].entry.command_id == "display.calipers"
    assert of_all("xqzw") == []
    assert all("pag" in f.entry.title.casefold() + str((f.entry.rest, f.entry.names)) for f in of_all("page"))


def test_what_cannot_be_used_comes_after_what_can() -> None:
    one = CommandEntry("video.show", "Show video", "Video", why_not="This study has no video.")
    other = CommandEntry("video.hide", "Hide video", "Video")
    assert [found.entry.command_id for found in search_commands("video", (one, other))] == ["video.hide", "video.show"]


def test_every_command_has_its_synonyms_and_every_synonym_a_command() -> None:
    known = {command.command_id for command in COMMANDS}
    known |= {f"montage.{montage.montage_id}" for montage in load_montages()}
    known |= {f"theme.{theme.theme_id}" for theme in load_themes()}
    known |= {term_command_id(term.term_id) for term in load_vocabulary(built_in_only=True).terms}
    strip = {f"strip.{name}" for name in ("montage", "low_cut", "high_cut", "notch", "sensitivity", "page")}
    menus = {"theme", "language", "dates", "scale", "preset", "keys", "study.recent"}
    assert set(SYNONYMS) - known - strip - menus == set()
    assert all(words and all(words) for words in SYNONYMS.values())
    command = next(c for c in COMMANDS if c.command_id == "page.print")
    assert "printer" in command.synonyms


def test_why_a_command_cannot_be_used_is_said_for_every_need() -> None:
    assert why_not("", ()) == why_not("video", ("recording", "video")) == ""
    assert why_not("mark", ()) == "Open a recording first."
    assert why_not("mark", ("recording",)) == "Select a mark first."
    for needs in {command.needs for command in COMMANDS} - {""}:
        assert why_not(needs, ("recording",) if needs != "recording" else ()).endswith(".")
