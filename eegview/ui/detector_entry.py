"""What the window knows of one detector: words for its state, and what may be done with it."""

from dataclasses import dataclass
from pathlib import Path

from eegview.detect.manifest import Manifest

READY, NEW, CHANGED, BROKEN, UNAVAILABLE, HIDDEN = "ready", "new", "changed", "broken", "unavailable", "hidden"

_STATE_WORDS = {
    READY: "ready",
    NEW: "new: look at what would run first",
    CHANGED: "changed since you agreed: look at what would run",
    BROKEN: "cannot be read",
    UNAVAILABLE: "something it needs is missing",
    HIDDEN: "another detector has the same name",
}


@dataclass(frozen=True, slots=True)
class DetectorEntry:
    """One detector as it was found; `manifest` is None where its folder cannot be understood.

    faults : sentences that say what is wrong, or what is missing
    content_hash : of its files as they are now, "" unknown
    """

    detector_id: str
    title: str
    version: str
    summary: str
    state: str
    folder: Path
    manifest: Manifest | None = None
    faults: tuple[str, ...] = ()
    content_hash: str = ""
    is_shipped: bool = False

    @property
    def state_words(self) -> str:
        return _STATE_WORDS.get(self.state, self.state)

    @property
    def can_run(self) -> bool:
        return self.state == READY

    @property
    def needs_consent(self) -> bool:
        return self.state in (NEW, CHANGED)


def made_for(manifest: Manifest) -> str:
    """Return in one line what a detector was made for: ages, states, what it needs to see."""
    needs = manifest.input
    parts = []
    if manifest.ages_months is not None:
        low, high = manifest.ages_months
        parts.append(f"{low:g} to {high:g} months")
    if manifest.states:
        parts.append(", ".join(manifest.states))
    if needs.minimum_rows > 1:
        parts.append(f"at least {needs.minimum_rows} rows of EEG")
    if needs.minimum_rate_hz:
        parts.append(f"at least {needs.minimum_rate_hz:g} Hz")
    parts += [f"needs {kind.upper()}" for kind, need in needs.kinds if need == "required"]
    parts += [f"uses {kind.upper()} if there is any" for kind, need in needs.kinds if need == "optional"]
    if needs.video != "no":
        parts.append("needs the movement trace" if needs.video == "required" else "uses the movement trace if drawn")
    return "Made for " + " · ".join(parts) if parts else ""
