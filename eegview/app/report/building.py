"""Put a report together: sections in the template's order, the answer first, hashes of all it was made from.

It is pure: the same study, template, time and figures give the same document, and nothing is read or written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from eegview import __version__
from eegview.app.report.catalogue import SECTION_OF_FIGURE, SectionItems, section_of
from eegview.app.report.evidence import Evidence
from eegview.app.report.labels import Labels, load_labels
from eegview.app.report.made_by import made_by_lines, report_provenance
from eegview.app.report.making import NOT_ASSESSED, Answer, Computed, Making
from eegview.app.report.sections import (
    background,
    comparison,
    course,
    coverage,
    detectors,
    episodes,
    interictal,
    limits,
    patterns,
    personal,
    quality,
    recording,
    treatment,
    trends,
)
from eegview.app.report.study import ReportStudy
from eegview.app.report.summary import summary
from eegview.app.report.template import Template
from eegview.model.provenance import as_json
from eegview.model.report.binding import report_binding
from eegview.model.report.document import (
    Block,
    Field,
    Fields,
    Figure,
    Line,
    Paragraph,
    ReportDocument,
    Section,
    SignatureLine,
    State,
    Tone,
    Words,
)
from eegview.model.report.entry import ReportEntry

_MODULES = (
    *(personal, recording, background, interictal, episodes, patterns, trends),
    *(comparison, course, treatment, coverage, detectors, limits),
)
COMPUTED: Mapping[str, Computed] = {name: one for module in _MODULES for name, one in module.COMPUTED.items()}
_TABLES: Mapping[str, Callable[[Making], Sequence[Block]]] = {
    "interictal": interictal.based_table,
    "episodes": episodes.table,
    "comparison": comparison.table,
    "course": course.table,
    "treatment": treatment.studies,
    "detectors": detectors.table,
}
_OPEN_COLUMNS = 6  # of fields that say two words only, side by side over the full width
_WORDS = "words."  # labels that the sheets add, see `exchange.report.words`


def build_report(
    study: ReportStudy,
    template: Template,
    made_at_utc: str,
    figures: Mapping[str, Figure],
    labels: Labels | None = None,
    addendum_to: str = "",
) -> ReportDocument:
    """Return the report of a study.

    Parameters
    ----------
    made_at_utc : ISO 8601
    figures : by id; those that the template does not want are left out
    labels : of the template's language unless given
    addendum_to : hash of the report it adds to

    Raises
    ------
    UsageError : there are no labels in the template's language
    """
    labels = labels if labels is not None else load_labels(template.language)
    making = Making(study, labels, template, Evidence(study))
    provenance = report_provenance(study, made_at_utc)
    names = [name for name in template.sections if name != "course" or study.infant is not None]
    made = {name: _section(making, section_of(name), figures) for name in names}
    printed = [field for _section_, fields in made.values() for field in fields]
    if "quality" in made:
        made["quality"] = _quality(making, printed), ()
    subtitle = f"template.{template.template_id}.subtitle"
    return ReportDocument(
        title=template.title or labels("document.title"),
        subtitle=template.subtitle or labels(subtitle if labels.has(subtitle) else "document.subtitle"),
        template_id=template.template_id,
        template_version=template.version,
        language=labels.language,
        department=template.department,
        logo=template.logo,
        badges=tuple(filter(None, (labels("badge.simulated") if study.is_simulated else "", labels("badge.draft")))),
        summary=summary(making),
        sections=tuple(section for section, _fields in made.values()),
        signatures=_signatures(making),
        footer=_footer(making),
        patient_line=_patient_line(making),
        binding=binding_of(study),
        made_at_utc=made_at_utc,
        addendum_to=addendum_to,
        paper=template.paper,
        words={key.removeprefix(_WORDS): text for key, text in sorted(labels.texts.items()) if key.startswith(_WORDS)},
        made_by=made_by_lines(provenance, labels),
        provenance=as_json(provenance),
    )


def computed_fields(making: Making, section: SectionItems) -> tuple[Field, ...]:
    """Return all fields of a section, also those that the template hides."""
    return tuple(making.field(section, item, _computed(making, section.field_id(item))) for item in section.items)


def _computed(making: Making, field_id: str) -> Answer:
    compute = COMPUTED.get(field_id)
    return compute(making) if compute is not None else NOT_ASSESSED


def _section(making: Making, items: SectionItems, figures: Mapping[str, Figure]) -> tuple[Section, tuple[Field, ...]]:
    """Return a section, and the fields that it prints."""
    if items.section_id == "quality":  # made last, of all the others
        return Section("quality", making.labels("section.quality")), ()
    hidden = making.template.hidden_fields
    fields = tuple(field for field in computed_fields(making, items) if field.field_id not in hidden)
    tables = tuple(_TABLES[items.section_id](making)) if items.section_id in _TABLES else ()
    drawn = tuple(
        figures[name]
        for name in making.template.figures
        if name in figures and _section_of_figure(name, figures) == items.section_id
    )
    others = _others(making, items)
    title = making.labels(f"section.{items.section_id}")
    states = {field.state for field in fields}
    is_empty = State.GIVEN not in states and not drawn and not others
    if is_empty and all(isinstance(block, Paragraph) for block in tables):
        state = State.NOT_APPLICABLE if states == {State.NOT_APPLICABLE} else State.NOT_ASSESSED
        if State.NOT_APPLICABLE not in states or state is State.NOT_APPLICABLE:
            return Section(items.section_id, title, (), state, items.is_half_width), fields
    blocks: tuple[Block, ...] = (*_field_blocks(items, fields), *tables, *drawn, *others)
    return Section(items.section_id, title, blocks, State.GIVEN, items.is_half_width and not drawn), fields


def _section_of_figure(name: str, figures: Mapping[str, Figure]) -> str:
    """Return where a figure stands: a typical spasm among the episodes where no worst epoch can stand beside it."""
    is_alone = name == "spasm" and "worst_epoch" not in figures
    return "episodes" if is_alone else SECTION_OF_FIGURE[name]


def _field_blocks(items: SectionItems, fields: Sequence[Field]) -> tuple[Block, ...]:
    """Return what is given, then what is not assessed or not applicable, closer together; nothing is left out."""
    said = tuple(field for field in fields if field.state is State.GIVEN)
    other = tuple(field for field in fields if field.state is not State.GIVEN)
    n_columns = _OPEN_COLUMNS // 2 if items.is_half_width else _OPEN_COLUMNS
    blocks = (Fields(said, items.n_columns), Fields(other, n_columns))
    return tuple(block for block in blocks if block.fields)


def _quality(making: Making, fields: Sequence[Field]) -> Section:
    blocks, remark = quality.checklist(making, fields)
    state = State.GIVEN if blocks else State.NOT_ASSESSED
    return Section("quality", making.labels("section.quality"), tuple(blocks), state, remark=remark)


def _others(making: Making, items: SectionItems) -> tuple[Block, ...]:
    """Return what other readers entered in a section, each under their name; it answers nothing for this reader."""
    lines: list[Line] = []
    ids = {items.field_id(item): making.labels(f"field.{items.field_id(item)}") for item in items.items}
    for reader, entries in making.study.others_entries.items():
        for field_id, label in ids.items():
            if field_id in entries and field_id not in making.template.hidden_fields:
                text = entry_text(making, entries[field_id])
                lines.append(making.quiet("entry.of_other", reader=reader, field=label, text=text))
    return (Paragraph(tuple(lines), Tone.QUIET),) if lines else ()


def entry_text(making: Making, entry: ReportEntry) -> str:
    """Return an entry on one line."""
    if entry.state is not State.GIVEN:
        return making.labels(f"state.{entry.state.value}")
    lines = ("".join(run.text for run in line) for line in making.entry_lines(entry))
    return " / ".join(lines)


def _signatures(making: Making) -> tuple[SignatureLine, ...]:
    labels, study = making.labels, making.study
    return tuple(
        SignatureLine(
            labels(f"meaning.{meaning}"),
            labels(f"statement.{meaning}"),
            study.reader if number == 0 else "",
            study.role if number == 0 else "",
            meaning_id=meaning,
        )
        for number, meaning in enumerate(making.template.signatures)
    )


def _footer(making: Making) -> tuple[str, ...]:
    labels, template = making.labels, making.template
    research = labels("words.research")
    if making.study.is_simulated:
        research = f"{research} {labels('footer.simulated')}"
    label = f"template.{template.template_id}.label"
    name = labels(label) if labels.has(label) else template.label
    lines = [research, labels("footer.made_by", version=__version__, template=name, template_version=template.version)]
    left_out = [labels(f"section.{name}") for name in template.left_out]
    if left_out:
        lines.append(labels("footer.left_out", sections=", ".join(left_out)))
    return tuple(lines)


def _patient_line(making: Making) -> str:
    age = personal.age_value(making)
    parts = (
        making.study.patient.patient_id,
        making.day(making.study.day),
        making.labels("footer.age", age=age.text) if age is not None else making.labels("footer.age_unknown"),
    )
    return " · ".join(filter(None, parts))


def binding_of(study: ReportStudy) -> dict[str, str]:
    """Return the hashes of all that a report of this study is made from, by name."""
    held = dict(study.hashes) or report_binding(study.fingerprint, study.head, study.layer, study.marks)
    if study.previous is not None:
        before = study.previous
        held |= {"previous_recording": before.fingerprint, "previous_log_head": before.head[1]}
    return held


def words_of(line: Line) -> str:
    """Return a line as plain text."""
    return "".join(run.text for run in line if isinstance(run, Words) or run.text)
