"""A report as plain data for the typesetter: what stands beside what, numbered, each text cleaned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from eegview.exchange.report.grouping import placed_items, split_items
from eegview.exchange.report.words import added_words, footer_lines
from eegview.model.report.document import (
    Block,
    Checklist,
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
    Value,
)
from eegview.model.text.dates import iso_day, iso_time

TALLEST_MM, WIDTH_MM, HALF_MM = 205.0, 184.0, 88.5
_FOOT_LETTERS, _SHORT_ITEM = 110, 14
_SENTENCE_LETTERS, _HALF_LETTERS, _HALF_COLUMNS = 28, 1200, 5
_WIDEST_WEIGHT, _NARROWEST_WEIGHT = 34, 6
_HEADING_SIZE = 0.85  # of a heading's letters beside those of the cells


@dataclass(slots=True)
class Layout:
    """Data for the typesetter, and the picture files it names."""

    text: Callable[[str], str]
    files: dict[str, bytes] = field(default_factory=dict)
    n_figures: int = 0
    has_links: bool = False

    def data(self, document: ReportDocument, hash_text: str) -> dict[str, Any]:
        """Return all that is printed of `document`."""
        words = added_words(document)
        summary = self.lines(document.summary)
        rows = [
            [self._section(section, number, len(row) > 1) for section, number in row]
            for row in _rows(document.sections)
        ]
        language, _, region = document.language.partition("-")
        return {
            "title": self.text(document.title) or "EEG report",
            "subtitle": self.text(document.subtitle),
            "language": language or "en",
            "region": region or None,
            "keywords": [document.template_id] if document.template_id else [],
            "made": _moment(document.made_at_utc),
            "paper": document.paper if document.paper in ("a4", "us-letter") else "a4",
            "department": [self.text(line) for line in document.department],
            "logo": self._logo(document.logo),
            "badges": [self.text(badge) for badge in document.badges],
            "note": self.text(words["links_note"]) if self.has_links else "",
            "summary": summary,
            "rows": rows,
            "signatures": [self._signature(line) for line in document.signatures],
            "footer": self._footer(document, words, hash_text),
            "made_by": [self.text(line) for line in document.made_by],
            "patient_line": self.text(document.patient_line),
            "addendum_to": self.text(document.addendum_to),
            "words": {name: self.text(text) for name, text in words.items()},
        }

    def lines(self, lines: Sequence[Line]) -> list[list[dict[str, str]]]:
        """Return lines of runs; a new line inside a text begins a line."""
        return [[self._run(run) for run in line] for line in lines if line]

    def _run(self, run: Run) -> dict[str, str]:
        if isinstance(run, Value):
            self.has_links = self.has_links or run.link is not None
            return {"text": self.text(run.text), "tone": "plain", "url": run.link.url if run.link is not None else ""}
        return {"text": self.text(run.text), "tone": run.tone.value, "url": ""}

    def _section(self, section: Section, number: int, is_half: bool) -> dict[str, Any]:
        return {
            "number": str(number),
            "title": self.text(section.title),
            "remark": self.text(section.remark),
            "state": section.state.value,
            "blocks": [self._part(part, is_half) for part in _pairs(section.blocks)],
        }

    def _part(self, part: tuple[Block, ...], is_half: bool) -> dict[str, Any]:
        if len(part) == 2:
            return {
                "kind": "pair",
                "items": [self._figure(figure, True) for figure in part if isinstance(figure, Figure)],
            }
        (block,) = part
        if isinstance(block, Fields):
            return self._fields(block, is_half)
        if isinstance(block, Paragraph):
            return {"kind": "paragraph", "tone": block.tone.value, "lines": self.lines(block.lines)}
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Checklist):
            items = [{"text": self.text(text), "state": state.value} for text, state in block.items]
            longest = max((len(text) for text, state in block.items if state is not State.GIVEN), default=0)
            n_columns = min(block.n_columns, 3) if longest > _SHORT_ITEM else block.n_columns
            return {"kind": "checklist", "n_columns": _columns(n_columns, is_half), "items": items}
        return self._figure(block, is_half, is_alone=not is_half)

    def _fields(self, block: Fields, is_half: bool) -> dict[str, Any]:
        n_columns = _columns(block.n_columns, is_half)
        shown, together = split_items(block.fields)
        fields = [
            {
                "label": self.text(item.label),
                "said_by": self.text(item.said_by),
                "state": item.state.value,
                "lines": self.lines(item.lines),
                "row": row,
                "column": column,
                "span": span,
            }
            for item, row, column, span in placed_items(shown, n_columns)
        ]
        named = [
            {"state": state.value, "labels": " · ".join(self.text(label) for label in labels)}
            for state, labels in together.items()
        ]
        return {"kind": "fields", "n_columns": n_columns, "fields": fields, "together": named}

    def _table(self, table: Table) -> dict[str, Any]:
        n_columns = len(_longest(table))
        rows = [
            [[self._run(run) for run in cell] for cell in (*row, *((),) * (n_columns - len(row)))] for row in table.rows
        ]
        columns = [*table.columns, *("",) * (n_columns - len(table.columns))]
        return {
            "kind": "table",
            "caption": self.text(table.caption),
            "columns": [self.text(heading) for heading in columns],
            "has_header": any(table.columns),
            "weights": column_weights(table),
            "aligned": ["left" if is_left else "right" for is_left in _left_columns(table)],
            "rows": rows,
            "notes": self.lines(table.notes),
        }

    def _figure(self, figure: Figure, is_half: bool, is_alone: bool = False) -> dict[str, Any]:
        self.n_figures += 1
        self.has_links = self.has_links or figure.link is not None
        name = self._file(figure.picture, f"figure-{self.n_figures}")
        return {
            "kind": "figure",
            "file": name,
            "number": str(self.n_figures),
            "alternative": self.text(figure.alternative) or self.text(figure.figure_id),
            "caption": [self._run(run) for run in figure.caption],
            "url": figure.link.url if figure.link is not None else "",
            "width": shown_mm(figure.picture, is_half),
            "is_beside": is_alone and figure.is_half_width,
        }

    def _logo(self, logo: Picture | None) -> dict[str, Any] | None:
        if logo is None:
            return None
        height_mm = min(logo.height_mm if logo.height_mm > 0 else 14.0, 18.0)
        return {"file": self._file(logo, "logo"), "alternative": "Logo", "height": height_mm}

    def _file(self, picture: Picture, stem: str) -> str:
        name = f"{stem}{'.png' if picture.suffix.lower() == '.png' else '.svg'}"
        self.files[name] = picture.content
        return name

    def _signature(self, line: SignatureLine) -> dict[str, str]:
        return {
            "meaning": self.text(line.meaning),
            "statement": self.text(line.statement),
            "printed_name": self.text(line.printed_name),
            "role": self.text(line.role),
            "at": self.text(signed_at_text(line.at_utc)),
            "key": self.text(line.key_fingerprint),
        }

    def _footer(self, document: ReportDocument, words: Mapping[str, str], hash_text: str) -> list[str]:
        lines = [self.text(line) for line in footer_lines(document)]
        if hash_text:
            short = " ".join(hash_text[at : at + 4] for at in range(0, 12, 4))
            hash_line = f"{words['hash']} {short} … ({words['hash_rest']})"
            if len(lines) > 1 and len(lines[-1]) + len(hash_line) < _FOOT_LETTERS:
                lines[-1] += f" · {hash_line}"
            else:
                lines.append(hash_line)
        return lines


def column_weights(table: Table) -> list[int]:
    """Return how wide each column is beside the others, by its longest text within bounds."""
    headings = [*map(len, table.columns), *[0] * len(_longest(table))]
    longest = [
        max(n_letters, round(_HEADING_SIZE * n_heading))
        for n_letters, n_heading in zip(_longest(table, with_headings=False), headings, strict=False)
    ]
    return [min(max(n_letters + 2, _NARROWEST_WEIGHT), _WIDEST_WEIGHT) for n_letters in longest]


def _left_columns(table: Table) -> list[bool]:
    """Return which columns are left aligned: the first, and those that hold sentences."""
    return [column == 0 or n_letters > _SENTENCE_LETTERS for column, n_letters in enumerate(_longest(table))]


def _longest(table: Table, with_headings: bool = True) -> list[int]:
    """Return the number of letters of each column's longest text."""
    cells = [tuple(_text(cell) for cell in row) for row in table.rows]
    n_columns = max(map(len, [table.columns, *cells]))
    if with_headings:
        cells.append(table.columns)
    return [max((len(row[column]) for row in cells if column < len(row)), default=1) for column in range(n_columns)]


def _text(line: Line) -> str:
    return "".join(run.text for run in line)


def _columns(n_columns: int, is_half: bool) -> int:
    return max(1, min(n_columns, 2 if is_half else 6))


def _rows(sections: Sequence[Section]) -> list[list[tuple[Section, int]]]:
    """Return sections in rows: two that are half as wide stand side by side, one alone has the whole width."""
    rows: list[list[tuple[Section, int]]] = []
    for number, section in enumerate(sections, 1):
        if rows and len(rows[-1]) == 1 and _is_half(rows[-1][0][0]) and _is_half(section):
            rows[-1].append((section, number))
        else:
            rows.append([(section, number)])
    return rows


def _is_half(section: Section) -> bool:
    """Whether a section may stand beside another and is short and narrow enough for it."""
    tables = [block for block in section.blocks if isinstance(block, Table)]
    paragraphs = [block for block in section.blocks if isinstance(block, Paragraph)]
    return (
        section.is_half_width
        and all(len(_longest(table)) <= _HALF_COLUMNS for table in tables)
        and sum(len(_text(line)) for paragraph in paragraphs for line in paragraph.lines) <= _HALF_LETTERS
    )


def _pairs(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Return blocks, two figures in a row that are half as wide as one part."""
    parts: list[tuple[Block, ...]] = []
    for block in blocks:
        last = parts[-1] if parts else ()
        is_half = isinstance(block, Figure) and block.is_half_width
        if is_half and len(last) == 1 and isinstance(last[0], Figure) and last[0].is_half_width:
            parts[-1] = (last[0], block)
        else:
            parts.append((block,))
    return parts


def shown_mm(picture: Picture, is_half: bool) -> float:
    """Return how wide a picture is printed (mm): its own size, less where the column or the page is too small."""
    width_mm, height_mm = max(picture.width_mm, 1.0), max(picture.height_mm, 1.0)
    return round(min(HALF_MM if is_half else WIDTH_MM, width_mm, TALLEST_MM * width_mm / height_mm), 3)


def moment(text: str) -> datetime | None:
    """Return the time a document was made, None where its text is no time."""
    try:
        at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def signed_at_text(at_utc: str) -> str:
    """Return when something was signed as it is printed, `2026-03-17 10:05 UTC`; "" for not signed."""
    at = moment(at_utc)
    return f"{iso_day(at)} {iso_time(at, False)} UTC" if at is not None else at_utc


def _moment(text: str) -> dict[str, int] | None:
    at = moment(text)
    if at is None:
        return None
    return {
        "year": at.year, "month": at.month, "day": at.day, "hour": at.hour, "minute": at.minute, "second": at.second
    }  # fmt: skip
