"""Notify listeners of a value of one type, in the order they were connected."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Notifier(Generic[T]):
    """A signal without Qt: `emit` calls every connected listener; use it on one thread."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[T], None]] = []

    def connect(self, listener: Callable[[T], None]) -> None:
        self._listeners.append(listener)

    def emit(self, value: T) -> None:
        for listener in tuple(self._listeners):
            listener(value)
