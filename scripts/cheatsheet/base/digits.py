"""Numbers in digits as texts print them, with their values."""

from decimal import Decimal

# In groups of three digits or without, with decimals or without.
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
# What a number that stands alone has neither in front nor behind.
ALONE = (r"(?<![\w.,])", r"(?![\w%]|[.,]\d)")


def value_of(number: str) -> float:
    """The value of a number of this form, perhaps with a power of ten; of a percentage, its share of one."""
    value = Decimal(number.rstrip("%").replace(",", ""))
    return float(value / 100 if number.endswith("%") else value)
