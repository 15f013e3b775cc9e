"""What comes from the page lane is painted, unless something newer stands there already."""

from waiting import emitted
from windows.at_the_window import study_of

from eegview.app.page.building import build_page
from eegview.model.span import Span
from eegview.ui.workstation import Workstation


def test_a_page_overtaken_by_the_one_shown_is_not_painted(station: Workstation) -> None:
    """Gone on and back to a page at hand: the page between arrives when it is wanted no more."""
    study = study_of(station)
    shown = study.session.view.span
    overtaken = build_page(study.source, study.session.page_request(30.0))
    painted: list[Span] = []
    study.presenter.page_shown.connect(lambda view: painted.append(view.span))
    study.presenter.on_page_ready(overtaken)
    assert painted == []
    assert station.window.page.shown_page is not None
    assert station.window.page.shown_page.span == shown


def test_an_older_page_is_painted_while_the_newest_is_on_its_way(station: Workstation) -> None:
    """Else a slow disk would show nothing while pages are turned."""
    study = study_of(station)
    older = build_page(study.source, study.session.page_request(30.0))
    study.session.change(start_s=45.0)
    with emitted(study.presenter.page_shown) as painted:
        study.presenter.on_page_ready(older)
    assert painted.args[0].span == older.request.span
