"""Small reports as PDF, keys and signatories for tests of signing."""

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from eegview.app.report.signing.keys import Signer
from eegview.app.report.signing.signing import Signatory
from eegview.model.signature import Meaning

AT_UTC = "2026-03-17T10:05:00+00:00"
_PAGE = """#set document(title: "EEG report")
#set text(lang: "en")
= EEG report <top>
%s spasms, #link("eegview:page?recording=00&from=1.0&to=2.0")[at 1 s], see @top2.
#set heading(numbering: "1.")
== Coverage <top2>
37 min
"""


@lru_cache
def small_pdf(count: str = "138") -> bytes:
    """Return a tagged PDF with a link, named places and a heading, as reports have."""
    import typst

    return typst.compile((_PAGE % count).encode(), format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True)


def made_signer(seed: int = 1) -> Signer:
    """Return a key that is the same each time."""
    return Signer(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def signatory(name: str = "Dr. Dora Doe", meaning: Meaning = Meaning.REVIEWED, at_utc: str = AT_UTC) -> Signatory:
    """Return the neurologist “doc” under a printed name."""
    return Signatory(name, "doc", "neurologist", meaning, at_utc)
