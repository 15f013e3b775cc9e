"""Who reviews a recording."""

from dataclasses import dataclass


@dataclass(slots=True)
class Reviewer:
    """The person at the window.

    name : also the name of the layer that holds the reviewer's own marks
    role : only a neurologist changes the final layer
    """

    name: str
    role: str = ""
