"""Sentences that are English where they are stored, exported or reported, and in the reader's language where shown.

A text that model, engines and app put together is used by tables, JSON and reports, which stay English, and by the
window. `tr_kept` makes it in English and remembers how; `shown` says it again in the language of the window.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from eegview.model.text import language


class Said(str):
    """A text in English that knows how it was put together.

    Anything that makes another text of it (an f-string, `replace`) gives plain English.
    """

    _forms: tuple[str, ...]
    _values: Mapping[str, object]
    _n: int | None
    _parts: tuple[str, ...] | None

    def __new__(
        cls,
        english: str,
        forms: tuple[str, ...] = (),
        values: Mapping[str, object] | None = None,
        n: int | None = None,
        parts: tuple[str, ...] | None = None,
    ) -> Self:
        """Return a text.

        forms : in English, as it is looked up: one, with `n` one and many
        parts : with what stands between them as `forms`; None = it is no sequence of texts
        """
        made = super().__new__(cls, english)
        made._forms, made._values, made._n, made._parts = forms, values or {}, n, parts
        return made

    def __reduce__(self) -> tuple[type[Said], tuple[object, ...]]:
        return Said, (str(self), self._forms, self._values, self._n, self._parts)

    def in_readers_language(self) -> str:
        """Return the text in the language of the window."""
        if self._parts is not None:
            return self._forms[0].join(shown(part) for part in self._parts)
        values = {name: shown(value) if isinstance(value, str) else value for name, value in self._values.items()}
        if self._n is not None:
            return language.tr_n(self._forms[0], self._forms[1], self._n, **values)
        return language.tr(self._forms[0], **values)


def tr_kept(template: str, /, **values: object) -> Said:
    """Return a text in English, with values put in where `{name}` stands; a value may be such a text itself."""
    return Said(template.format(**values) if values else template, (template,), values)


def tr_kept_n(one: str, many: str, n: int, /, **values: object) -> Said:
    """Return the form of a text for `n` things in English; `{n}` stands for the number."""
    return Said((one if n == 1 else many).format(n=n, **values), (one, many), values, n)


def joined(parts: Iterable[str], between: str = " ") -> Said:
    """Return several texts as one."""
    held = tuple(part for part in parts if part)
    return Said(between.join(held), (between,), parts=held)


def shown(text: str) -> str:
    """Return a text as it is shown in the window: in the reader's language where it was put together by `tr_kept`."""
    return text.in_readers_language() if isinstance(text, Said) else text
