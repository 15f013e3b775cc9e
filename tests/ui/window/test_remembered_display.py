"""What this machine remembers of a display: back as it was, and a settings file changed by hand does no harm."""

from pathlib import Path

import pytest

from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, FilterSpec
from eegview.model.display.view import RowStyle, ViewState
from eegview.model.study.display_state import RowArrangement, page_display
from eegview.ui.window.remembered_display import RememberedDisplay, last_filters, set_site_notch, site_notch_hz
from eegview.ui.window.settings import Settings

FILTERS = DisplayFilters(((ChannelKind.ECG, FilterSpec()), (ChannelKind.EEG, FilterSpec(0.3, 35.0))))
VIEW = ViewState(montage_id="none", filters=FILTERS, page_s=10.0, sensitivity_uv_per_mm=7.0)
ROWS = {"none": RowArrangement((RowStyle("Fp1, left", 2.0, -1.5, True),), ("O1", "Fp1, left"))}
KEY = f"place/{'f' * 16}/display"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def test_it_comes_back_in_another_session(file: Path) -> None:
    settings = Settings(file)
    RememberedDisplay(settings, "f" * 64).keep("ann", page_display(VIEW), ROWS, is_unsaved=True)
    settings.sync()
    again = RememberedDisplay(Settings(file), "f" * 64)
    assert again.first_view(ViewState()) == VIEW
    assert (again.author, again.is_newer, again.rows) == ("ann", True, ROWS)
    new = RememberedDisplay(Settings(file), "e" * 64)
    assert new.author == ""
    assert new.first_view(ViewState()) == ViewState(filters=FILTERS), "the filters used last"


@pytest.mark.parametrize(
    "text", ["", "{", "3", "[" * 100_000, '{"page": 3, "rows": [], "author": 7}', '{"rows": {"a": 1}}']
)
def test_nonsense_changes_nothing(file: Path, text: str) -> None:
    settings = Settings(file)
    settings.put(KEY, text)
    settings.put("display/filters", text)
    settings.put("display/notch_hz", "often")
    left = RememberedDisplay(settings, "f" * 64)
    assert left.first_view(VIEW) == VIEW
    assert (left.author, left.is_newer, left.rows) == ("", False, {})


def test_the_notch_of_the_site_goes_before_the_one_used_last(file: Path) -> None:
    settings = Settings(file)
    assert site_notch_hz(settings) == 0.0
    set_site_notch(settings, 60.0)
    filters = last_filters(settings, FILTERS)
    assert filters.for_kind(ChannelKind.EEG) == FilterSpec(0.3, 35.0, 60.0)
    assert filters.for_kind(ChannelKind.ECG).is_off, "what is not filtered stays so"
