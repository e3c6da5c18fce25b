"""The text of a range."""

import math


def span(values, form=".0%"):
    """Smallest to largest, or one number where both look alike."""
    ends = [format(end, form) for end in (min(values), max(values))]
    return " to ".join(dict.fromkeys(ends))


def powers(values):
    """Smallest to largest as powers of ten, 10⁻²³ to 10⁻²¹."""
    digits = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
    ends = [f"{math.log10(end):.0f}" for end in (min(values), max(values))]
    return " to ".join(dict.fromkeys(f"10{end.translate(digits)}" for end in ends))
