"""Characters of other scripts have no place on a page, whatever Python knows of them."""

import unicodedata

from cheatsheet.markdown.characters import foreign_in


def test_each_is_named_once():
    assert foreign_in("a 半 b 两 半") == ["半", "两"]


def test_letters_with_accents_greek_and_mathematics_are_at_home():
    assert foreign_in("Łukasz Dollár Šikić Gørup Nguyễn α → ≤ ∇ ‖x‖ x̂ xᵢ 𝒩 ✓ ⌈x⌉ — “x” €") == []


def test_no_digit_beside_those_that_the_rules_read_is_at_home():
    """Whatever this Python's Unicode calls a digit of another script, and blocks that a later one fills with them."""
    digits = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Nd"]
    at_home = [sign for sign in digits if not foreign_in(sign)]
    assert {unicodedata.name(sign).split(" DIGIT")[0].partition(" ")[0] for sign in at_home} <= {
        "DIGIT",
        "MATHEMATICAL",
    }
    for block in (0x11F50, 0x1E4F0, 0x116D0, 0x11BF0, 0x16D70, 0x1E5F0, 0x11DE0):
        assert all(foreign_in(chr(block + at)) for at in range(10))
