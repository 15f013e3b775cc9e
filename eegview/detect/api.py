"""The promises to detectors that the program keeps, by the number `api` of a manifest.

`plugins/README.md` says what each number promises. One is added with each new promise, and leaves `SUPPORTED_APIS` only
when its promise cannot be kept any more.
"""

from eegview.detect.toml_table import shortened

CURRENT_API = 7
OUTPUT_API = 3  # the first one whose manifests have an [output] table
KEYS_API = 4  # the first one whose manifests have a [keys] table
CALIBRATION_API = 6  # the first one with [[calibration]], and `read_h`, `looks`, `fitted` in [[evidence]]
MARKS_API = 7  # the first one with `marks` in [input]
CONTAINER_API = 7  # the first one whose commands may begin with {container}
SUPPORTED_APIS = range(1, CURRENT_API + 1)
_LARGE = 10**12


def api_fault(value: object) -> str:
    """Return what is wrong with a manifest's `api`, and what to do, as a part of a sentence; "" where nothing is.

    Parameters
    ----------
    value : as TOML gives it; None where the manifest has none
    """
    if value is None:
        return f"“api” is missing; write api = {CURRENT_API}, for what is promised today"
    if isinstance(value, bool) or not isinstance(value, int):
        return f"“api” is {_as_toml(value)}, which is not a whole number; write api = {CURRENT_API}"
    if value in SUPPORTED_APIS:
        return ""
    advice = "update the program, or get" if value > CURRENT_API else "get"
    return (
        f"“api” is {_as_toml(value)}, and this program knows {SUPPORTED_APIS[0]} to {SUPPORTED_APIS[-1]}; "
        f"{advice} a version of the detector with api = {CURRENT_API}"
    )


def _as_toml(value: object) -> str:
    if isinstance(value, str):
        return f"“{shortened(value)}”"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= _LARGE:  # its digits may be more than Python writes
        return "far too large"
    return shortened(repr(value))
