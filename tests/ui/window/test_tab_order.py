"""Tab goes through the window as it stands: the page, the rail, the panel, the keys at the bottom."""

from PySide6.QtWidgets import QApplication

from eegview.ui.workstation import Workstation

MOST_STOPS = 200


def stops(station: Workstation) -> list[str]:
    """Return the names of what Tab reaches, from the page on, until it is at the page again."""
    window, found = station.window, list[str]()
    window.page.setFocus()
    for _ in range(MOST_STOPS):
        focused = QApplication.focusWidget()
        assert focused is not None
        found.append(focused.objectName())
        window.focusNextChild()
        if window.page.hasFocus():
            return found
    raise AssertionError(f"Tab does not come back to the page: {found}")


def test_tab_goes_through_the_window_as_it_stands(station: Workstation) -> None:
    found = stops(station)
    assert found[0] == "page"
    assert len(set(found)) == len(found)
    rail = [i for i, name in enumerate(found) if name.startswith("rail.")]
    panel = [i for i, name in enumerate(found) if name.startswith(("panel.", "marks."))]
    legend = [i for i, name in enumerate(found) if name.startswith("legend.")]
    for group in (rail, panel, legend):
        assert group == list(range(group[0], group[0] + len(group))), found  # nothing else between them
    assert rail[-1] < panel[0] < panel[-1] < legend[0], found
    in_panel = [found[i] for i in panel if found[i].startswith("marks.")]
    assert in_panel[:2] == ["marks.search", "marks.terms"]
    assert in_panel[-1] == "marks.table"
