"""Start a detector's process in whatever interpreter the manifest names, with the standard library only.

It makes this very copy of the package importable, and nothing else of where the package lies: the interpreter's own
numpy is not to be mixed with another's.
"""

import importlib.util
import sys
from pathlib import Path


def start() -> None:
    """Import the package from where this file lies, and run the child."""
    package = Path(__file__).resolve().parent.parent
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != package / "detect"]
    spec = importlib.util.spec_from_file_location(
        "eegview", package / "__init__.py", submodule_search_locations=[str(package)]
    )
    if spec is None or spec.loader is None:
        raise ImportError("the package is not where it was")
    module = importlib.util.module_from_spec(spec)
    sys.modules["eegview"] = module
    spec.loader.exec_module(module)
    from eegview.detect.child import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    start()
