"""All items of a report, section by section in the order of SCORE: what a reader can answer, and with what.

Labels and helps stand in `resources/reports/labels.*.toml` under the same ids; how an item is computed stands in the
section's own file in `eegview/app/report/sections`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How an item is answered."""

    TEXT = "text"
    CHOICE = "choice"  # one of several
    SEVERAL = "several"
    COMPUTED = "computed"  # by the program alone; no reader's word takes its place


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a section.

    item_id : its name in the section
    choices : ids, labelled by `choice.ID`
    """

    item_id: str
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionItems:
    """The items of a section, in the order printed.

    is_half_width : may stand beside the next section
    n_columns : items side by side
    """

    section_id: str
    items: tuple[Item, ...]
    is_half_width: bool = False
    n_columns: int = 4

    def field_id(self, item: Item) -> str:
        """Return the id by which an item is known in the whole report."""
        return f"{self.section_id}.{item.item_id}"


_TEXT, _CHOICE, _SEVERAL, _COMPUTED = Kind.TEXT, Kind.CHOICE, Kind.SEVERAL, Kind.COMPUTED
_PRESENCE = ("present", "absent", "uncertain")
_SYMMETRY = ("symmetric", "left_lower", "right_lower", "uncertain")
_DONE = ("done", "not_done")

SECTIONS: tuple[SectionItems, ...] = (
    SectionItems(
        "personal",
        (
            Item("identity", _COMPUTED),
            Item("age", _COMPUTED),
            Item("birth"),
            Item("referred_by"),
            Item("question"),
            Item("diagnosis"),
            Item("etiology", _CHOICE, ("structural", "genetic", "infectious", "metabolic", "immune", "unknown")),
            Item("medication"),
            Item("treatment_day", _COMPUTED),
        ),
    ),
    SectionItems(
        "recording",
        (
            Item("recorded", _COMPUTED),
            Item("type", _CHOICE, ("routine", "sleep", "prolonged", "overnight", "long_term")),
            Item("electrodes", _COMPUTED),
            Item("polygraphy", _COMPUTED),
            Item("sampling", _COMPUTED),
            Item("montages", _COMPUTED),
            Item("filters", _COMPUTED),
            Item("sensitivity", _COMPUTED),
            Item("video", _COMPUTED),
            Item("bad_channels", _COMPUTED),
            Item("alertness", _SEVERAL, ("alert", "drowsy", "asleep", "irritable", "lethargic", "comatose")),
            Item("cooperation", _CHOICE, ("good", "restless", "poor")),
            Item("sedation"),
            Item("last_seizure"),
        ),
    ),
    SectionItems(
        "modulators",
        (
            Item("hyperventilation", _CHOICE, _DONE),
            Item("photic", _CHOICE, _DONE),
            Item("sleep_deprivation", _CHOICE, _DONE),
            Item("care", _TEXT),
            Item("stimulation"),
            Item("given_drugs"),
        ),
        True,
        2,
    ),
    SectionItems(
        "background",
        (
            Item("posterior_rhythm"),
            Item("reactivity", _CHOICE, ("reactive", "not_reactive", "uncertain")),
            Item("symmetry", _CHOICE, _SYMMETRY),
            Item("gradient", _CHOICE, _PRESENCE),
            Item("amplitude", _COMPUTED),
            Item("continuity", _CHOICE, ("continuous", "discontinuous", "burst_suppression", "suppressed")),
            Item("other_rhythms"),
            Item("slowing"),
        ),
        True,
        2,
    ),
    SectionItems(
        "sleep",
        (
            Item("stages", _COMPUTED),
            Item("awakenings", _COMPUTED),
            Item("architecture", _CHOICE, ("age_appropriate", "abnormal", "absent", "uncertain")),
            Item("spindles", _CHOICE, ("present", "absent", "asymmetric", "uncertain")),
            Item("vertex_waves", _CHOICE, _PRESENCE),
            Item("drowsiness"),
        ),
        n_columns=3,
    ),
    SectionItems(
        "interictal",
        (
            Item("hypsarrhythmia", _COMPUTED),
            Item("spike_foci", _COMPUTED),
            Item("morphology", _SEVERAL, ("spike", "sharp_wave", "spike_wave", "polyspikes", "polyspike_wave")),
            Item("spike_amount", _CHOICE, ("rare", "occasional", "frequent", "abundant", "continuous")),
            Item("spike_state", _SEVERAL, ("awake", "drowsy", "nrem", "rem")),
            Item("patterns", _COMPUTED),
            Item("description"),
        ),
    ),
    SectionItems(
        "episodes",
        (
            Item("spasms", _COMPUTED),
            Item("spasm_evidence", _COMPUTED),
            Item("spasm_semiology", _COMPUTED),
            Item("ictal_eeg", _COMPUTED),
            Item("other_seizures", _COMPUTED),
            Item("non_epileptic", _COMPUTED),
            Item("push_buttons", _COMPUTED),
            Item("description"),
        ),
        n_columns=2,
    ),
    SectionItems("physiologic", (Item("patterns"), Item("uncertain_significance")), True, 1),
    SectionItems(
        "artifacts",
        (
            Item("marked", _COMPUTED),
            Item("automatic", _COMPUTED),
            Item("description"),
            Item("ecg", _TEXT),
            Item("emg", _TEXT),
            Item("respiration", _TEXT),
        ),
        True,
        2,
    ),
    SectionItems("trends", (Item("summary", _COMPUTED), Item("description")), n_columns=2),
    SectionItems("comparison", (Item("previous", _COMPUTED), Item("description")), n_columns=2),
    SectionItems(
        "course", (Item("infant", _COMPUTED), Item("diary", _COMPUTED), Item("state", _COMPUTED)), n_columns=2
    ),
    SectionItems(
        "treatment",
        (
            Item("drugs", _COMPUTED),
            Item("witnessed", _COMPUTED),
            Item("clinical_response", _COMPUTED),
            Item("electroclinical_response", _COMPUTED),
            Item("electrographic_response", _COMPUTED),
            Item("description"),
        ),
        n_columns=1,
    ),
    SectionItems(
        "coverage",
        (
            Item("recorded", _COMPUTED),
            Item("reviewed", _COMPUTED),
            Item("with_video", _COMPUTED),
            Item("states", _COMPUTED),
            Item("video_gaps", _COMPUTED),
            Item("sync", _COMPUTED),
            Item("signed", _COMPUTED),
        ),
        n_columns=3,
    ),
    SectionItems("detectors", (Item("use", _COMPUTED),), n_columns=1),
    SectionItems("quality", (Item("indicators", _COMPUTED),)),
    SectionItems("limits", (Item("computed", _COMPUTED), Item("description")), n_columns=1),
    SectionItems(
        "significance",
        (
            Item("conclusion", _CHOICE, ("normal", "abnormal", "no_definite_abnormality")),
            Item("impression"),
            Item("clinical_correlation"),
            Item("suggestion"),
        ),
        n_columns=2,
    ),
)
SECTION_IDS: tuple[str, ...] = tuple(section.section_id for section in SECTIONS)
FIELD_IDS: tuple[str, ...] = tuple(section.field_id(item) for section in SECTIONS for item in section.items)
FIGURE_IDS: tuple[str, ...] = (
    *("spasm", "worst_epoch", "trends", "hypnogram", "raster", "response"),
    *("course", "multiples"),
)
MEANINGS: tuple[str, ...] = ("reviewed", "approved")
SECTION_OF_FIGURE = {
    "spasm": "interictal",  # beside the worst epoch, at the same scale
    "worst_epoch": "interictal",
    "trends": "trends",
    "hypnogram": "sleep",
    "raster": "episodes",
    "response": "treatment",
    "course": "course",
    "multiples": "course",
}


def section_of(section_id: str) -> SectionItems:
    """Return a section by its id; KeyError where there is none."""
    return _BY_ID[section_id]


def item_of(field_id: str) -> Item:
    """Return an item by the id of its field; KeyError where there is none."""
    return _ITEMS[field_id]


_BY_ID = {section.section_id: section for section in SECTIONS}
_ITEMS = {section.field_id(item): item for section in SECTIONS for item in section.items}
