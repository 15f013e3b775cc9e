"""The pages of a report as they will print: pictures, with the places of their links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from eegview.model.report.document import (
    Block,
    Checklist,
    Fields,
    Figure,
    Line,
    Paragraph,
    ReportDocument,
    Table,
    Value,
)


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link on a page: its rectangle in points from the page's upper left corner, and where it leads."""

    left_pt: float
    top_pt: float
    right_pt: float
    bottom_pt: float
    url: str

    def holds(self, x_pt: float, y_pt: float) -> bool:
        return self.left_pt <= x_pt <= self.right_pt and self.top_pt <= y_pt <= self.bottom_pt


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One page.

    picture : bytes of a PNG
    """

    picture: bytes
    width_pt: float
    height_pt: float
    links: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class ReportPages:
    """A report as it prints.

    ppi : pixels an inch of the pictures
    basis : what each link's value is and was counted or measured from, by address
    """

    document: ReportDocument
    pages: tuple[ReportPage, ...]
    ppi: float
    basis: dict[str, str]


def render_pages(document: ReportDocument, ppi: float) -> ReportPages:
    """Return the pages of a document.

    Raises
    ------
    EegViewError : the document cannot be set
    """
    from eegview.exchange.report.pdf import page_pictures, pdf_bytes
    from eegview.exchange.report.pdf_links import link_boxes, page_sizes_pt

    pdf = pdf_bytes(document)
    pages = tuple(
        ReportPage(
            picture, *size_pt, tuple(PageLink(b.left_pt, b.top_pt, b.right_pt, b.bottom_pt, b.url) for b in boxes)
        )
        for picture, size_pt, boxes in zip(
            page_pictures(document, ppi), page_sizes_pt(pdf), link_boxes(pdf), strict=True
        )
    )
    return ReportPages(document, pages, ppi, basis_of(document))


def render_pictures(shown: ReportPages, ppi: float) -> ReportPages:
    """Return the same pages with pictures of another size; their links stay where they are."""
    from eegview.exchange.report.pdf import page_pictures

    pictures = page_pictures(shown.document, ppi)
    pages = tuple(replace(page, picture=picture) for page, picture in zip(shown.pages, pictures, strict=True))
    return replace(shown, pages=pages, ppi=ppi)


def basis_of(document: ReportDocument) -> dict[str, str]:
    """Return what stands behind each link of a document, by address: the values that have it, and their basis."""
    found: dict[str, list[str]] = {}
    for value in values_of(document):
        if value.link is not None:
            text = " · ".join(filter(None, (value.text, value.interval_text, value.basis, value.interval_method)))
            texts = found.setdefault(value.link.url, [])
            if text and text not in texts:
                texts.append(text)
    for figure in figures_of(document):
        if figure.link is not None:
            found.setdefault(figure.link.url, []).append(figure.alternative)
    return {url: "\n".join(texts) for url, texts in found.items()}


def values_of(document: ReportDocument) -> Iterator[Value]:
    """Yield every value of a document, in its order."""
    for line in (*document.summary, *_lines(block for section in document.sections for block in section.blocks)):
        yield from (run for run in line if isinstance(run, Value))


def figures_of(document: ReportDocument) -> Iterator[Figure]:
    """Yield the figures of a document, in their order."""
    blocks = (block for section in document.sections for block in section.blocks)
    yield from (block for block in blocks if isinstance(block, Figure))


def _lines(blocks: Iterable[Block]) -> Iterator[Line]:
    for block in blocks:
        match block:
            case Fields():
                yield from (line for one in block.fields for line in one.lines)
            case Paragraph():
                yield from block.lines
            case Table():
                yield from (cell for row in block.rows for cell in row)
                yield from block.notes
            case Figure():
                yield block.caption
            case Checklist():
                pass
