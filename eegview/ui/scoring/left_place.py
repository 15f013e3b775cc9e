"""Where a reader left the workbench, and the time used on each epoch: kept on this machine."""

import hashlib

from eegview.app.scoring.work import ScoringWork
from eegview.model.text.language import tr
from eegview.ui.window.settings import Settings
from eegview.ui.window.study.open_study import OpenStudy


class LeftPlace:
    """The place of one reader in one study; evidence itself is in the library."""

    def __init__(self, settings: Settings, study: OpenStudy) -> None:
        self._settings, self._study = settings, study

    @property
    def _prefix(self) -> str:
        reader = hashlib.sha256(self._study.review.author.encode()).hexdigest()[:8]
        return tr("score/{fingerprint}/{reader}", fingerprint=self._study.recording.fingerprint[:16], reader=reader)

    def keep(self, work: ScoringWork, used_s: float) -> None:
        """Remember epoch, bin and the time used on the epoch."""
        self._settings.put(f"{self._prefix}/start_s", work.place.start_s)
        self._settings.put(f"{self._prefix}/bin", work.place.number)
        self._settings.put(f"{self._prefix}/{work.key.start_text}/used_s", round(used_s, 1))

    def used_s(self, work: ScoringWork) -> float:
        """Return the time used on the epoch before (s)."""
        return self._settings.number(f"{self._prefix}/{work.key.start_text}/used_s", 0.0)

    @property
    def start_s(self) -> float | None:
        """Return the start of the epoch that was left, None where the workbench was never open."""
        start_s = self._settings.number(f"{self._prefix}/start_s", -1.0)
        return start_s if start_s >= 0 else None

    @property
    def bin(self) -> int:
        """Return the bin of that epoch, from 0."""
        return round(self._settings.number(f"{self._prefix}/bin", 0.0))
