"""What a reader can answer in a report: section by section, with what the program knows and what was said."""

from __future__ import annotations

from dataclasses import dataclass

from eegview.app.report.building import computed_fields, entry_text, words_of
from eegview.app.report.catalogue import Item, Kind, SectionItems, section_of
from eegview.app.report.evidence import Evidence
from eegview.app.report.labels import Labels, load_labels
from eegview.app.report.making import Making
from eegview.app.report.study import ReportStudy
from eegview.app.report.template import Template
from eegview.model.report.document import Field, State, Value
from eegview.model.report.link import EvidenceLink


@dataclass(frozen=True, slots=True)
class FormField:
    """One item as a form shows it.

    kind : how it is answered; COMPUTED = shown only
    choices : (id, label)
    computed : what the program knows, lines joined by breaks; "" for nothing
    text, chosen : what the reader said
    said : the same as one text, "" where the reader said nothing
    state : as it stands in the report
    is_said : whether the reader answered, "not assessed" too
    others : (reader, what they said)
    link : where the first value of what is computed reopens
    """

    field_id: str
    label: str
    kind: Kind
    choices: tuple[tuple[str, str], ...]
    help: str
    computed: str
    text: str
    chosen: tuple[str, ...]
    said: str
    state: State
    is_said: bool
    others: tuple[tuple[str, str], ...] = ()
    link: EvidenceLink | None = None


@dataclass(frozen=True, slots=True)
class FormSection:
    """One section as a form shows it."""

    section_id: str
    title: str
    fields: tuple[FormField, ...]

    @property
    def n_open(self) -> int:
        """Return how many of its items are not assessed and can be answered."""
        return sum(field.state is State.NOT_ASSESSED and field.kind is not Kind.COMPUTED for field in self.fields)


def report_form(study: ReportStudy, template: Template, labels: Labels | None = None) -> tuple[FormSection, ...]:
    """Return the form of a report, in the order of its template; what the template hides is left out.

    Raises
    ------
    UsageError : there are no labels in the template's language
    """
    labels = labels if labels is not None else load_labels(template.language)
    making = Making(study, labels, template, Evidence(study))
    sections = (_section(making, section_of(name)) for name in template.sections)
    return tuple(section for section in sections if section.fields)


def _section(making: Making, items: SectionItems) -> FormSection:
    fields = computed_fields(making, items) if items.section_id != "quality" else ()
    return FormSection(
        items.section_id,
        making.labels(f"section.{items.section_id}"),
        tuple(
            _field(making, field, item)
            for field, item in zip(fields, items.items, strict=False)
            if field.field_id not in making.template.hidden_fields
        ),
    )


def _field(making: Making, field: Field, item: Item) -> FormField:
    study, labels = making.study, making.labels
    entry = study.entries.get(field.field_id) if item.kind is not Kind.COMPUTED else None
    n_own = len(making.entry_lines(entry)) if entry is not None and entry.state is State.GIVEN else 0
    known = field.lines[: len(field.lines) - n_own]
    help_key = f"help.{field.field_id}"
    return FormField(
        field.field_id,
        field.label,
        item.kind,
        tuple((choice, making.choice(choice)) for choice in item.choices),
        labels(help_key) if labels.has(help_key) else "",
        "\n".join(map(words_of, known)),
        entry.text if entry is not None else "",
        entry.choices if entry is not None else (),
        entry_text(making, entry) if entry is not None else "",
        field.state,
        entry is not None,
        tuple(
            (reader, entry_text(making, entries[field.field_id]))
            for reader, entries in study.others_entries.items()
            if field.field_id in entries
        ),
        next((run.link for line in known for run in line if isinstance(run, Value) and run.link is not None), None),
    )
