"""The numbers of a scale: lengths, thresholds, and how a page is shown while it is scored.

Each set of values has a name, a version and a hash over the values, so that scores by other values are never taken for
scores by these.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, cast

from eegview.model.display.filters import FilterSpec, Phase
from eegview.model.scoring.electrodes import plain_name, plain_names


@dataclass(frozen=True, slots=True)
class ScaleParameters:
    """The values that a score by pages and bins is made with.

    scale_id : "based2021"
    name, version : of this set of values
    confirm : what they are to be compared with before they are relied on, "" for nothing
    length_s, page_s, bin_s : of an epoch, a page and a bin
    bins_of_page : bins with a spike that make a page count
    pages : pages that must count
    literal_percent : share of all bins that is shown beside the rule of pages
    n_foci : spike foci from which on there are several
    limit_uv, posterior_limit_uv : peak to peak from which on a row is high
    posterior_rows : rows with the second limit
    montage_id, low_cut_hz, high_cut_hz, notch_hz, phase, sensitivity_uv_per_mm : how a page is shown
    """

    scale_id: str
    name: str
    version: str
    confirm: str
    length_s: float
    page_s: float
    bin_s: float
    bins_of_page: int
    pages: int
    literal_percent: float
    n_foci: int
    limit_uv: float
    posterior_limit_uv: float
    posterior_rows: tuple[str, ...]
    montage_id: str
    low_cut_hz: float
    high_cut_hz: float
    notch_hz: float
    phase: Phase
    sensitivity_uv_per_mm: float

    @property
    def n_pages(self) -> int:
        """Return the number of pages of an epoch."""
        return round(self.length_s / self.page_s)

    @property
    def n_bins(self) -> int:
        """Return the number of bins of a page."""
        return round(self.page_s / self.bin_s)

    @property
    def filters(self) -> FilterSpec:
        """Return the filters of the EEG rows."""
        return FilterSpec(self.low_cut_hz, self.high_cut_hz, self.notch_hz, self.phase)

    @property
    def filters_text(self) -> str:
        """Return the filters as a reader says them: `0.5-70 Hz, notch off, causal`."""
        notch = f"notch {self.notch_hz:g} Hz" if self.notch_hz else "notch off"
        how = "causal" if self.phase is Phase.CAUSAL else "zero phase"
        return f"{self.low_cut_hz:g}-{self.high_cut_hz:g} Hz, {notch}, {how}"

    @property
    def hash(self) -> str:
        """Return the hex SHA-256 over the canonical JSON of all values."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def parameters_id(self) -> str:
        """Return name, version and the beginning of the hash: `based2021-a.1+3fa29c01`."""
        return f"{self.name}.{self.version}+{self.hash[:8]}"

    @property
    def text(self) -> str:
        """Return the canonical JSON of all values, the text that is hashed and stored with a score."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def is_posterior(self, row: str) -> bool:
        """Whether a row has the limit of posterior rows, however its electrodes are spelt."""
        name, posterior = plain_name(row), plain_names(self.posterior_rows)
        return name in posterior or "-".join(reversed(name.split("-"))) in posterior

    def limit_of(self, row: str) -> float:
        """Return the limit of a row (µV peak to peak)."""
        return self.posterior_limit_uv if self.is_posterior(row) else self.limit_uv


def parameters_of(text: str) -> ScaleParameters | None:
    """Return the parameters in a text that `ScaleParameters.text` made, None where it holds none."""
    try:
        held: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict):
        return None
    return _checked(cast("Mapping[str, Any]", held))


def _checked(held: Mapping[str, Any]) -> ScaleParameters | None:
    values: dict[str, Any] = {}
    for field in fields(ScaleParameters):
        value = held.get(field.name)
        if field.name == "posterior_rows":
            rows = cast("list[object]", value) if isinstance(value, list) else None
            if rows is None or not all(isinstance(row, str) for row in rows):
                return None
            value = tuple(rows)
        elif field.name == "phase":
            if not isinstance(value, str) or value not in set(Phase):
                return None
            value = Phase(value)
        elif field.type is str or field.type == "str":
            if not isinstance(value, str):
                return None
        elif isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
            return None
        elif field.type is int or field.type == "int":
            if value != int(value):
                return None
            value = int(value)
        else:
            value = float(value)
        values[field.name] = value
    made = ScaleParameters(**values)
    return made if not parameter_fault(made) else None


def parameter_fault(parameters: ScaleParameters) -> str:
    """Return a sentence on what makes no sense in a set of values, "" for nothing."""
    p = parameters
    if not (p.bin_s > 0 and p.page_s > 0 and p.length_s > 0):
        return "The lengths of epoch, page and bin are above 0 s."
    if abs(p.page_s / p.bin_s - p.n_bins) > 1e-6 or abs(p.length_s / p.page_s - p.n_pages) > 1e-6:
        return "An epoch holds whole pages, and a page whole bins."
    if p.n_pages * p.n_bins > 10_000:
        return "An epoch holds at most 10,000 bins."
    if not 1 <= p.bins_of_page <= p.n_bins:
        return f"The bins that make a page count are 1 to {p.n_bins}."
    if not 1 <= p.pages <= p.n_pages:
        return f"The pages that must count are 1 to {p.n_pages}."
    if not 0 < p.literal_percent <= 100:
        return "The literal share is above 0 and at most 100 %."
    if p.high_cut_hz and p.low_cut_hz >= p.high_cut_hz:
        return "The high cut is above the low cut."
    if p.n_foci < 1 or p.limit_uv <= 0 or p.posterior_limit_uv <= 0 or p.sensitivity_uv_per_mm <= 0:
        return "Foci, amplitude limits and sensitivity are above 0."
    return ""
