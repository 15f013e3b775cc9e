"""The garbage collector waits while very many nouns are made at once."""

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Generator[None]:
    """Let the collector wait: it would walk again and again over thousands of new objects, none of them garbage.

    With it at work 100,000 marks take a third longer to read. Never left off, also where two threads pause it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
