"""What the sidebar needs of the window it stands in."""

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QAction


class Commands(Protocol):
    """The actions of the window, by command id."""

    def __getitem__(self, command_id: str) -> QAction: ...

    def connect(self, handlers: Mapping[str, Callable[[], object]]) -> None: ...


class Memory(Protocol):
    """What is remembered between sessions."""

    def text(self, key: str, default: str = "") -> str: ...

    def number(self, key: str, default: float, lowest: float = ..., highest: float = ...) -> float: ...

    def blob(self, key: str) -> QByteArray: ...

    def put(self, key: str, value: str | float | QByteArray | list[str]) -> None: ...
