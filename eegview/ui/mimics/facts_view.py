"""What is known of two types of events, aspect by aspect, each fact with where it was read."""

from html import escape

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QTextBrowser

from eegview.app.mimics.palette import Basis, EventType, Fact, Palette, sources_of
from eegview.app.themes import Theme
from eegview.model.text.language import tr, tr_later

_HOW_READ = {
    "abstract": tr_later("abstract read"),
    "page": tr_later("page read"),
    "opening": tr_later("first page read"),
    "quoted": tr_later("read as quoted by others"),
}


class FactsView(QTextBrowser):
    """A table that is read and copied; a source opens in the browser of the system."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mimics.facts")
        self.setAccessibleName(tr("What tells them apart, with sources"))
        self.setOpenLinks(False)
        self.anchorClicked.connect(_open)

    def show_types(self, palette: Palette, left: EventType, right: EventType, theme: Theme) -> None:
        """Show two types side by side."""
        self.setHtml(facts_html(palette, left, right, theme))


def _open(url: QUrl) -> None:
    QDesktopServices.openUrl(url)


def facts_html(palette: Palette, left: EventType, right: EventType, theme: Theme) -> str:
    """Return the table of two types' facts, then what holds for all, then the sources."""
    head = "".join(f"<th align='left' width='44%'>{escape(one.label)}</th>" for one in (left, right))
    rows = [f"<tr><th></th>{head}</tr>"]
    names = [
        *(pair for pair in palette.aspects if pair[0] == "apart"),
        *(p for p in palette.aspects if p[0] != "apart"),
    ]
    for name, label in names:
        cells = "".join(
            f"<td>{_fact_html(one.facts[name], theme, is_strong=name == 'apart')}</td>" for one in (left, right)
        )
        rows.append(f"<tr><td style='color:{theme.quiet}'>{escape(label)}</td>{cells}</tr>")
    general = "".join(f"<p>{_fact_html(fact, theme)}</p>" for fact in palette.general)
    named = dict.fromkeys((*sources_of(left, right), *(s for fact in palette.general for s in fact.sources)))
    sources = "".join(
        f"<li><a style='color:{theme.accent}' href='{escape(one.link, quote=True)}'>{escape(one.short)}</a>: "
        f"{escape(one.text)} <span style='color:{theme.quiet}'>({escape(tr(_HOW_READ[one.read]))})</span></li>"
        for one in named
    )
    return (
        f"<table width='100%' cellspacing='0' cellpadding='4'>{''.join(rows)}</table>{general}"
        f"<p><b>{escape(tr('Sources'))}</b></p><ul>{sources}</ul>"
    )


def _fact_html(fact: Fact, theme: Theme, is_strong: bool = False) -> str:
    text = f"<b>{escape(fact.text)}</b>" if is_strong else escape(fact.text)
    if fact.basis is Basis.NONE:
        return f"<span style='color:{theme.quiet}'>{text}</span>"
    if fact.basis is Basis.MEMORY:
        return f"{text} <span style='color:{theme.warning}'>({escape(tr('unsure: no source read'))})</span>"
    links = ", ".join(
        f"<a style='color:{theme.quiet}' href='{escape(one.link, quote=True)}'>{escape(one.short)}</a>"
        for one in fact.sources
    )
    inferred = (
        f" <span style='color:{theme.warning}'>({escape(tr('inferred'))})</span>"
        if fact.basis is Basis.INFERRED
        else ""
    )
    return f"{text}{inferred} <span style='color:{theme.quiet}'>[{links}]</span>"
