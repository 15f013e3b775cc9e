"""The desk never keeps the GUI thread waiting."""

import threading
from pathlib import Path

import pytest
from waiting import wait_for_event

from eegview.app.film_export import desk as desk_module
from eegview.app.film_export.desk import FilmDesk
from eegview.model.errors import EegViewError
from eegview.model.recording import Progress


def test_putting_a_film_away_does_not_wait_for_what_is_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, may_go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def slow(_path: Path, progress: Progress) -> None:
        began.set()
        wait_for_event(may_go_on)
        progress(0.0)  # raises: it was cancelled

    monkeypatch.setattr(desk_module, "open_whole_video", slow)
    failures: list[EegViewError] = []

    def failed(error: EegViewError) -> None:
        failures.append(error)
        ended.set()

    desk = FilmDesk(str(tmp_path / "film.mp4"), lambda work: work(), failed)
    desk.open(lambda _facts: None)
    wait_for_event(began)
    desk.close()
    assert not failures
    may_go_on.set()
    wait_for_event(ended)
    desk._work._thread.join()
    assert [type(error).__name__ for error in failures] == ["Cancelled"]
