"""Test a detector: recordings with known truth, a run in this process, and the laws that every detector keeps.

    from eegview.testing import assert_contract, check, from_arrays, run, simulated

`plugins/README.md` (installed: `eegview detectors guide`) shows how each is used. Nothing is loaded before it is asked
for. For research and education only.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eegview.detect.faults.fault import Fault
    from eegview.model.suggestion.detection import Detection, Trend
    from eegview.testing.contract import assert_contract, contract_breaches
    from eegview.testing.faults import check
    from eegview.testing.laws import LAWS, Breach
    from eegview.testing.made_recording import (
        TEN_TWENTY,
        MadeRecording,
        TrueEvent,
        from_arrays,
        from_file,
        simulated,
    )
    from eegview.testing.running import RunResult, run

__all__ = [
    "LAWS",
    "TEN_TWENTY",
    "Breach",
    "Detection",
    "Fault",
    "MadeRecording",
    "RunResult",
    "Trend",
    "TrueEvent",
    "assert_contract",
    "check",
    "contract_breaches",
    "from_arrays",
    "from_file",
    "run",
    "simulated",
]

# Where each name lives: the imports above once more, for the running program.
_MODULES = {
    "detect.faults.fault": ("Fault",),
    "model.suggestion.detection": ("Detection", "Trend"),
    "testing.contract": ("assert_contract", "contract_breaches"),
    "testing.faults": ("check",),
    "testing.laws": ("LAWS", "Breach"),
    "testing.made_recording": ("TEN_TWENTY", "MadeRecording", "TrueEvent", "from_arrays", "from_file", "simulated"),
    "testing.running": ("RunResult", "run"),
}
_MODULE_OF = {name: f"eegview.{module}" for module, names in _MODULES.items() for name in names}

if not TYPE_CHECKING:  # a type checker is to know these names only

    def __getattr__(name: str) -> object:
        """Load a name when it is first asked for."""
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_MODULE_OF[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
