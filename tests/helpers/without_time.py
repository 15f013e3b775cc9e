"""What a command printed, without the second in which it was made."""

import json
from typing import Any


def undated(printed: str) -> dict[str, Any]:
    """Return what was printed as JSON, without the time of its provenance."""
    held: dict[str, Any] = json.loads(printed)
    del held["provenance"]["made_utc"]
    return held
