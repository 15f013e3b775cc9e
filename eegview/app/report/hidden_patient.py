"""A report as it is shown while the patient is hidden: the same words, without what names the patient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from eegview.app.report.form import FormSection
from eegview.model.report.document import Block, Checklist, Fields, Figure, Line, Paragraph, ReportDocument, Table

Hide = Callable[[str], str]  # returns a text without what names the patient


def without_patient(document: ReportDocument, hide: Hide) -> ReportDocument:
    """Return a report to be shown, never to be written: its values, links and hashes are those of the report."""
    sections = tuple(
        replace(one, remark=hide(one.remark), blocks=tuple(_block(block, hide) for block in one.blocks))
        for one in document.sections
    )
    return replace(
        document,
        subtitle=hide(document.subtitle),
        summary=_lines(document.summary, hide),
        sections=sections,
        footer=tuple(map(hide, document.footer)),
        patient_line=hide(document.patient_line),
    )


def form_without_patient(sections: Sequence[FormSection], hide: Hide) -> tuple[FormSection, ...]:
    """Return a form to be shown; what the reader wrote stays, since it is edited there."""
    return tuple(
        replace(
            section,
            fields=tuple(
                replace(
                    one,
                    computed=hide(one.computed),
                    others=tuple((reader, hide(said)) for reader, said in one.others),
                )
                for one in section.fields
            ),
        )
        for section in sections
    )


def _lines(lines: tuple[Line, ...], hide: Hide) -> tuple[Line, ...]:
    return tuple(_line(line, hide) for line in lines)


def _line(line: Line, hide: Hide) -> Line:
    return tuple(replace(run, text=hide(run.text)) for run in line)


def _block(block: Block, hide: Hide) -> Block:
    if isinstance(block, Fields):
        fields = tuple(replace(one, lines=_lines(one.lines, hide)) for one in block.fields)
        return replace(block, fields=fields)
    if isinstance(block, Paragraph):
        return replace(block, lines=_lines(block.lines, hide))
    if isinstance(block, Table):
        rows = tuple(tuple(_line(cell, hide) for cell in row) for row in block.rows)
        columns = tuple(map(hide, block.columns))
        return replace(block, columns=columns, rows=rows, caption=hide(block.caption), notes=_lines(block.notes, hide))
    if isinstance(block, Figure):
        return replace(block, caption=_line(block.caption, hide), alternative=hide(block.alternative))
    assert isinstance(block, Checklist)
    return block
