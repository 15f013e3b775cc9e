"""The label by which a signal of an EDF or BDF file is known to hold annotations."""

import re

_NO_LETTERS = re.compile("[^A-Za-z]")
_ANNOTATIONS = re.compile("[eb]df(plus)?(annot|ann?ott?at?i?o?n?s?)")


def is_annotations_label(label: str) -> bool:
    """Whether a label is `EDF Annotations` or `BDF Annotations`, also misspelt, numbered, or with other blanks."""
    return _ANNOTATIONS.fullmatch(_NO_LETTERS.sub("", label).lower()) is not None
