"""Values of a row as cells of a text table and as JSON."""

import json
import math
from collections.abc import Mapping
from typing import Any

TRUE, FALSE = "true", "false"


def json_value(value: object) -> Any:
    """Return a value for JSON; a number that is none is null, a tuple a list."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(name): json_value(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(one) for one in value]
    return value


def cell(value: object) -> str:
    """Return a value as a cell: numbers so that they come back exactly, several values as JSON, nothing as ""."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(json_value(value), ensure_ascii=False, allow_nan=False)
    return str(value)
