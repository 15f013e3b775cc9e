"""Sentences that name readers, told apart from others so that they can be left out where names are hidden."""


class ReaderNote(str):
    """A sentence on what was used or left out that names at least one reader."""

    __slots__ = ()
