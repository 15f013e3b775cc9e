"""Treatment and response: drugs and days as entered, and the response by the consensus, no more than the data say."""

from __future__ import annotations

from collections.abc import Mapping

from eegview.app.report.making import Computed

COMPUTED: Mapping[str, Computed] = {}
