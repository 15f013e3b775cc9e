"""The names that foci and rows are told apart by: one electrode is one focus, however it is spelt."""

from functools import lru_cache

from eegview.model.naming import channel_name


@lru_cache(maxsize=4096)  # asked again for each bin
def plain_name(text: str) -> str:
    """Return the name of an electrode or a bipolar row in its usual spelling: "t3" → "T7", "T5–O1" → "P7-O1".

    What names no electrode stays as it is.
    """
    return channel_name(text) or text


def plain_names(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names in their usual spelling, each once, in their order."""
    return tuple(dict.fromkeys(map(plain_name, texts)))
