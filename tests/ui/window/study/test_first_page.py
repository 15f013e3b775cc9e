"""What the first page does not need waits for it, and no longer."""

import threading
from pathlib import Path

from waiting import wait_for_thread, wait_until
from windows.window_fixtures import open_and_wait

from eegview.ui.window.study import first_page
from eegview.ui.window.study.first_page import FirstPage
from eegview.ui.workstation import Workstation


def waiting(page: FirstPage) -> threading.Thread:
    thread = threading.Thread(target=page.wait)
    thread.start()
    return thread


def test_it_is_waited_for_until_it_stands(empty_station: Workstation, small_edf: Path, monkeypatch) -> None:
    monkeypatch.setattr(first_page, "LONGEST_S", 1000.0)
    page = FirstPage(empty_station.studies)
    thread = waiting(page)
    assert thread.is_alive()
    open_and_wait(empty_station, small_edf)
    wait_until(lambda: not thread.is_alive())


def test_where_nothing_opens_nothing_is_waited_for(empty_station: Workstation, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(first_page, "LONGEST_S", 1000.0)
    thread = waiting(FirstPage(empty_station.studies))
    (tmp_path / "letter.edf").write_text("no recording")
    empty_station.open([str(tmp_path / "letter.edf")])
    wait_until(lambda: not thread.is_alive())


def test_a_page_that_takes_long_is_waited_for_no_more(empty_station: Workstation, monkeypatch) -> None:
    monkeypatch.setattr(first_page, "LONGEST_S", 0.01)
    wait_for_thread(waiting(FirstPage(empty_station.studies)))
