"""The menu of the right mouse button on the page. It offers; it never does anything by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, Qt, SignalInstance
from PySide6.QtWidgets import QMenu, QWidget

from eegview.app.film.eeg_terms import film_terms
from eegview.app.review.mark_texts import term_text
from eegview.model.annotation import Annotation
from eegview.model.text.language import tr
from eegview.model.vocabulary import Term, Vocabulary
from eegview.ui.widgets.mnemonics import as_heading, letters_when_shown
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


@dataclass(frozen=True, slots=True)
class PageActs:
    """The acts that the menu offers."""

    edit: Callable[[Annotation], None]
    delete: Callable[[Annotation], None]
    copy: Callable[[Annotation], None]
    go_to: Callable[[Annotation], None]
    mark_here: Callable[[Term, float], None]
    note_here: Callable[[float], None]
    set_cursor: Callable[[float], None]


class PageMenu(QObject):
    """Shows the menu of the page of one open study.

    built : emitted with the menu, the global position and the mark under it before it shows, so that others can add
    """

    def __init__(self, context: Context, study: OpenStudy, acts: PageActs, built: SignalInstance) -> None:
        super().__init__(study.scope)
        self._window, self._vocabulary = context.window, context.studies.vocabulary
        self._offered = film_terms(self._vocabulary, study.recording)
        self._review, self._acts, self._built, self._times = study.review, acts, built, study.times

    def show(self, at_px: QPointF, time_s: float, mark: Annotation | None) -> None:
        """Offer what can be done at a time of the page, and with the mark there."""
        is_mine = mark is not None and self._review.layers.is_mine(mark)
        vocabulary, times = self._vocabulary, self._times
        menu = page_menu(self._window, vocabulary, self._offered, self._acts, time_s, mark, is_mine, times.text)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._built.emit(menu, at_px, mark)
        menu.popup(at_px.toPoint())


def page_menu(
    parent: QWidget,
    vocabulary: Vocabulary,
    offered: Sequence[Term],
    acts: PageActs,
    time_s: float,
    mark: Annotation | None,
    is_mine: bool,
    time_text: Callable[[float], str],
) -> QMenu:
    """Return the menu for a place on the page, with the mark under the mouse if there is one.

    offered : the terms that can be marked here
    """
    menu = QMenu(parent)
    menu.setObjectName("page.menu")
    letters_when_shown(menu)
    if mark is not None:
        _add_mark_acts(menu, vocabulary, acts, mark, is_mine, time_text)
        menu.addSeparator()
    here = menu.addMenu(tr("Mark here"))
    here.setObjectName("menu.mark_here")
    keyed = sorted((t for t in offered if t.key), key=lambda term: term.key)
    for term in keyed:
        _add(here, f"{term.label}\t{term.key}", f"menu.mark.{term.term_id}", lambda t=term: acts.mark_here(t, time_s))
    here.addSeparator()
    for term in (t for t in offered if not t.key):
        _add(here, term.label, f"menu.mark.{term.term_id}", lambda t=term: acts.mark_here(t, time_s))
    _add(menu, "Note here…", "menu.note", lambda: acts.note_here(time_s))
    _add(menu, "Set cursor here", "menu.cursor", lambda: acts.set_cursor(time_s))
    return menu


def _add_mark_acts(
    menu: QMenu,
    vocabulary: Vocabulary,
    acts: PageActs,
    mark: Annotation,
    is_mine: bool,
    time_text: Callable[[float], str],
) -> None:
    title = menu.addAction(f"{term_text(mark, vocabulary)}  {time_text(mark.onset_s)}".replace("&", "&&"))
    title.setObjectName("menu.title")
    as_heading(title)
    menu.addSeparator()
    if is_mine:
        _add(menu, "Edit…\tReturn", "menu.edit", lambda: acts.edit(mark))
        _add(menu, "Delete\tDel", "menu.delete", lambda: acts.delete(mark))
    else:
        _add(menu, "Show…\tReturn", "menu.edit", lambda: acts.edit(mark))
        _add(menu, "Copy to my marks", "menu.copy", lambda: acts.copy(mark))
    _add(menu, "Go to onset", "menu.go_to", lambda: acts.go_to(mark))


def _add(menu: QMenu, text: str, object_name: str, run: Callable[[], None]) -> None:
    action = menu.addAction(text)
    action.setObjectName(object_name)
    action.triggered.connect(lambda _checked=False: run())
