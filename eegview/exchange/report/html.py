"""A report as one HTML file: figures inside, no scripts, nothing fetched; readable on a phone and on paper."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Final

from eegview.exchange.report.document_hash import document_hash
from eegview.exchange.report.grouping import columns_spanned, split_items
from eegview.exchange.report.layout import signed_at_text
from eegview.exchange.report.letters import clean, held_together
from eegview.exchange.report.words import added_words, footer_lines, state_text
from eegview.model.report.document import (
    Block,
    Checklist,
    Field,
    Fields,
    Figure,
    Line,
    Paragraph,
    Picture,
    ReportDocument,
    Run,
    Section,
    SignatureLine,
    State,
    Table,
    Tone,
    Value,
)

POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"


def html_text(document: ReportDocument) -> str:
    """Return a report as a whole HTML page in UTF-8, all texts escaped."""
    return _Page(document, added_words(document)).text()


@dataclass(slots=True)
class _Page:
    document: ReportDocument
    words: dict[str, str]
    n_figures: int = 0

    def text(self) -> str:
        document = self.document
        sections = "\n".join(self._section(section, number) for number, section in enumerate(document.sections, 1))
        return (
            f'<!DOCTYPE html>\n<html lang="{_safe(document.language) or "en"}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
            f"<title>{_safe(document.title)}</title>\n<style>{_style()}</style>\n</head>\n<body>\n"
            f"{self._head()}\n<main>\n{self._summary()}\n{sections}\n{self._signatures()}\n{self._made_by()}\n</main>\n{self._foot()}\n"
            "</body>\n</html>\n"
        )

    def _head(self) -> str:
        document = self.document
        logo = f'<img class="logo" src="{_source(document.logo)}" alt="Logo">' if document.logo is not None else ""
        department = "<br>".join(_safe(line) for line in document.department)
        badges = " ".join(f'<span class="badge">{_safe(badge)}</span>' for badge in document.badges)
        adds = f'<p class="caution">{_safe(self.words["adds_to"])} {_safe(document.addendum_to)}</p>'
        return (
            f'<header>\n{logo}<p class="quiet">{department}</p>\n<h1>{_safe(document.title)}</h1>\n'
            f'<p class="quiet">{_safe(document.subtitle)}</p>\n<p>{badges}</p>\n'
            f'<p class="quiet">{_safe(document.patient_line)} · {_safe(self.words["links_note"])}</p>\n'
            f"{adds if document.addendum_to else ''}</header>"
        )

    def _summary(self) -> str:
        if not self.document.summary:
            return ""
        return (
            f'<section class="summary" aria-labelledby="summary"><h2 id="summary">{_safe(self.words["summary"])}</h2>\n'
            f"{self._paragraphs(self.document.summary)}</section>"
        )

    def _section(self, section: Section, number: int) -> str:
        name = f"section-{number}"
        remark = f' <span class="quiet">· {_safe(section.remark)}</span>' if section.remark else ""
        if section.state is not State.GIVEN:
            content = f'<p class="caution">{_safe(state_text(self.words, section.state))}</p>'
        elif not section.blocks:
            content = f'<p class="quiet">{_safe(self.words["nothing"])}</p>'
        else:
            content = ""
        content += "\n".join(self._block(block) for block in section.blocks)
        return (
            f'<section class="{"half" if section.is_half_width else "whole"}" aria-labelledby="{name}">\n'
            f'<h2 id="{name}"><span class="quiet">{number}</span> {_safe(section.title)}{remark}</h2>\n{content}\n'
            "</section>"
        )

    def _block(self, block: Block) -> str:
        if isinstance(block, Fields):
            return self._fields(block)
        if isinstance(block, Paragraph):
            return f'<div class="{block.tone.value}">{self._paragraphs(block.lines)}</div>'
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Checklist):
            items = "".join(self._item(text, state) for text, state in block.items)
            return f'<ul class="checklist">{items}</ul>'
        return self._figure(block)

    def _fields(self, block: Fields) -> str:
        shown, together = split_items(block.fields)
        items = "".join(self._field(item, columns_spanned(item, block.n_columns), block.n_columns) for item in shown)
        named = "".join(
            f'<p><span class="caution">{_safe(state_text(self.words, state))}:</span> '
            f'<span class="quiet">{_safe(" · ".join(labels))}</span></p>'
            for state, labels in together.items()
        )
        return f'{f"""<dl class="fields">{items}</dl>""" if items else ""}{named}'

    def _field(self, item: Field, n_spanned: int, n_columns: int) -> str:
        by = f" · {_safe(item.said_by)}" if item.said_by else ""
        said = (
            "<br>".join(self._line(line) for line in item.lines)
            if item.state is State.GIVEN
            else f'<span class="caution">{_safe(state_text(self.words, item.state))}</span>'
        )
        room = "" if n_spanned == 1 else ' class="all"' if n_spanned == n_columns else ' class="two"'
        return f"<div{room}><dt>{_safe(item.label)}{by}</dt><dd>{said}</dd></div>"

    def _item(self, text: str, state: State) -> str:
        if state is State.GIVEN:
            return f'<li><span class="mark" aria-label="{_safe(self.words["checked"])}">✓</span> {_safe(text)}</li>'
        said = _safe(state_text(self.words, state))
        return (
            f'<li><span class="mark" aria-hidden="true">–</span> {_safe(text)} <span class="caution">{said}</span></li>'
        )

    def _table(self, table: Table) -> str:
        caption = f"<caption>{_safe(table.caption)}</caption>" if table.caption else ""
        heads = "".join(f'<th scope="col">{_safe(heading)}</th>' for heading in table.columns)
        head = f"<thead><tr>{heads}</tr></thead>" if any(table.columns) else ""
        rows = "".join(
            f"<tr>{''.join(self._cell(cell, at) for at, cell in enumerate(row))}</tr>\n" for row in table.rows
        )
        notes = f'<div class="notes">{self._paragraphs(table.notes)}</div>' if table.notes else ""
        return f'<div class="scroll"><table>{caption}{head}<tbody>\n{rows}</tbody></table></div>{notes}'

    def _cell(self, cell: Line, column: int) -> str:
        return f'<th scope="row">{self._line(cell)}</th>' if column == 0 else f"<td>{self._line(cell)}</td>"

    def _figure(self, figure: Figure) -> str:
        self.n_figures += 1
        opens = (
            f' <a href="{_safe(figure.link.url)}">{_safe(self.words["open"])}</a>' if figure.link is not None else ""
        )
        return (
            f'<figure class="{"half" if figure.is_half_width else "whole"}"><img src="{_source(figure.picture)}" '
            f'alt="{_safe(figure.alternative)}" style="width:{max(figure.picture.width_mm, 1):.1f}mm">'
            f"<figcaption><strong>{_safe(self.words['figure'])} {self.n_figures}.</strong> "
            f"{self._line(figure.caption)}{opens}</figcaption></figure>"
        )

    def _signatures(self) -> str:
        if not self.document.signatures:
            return ""
        boxes = "".join(self._signature(line) for line in self.document.signatures)
        return f'<div class="signatures">{boxes}</div><p class="quiet">{_safe(self.words["signature_note"])}</p>'

    def _signature(self, line: SignatureLine) -> str:
        statement = f": “{_safe(line.statement)}”" if line.statement else ""
        name = f"<strong>{_safe(line.printed_name or self.words['no_name'])}</strong>"
        role = f", {_safe(line.role)}" if line.role else ""
        state = (
            f"{_safe(self.words['signed'])} {_safe(signed_at_text(line.at_utc))}"
            if line.at_utc
            else f'<span class="caution">{_safe(self.words["not_signed"])}</span>'
        )
        key = f'<br><span class="quiet">{_safe(self.words["key"])} {_safe(line.key_fingerprint)}</span>'
        return (
            f'<div class="signature"><p class="quiet">{_safe(line.meaning)}{statement}</p>'
            f"<p>{name}{role} · {state}{key if line.key_fingerprint else ''}</p></div>"
        )

    def _foot(self) -> str:
        lines = [*footer_lines(self.document), f"{self.words['hash']} {document_hash(self.document)}"]
        return f"<footer>{'<br>'.join(_safe(line) for line in lines)}<br>{_safe(self.document.patient_line)}</footer>"

    def _made_by(self) -> str:
        if not self.document.made_by:
            return ""
        lines = "<br>".join(map(_safe, self.document.made_by))
        return f'<p class="made-by"><strong>{_safe(self.words["made_by"])}.</strong><br>{lines}</p>'

    def _paragraphs(self, lines: Sequence[Line]) -> str:
        return "".join(f"<p>{self._line(line)}</p>" for line in lines if line)

    def _line(self, line: Line) -> str:
        return "".join(self._run(run) for run in line)

    def _run(self, run: Run) -> str:
        if isinstance(run, Value):
            about = "; ".join(filter(None, (run.interval_text, run.interval_method, run.basis)))
            title = f' title="{_safe(about)}"' if about else ""
            if run.link is not None:
                return f'<a class="value" href="{_safe(run.link.url)}"{title}>{_safe(run.text)}</a>'
            return f'<span class="value"{title}>{_safe(run.text)}</span>'
        if run.tone is Tone.PLAIN:
            return _safe(run.text)
        tag = "strong" if run.tone is Tone.STRONG else "span"
        return f'<{tag} class="{run.tone.value}">{_safe(run.text)}</{tag}>'


@lru_cache(maxsize=1)
def _style() -> str:
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")


def _safe(text: str) -> str:
    return escape(held_together(clean(text)), quote=True)


def _source(picture: Picture) -> str:
    """Return a picture as an address; inside an `img` an SVG runs no scripts and fetches nothing."""
    kind = "image/png" if picture.suffix.lower() == ".png" else "image/svg+xml"
    return f"data:{kind};base64,{base64.b64encode(picture.content).decode('ascii')}"
