"""SzCORE's codes of seizures, `sz_foc_ia_m_spasms`: which of them are spasms is asked here alone."""

TERMS = ("seizure", "spasm")


def term_of_code(code: str) -> str | None:
    """Return the term of a code, None where it is no seizure. Whatever their onset, codes that end in spasms are."""
    parts = code.strip().casefold().split("_")
    if parts[0] != "sz":
        return None
    return "spasm" if parts[-1] == "spasms" else "seizure"
