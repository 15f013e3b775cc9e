"""A learner's figures as one object of JSON: every number with interval, count, method, or why there is none."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from eegview.app.training.learner.figures import LearnerStatistics

DISCLAIMER = "For research and education. Not a medical device, not for diagnosis, no certificate of competence."


def statistics_json(statistics: LearnerStatistics, set_id: str, title: str) -> dict[str, Any]:
    """Return the figures; what is not known is None."""
    figures = asdict(statistics)
    return {
        "set": {"set_id": set_id, "title": title, "is_simulated": statistics.is_simulated},
        "learner": figures.pop("pseudonym"),
        **figures,
        "disclaimer": DISCLAIMER,
    }
