"""Every theme can be read: contrasts as in WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (graphics)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eegview.app.contrast import GRAPHIC_CONTRAST, TEXT_CONTRAST, contrast, luminance, mixed
from eegview.app.resources import resources_folder, user_folder
from eegview.app.themes import Theme, lifted, load_themes, read_theme
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.errors import UsageError
from eegview.model.issue import Issue

TEXT_COLOURS = (
    *("ink", "quiet", "accent", "warning", "danger", "trace", "trace_left", "trace_right", "trace_polygraphy"),
    "file_note",
)
COLOURS = st.integers(0, 0xFFFFFF).map(lambda rgb: f"#{rgb:06x}")
THEMES = [read_theme(path) for path in sorted((resources_folder() / "themes").glob("*.toml"))]


@pytest.fixture(params=THEMES, ids=lambda theme: theme.theme_id)
def theme(request: pytest.FixtureRequest) -> Theme:
    return request.param


def test_the_themes_there_are() -> None:
    assert {theme.theme_id for theme in THEMES} == {"paper", "night", "high_contrast"}


@pytest.mark.parametrize("name", TEXT_COLOURS)
def test_words_can_be_read_on_page_and_window(theme: Theme, name: str) -> None:
    for ground in (theme.page, theme.ground, theme.accent_soft):  # the last is behind chosen lines
        assert contrast(getattr(theme, name), ground) >= TEXT_CONTRAST


def test_words_can_be_read_on_what_is_filled(theme: Theme) -> None:
    assert contrast(theme.accent_ink, theme.accent) >= TEXT_CONTRAST  # the cursor's time, buttons
    assert contrast(theme.ink, theme.accent_soft) >= TEXT_CONTRAST  # chosen lines of lists and menus
    assert contrast(theme.quiet, theme.gap) >= TEXT_CONTRAST  # "no recording"
    assert contrast(theme.page, theme.file_note) >= TEXT_CONTRAST


def test_other_traces_can_be_seen(theme: Theme) -> None:
    assert contrast(theme.trace_bad, theme.page) >= GRAPHIC_CONTRAST
    assert contrast(theme.text_colour(theme.trace_bad), theme.page) >= TEXT_CONTRAST  # the name of a bad row
    assert contrast(theme.trace_clipped, theme.page) >= TEXT_CONTRAST  # a word stands there as well


def test_what_is_drawn_can_be_seen(theme: Theme) -> None:
    for ground in (theme.page, theme.ground):
        assert contrast(theme.edge, ground) >= GRAPHIC_CONTRAST  # edges of fields and buttons, an awake infant
        assert contrast(theme.accent, ground) >= GRAPHIC_CONTRAST  # cursor, focus, what was reviewed, video
    assert contrast(theme.accent, theme.accent_soft) >= GRAPHIC_CONTRAST  # the edges of a chosen line
    assert contrast(theme.gap_hatch, theme.gap) >= GRAPHIC_CONTRAST
    assert contrast(theme.accent_ink, theme.accent) >= TEXT_CONTRAST  # the focus on a filled button, and its text


@pytest.mark.parametrize("term", load_vocabulary(built_in_only=True).terms, ids=lambda term: term.term_id)
def test_traces_and_swatches_are_seen_where_something_is_marked(term) -> None:
    for theme in THEMES:
        shown = theme.mark_colour(term.colour)
        tinted = mixed(theme.page, shown, 58 / 255)  # a mark that is selected
        for trace in (theme.trace, theme.trace_left, theme.trace_right, theme.trace_polygraphy):
            assert contrast(trace, tinted) >= GRAPHIC_CONTRAST
        for ground in (theme.page, theme.ground, theme.accent_soft):
            assert contrast(shown, ground) >= GRAPHIC_CONTRAST


@given(COLOURS)
def test_a_colour_of_a_vocabulary_of_ones_own_is_seen_and_read(colour: str) -> None:
    for theme in THEMES:
        shown = theme.mark_colour(colour)
        assert contrast(shown, theme.page) >= GRAPHIC_CONTRAST
        assert contrast(theme.text_on(shown), shown) >= TEXT_CONTRAST
        assert contrast(theme.text_colour(colour), theme.page) >= TEXT_CONTRAST


def test_a_bad_row_is_paler_than_a_good_one(theme: Theme) -> None:
    for good in (theme.trace, theme.trace_left, theme.trace_right, theme.trace_polygraphy):
        assert contrast(theme.trace_bad, theme.page) < contrast(good, theme.page)


@pytest.mark.parametrize("term", load_vocabulary(built_in_only=True).terms, ids=lambda term: term.term_id)
def test_the_names_of_marks_can_be_read_in_every_theme(term) -> None:
    for theme in THEMES:
        assert contrast(theme.mark_colour(term.colour), theme.page) >= TEXT_CONTRAST


def test_dark_says_what_the_page_is(theme: Theme) -> None:
    assert theme.is_dark == (luminance(theme.page) < luminance(theme.ink))


@given(COLOURS)
def test_lifting_never_darkens(colour: str) -> None:
    assert luminance(lifted(colour)) >= luminance(colour)
    assert lifted(colour, 0.0) == colour
    assert lifted(colour, 1.0) == "#ffffff"


def own_themes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    user_folder("themes").mkdir(parents=True)
    return user_folder("themes")


def test_ones_own_theme_of_the_same_id_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (resources_folder() / "themes" / "night.toml").read_text(encoding="utf-8")
    folder = own_themes(tmp_path, monkeypatch)
    (folder / "mine.toml").write_text(text.replace('label = "Night"', 'label = "My night"'), encoding="utf-8")
    assert [theme.label for theme in load_themes() if theme.theme_id == "night"] == ["My night"]
    assert len(load_themes()) == 3


def test_a_theme_that_lacks_a_colour_names_itself_and_the_colour(tmp_path: Path) -> None:
    text = (resources_folder() / "themes" / "night.toml").read_text(encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace("gap_hatch", "gap_hash"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"mine\.toml: .*gap_h"):
        read_theme(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('accent = "', 'accent = "blue', "the colour “accent” is not one like"),
        ("accent =", "accident =", "it lacks the colour “accent”"),
        ("is_dark = true", "is_dark = 1", "“is_dark” is true or false"),
        ("[colours]", "[colors]", "it lacks the table [colours]"),
        ("[colours]", "[colours]\nlines = '#000000'", "line 7: there is no colour “lines”"),
        ('id = "night"', "id = []", "it lacks the text “id”"),
        ('label = "Night"', 'label = "Night"\nlabel = "N"', "at line"),
    ],
)
def test_a_faulty_theme_is_told_and_the_built_in_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, said: str
) -> None:
    before = load_themes()
    text = (resources_folder() / "themes" / "night.toml").read_text(encoding="utf-8")
    assert old in text
    path = own_themes(tmp_path, monkeypatch) / "night.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    issues: list[Issue] = []
    assert load_themes(issues) == before
    assert [issue.code for issue in issues] == ["theme_file"]
    assert issues[0].message.startswith(str(path))
    assert said in issues[0].message
