"""Merging two marks field by field: which answer is taken of each field that differs."""

from PySide6.QtCore import QObject, Signal

from eegview.app.comparing.difference import Difference

A, B = "a", "b"


class Merging(QObject):
    """The choice for each field of one difference; A's answer unless B's is taken, or A gave none.

    picks : "a" or "b", by the field's name; None while nothing is merged
    field : the name of the field that keys choose for
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.picks: dict[str, str] | None = None
        self.field = ""
        self._names: tuple[str, ...] = ()

    @property
    def is_on(self) -> bool:
        return self.picks is not None

    def begin(self, difference: Difference) -> None:
        """Begin with what A says, and with what B says where A says nothing."""
        differing = [field for field in difference.fields if field.differs]
        self._names = tuple(field.name for field in differing)
        self.picks = {field.name: A if field.a_text else B for field in differing}
        self.field = self._names[0] if self._names else ""
        self.changed.emit()

    def end(self) -> None:
        """Merge nothing any more."""
        if self.picks is not None:
            self.picks, self.field, self._names = None, "", ()
            self.changed.emit()

    def pick(self, name: str, side: str) -> None:
        """Take the answer of this side ("a" or "b") for a field; "" is the field that keys choose for."""
        name = name or self.field
        if self.picks is not None and name in self.picks:
            self.picks[name], self.field = side, name
            self.changed.emit()

    def pick_and_go_on(self, side: str) -> None:
        """Take an answer for the field that keys choose for, and go to the next field."""
        if self.picks is not None:
            if self.field in self.picks:
                self.picks[self.field] = side
            self.step(1)

    def step(self, steps: int) -> None:
        """Choose for the field so many further on."""
        if self._names:
            at = self._names.index(self.field) if self.field in self._names else 0
            self.field = self._names[min(max(at + steps, 0), len(self._names) - 1)]
            self.changed.emit()
