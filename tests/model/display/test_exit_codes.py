"""Every failure has an exit code that scripts are told of."""

import importlib
import pkgutil

import pytest

import eegview
from eegview.model.errors import EegViewError

CONTRACT = {2, 3, 4, 5, 130}


def kinds_below(kind: type[EegViewError]) -> list[type[EegViewError]]:
    return [kind, *(one for below in kind.__subclasses__() for one in kinds_below(below))]


@pytest.mark.parametrize("package", ["exchange", "app", "cli", "readers", "store", "detect"])
def test_every_failure_has_an_exit_code_of_the_contract(package: str) -> None:
    for module in pkgutil.walk_packages([f"{eegview.__path__[0]}/{package}"], f"eegview.{package}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    assert {kind.__name__: kind.exit_code for kind in kinds_below(EegViewError) if kind.exit_code not in CONTRACT} == {}
