"""Numbers as DICOM's decimal strings, of 16 characters at most (PS3.5 6.2, VR DS)."""

_LONGEST = 16
_TRIES = 4000


def decimal_text(number: float) -> str:
    """Return a finite number as text, to as many digits as 16 characters hold."""
    for digits in range(17, 0, -1):
        text = _shortened(f"{number:.{digits}g}")
        if len(text) <= _LONGEST:
            return text
    return "0"


def exact_product(number: float) -> tuple[str, str]:
    """Return two decimal strings whose product, in double precision, is `number` to the last bit where that can be.

    The first is `number` to 9 digits or more, the second close to 1: what 16 characters cannot say of a sensitivity,
    its correction factor says.
    """
    plain = decimal_text(number)
    if float(plain) == number or number == 0:
        return plain, "1"
    step = float(f"1e{_exponent(number) - 8}")
    for turn in range(_TRIES):
        first = decimal_text(float(f"{number:.9g}") + step * ((turn + 1) // 2) * (-1 if turn % 2 else 1))
        if not float(first):
            continue
        second = decimal_text(number / float(first))
        if float(first) * float(second) == number:
            return first, second
    return plain, "1"


def _exponent(number: float) -> int:
    return int(f"{number:e}".partition("e")[2])


def _shortened(text: str) -> str:
    """Return a number without what a decimal string does not need: "1e-06" becomes "1E-6", "0.5" stays."""
    mantissa, sign, exponent = text.partition("e")
    return f"{mantissa}E{int(exponent)}" if sign else mantissa
