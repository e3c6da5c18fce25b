"""Data files that say what cannot be: each is one problem with its line, and none hides another."""

import pytest

from miniature import change, said, write


def test_a_term_that_is_not_there_is_named_and_the_index_is_looked_at_all_the_same(rich):
    change(rich, "docs/terms.yml", "  also:", "  see: [Nope]\n  also:")
    write(rich.root, "docs/named.md", "# A { #a }\n\nSee [x](claim:9.9).\n")
    assert said(rich).split("\n") == [
        "docs/named.md:3: there is no claim '9.9'",
        "docs/terms.yml:3: term Gradient: there is no term 'Nope' to see",
    ]


@pytest.mark.parametrize("name", ["Gradient", "derivative"])
def test_a_term_that_leads_to_itself_is_named(rich, name):
    change(rich, "docs/terms.yml", "  also:", f"  see: [{name}]\n  also:")
    assert said(rich) == "docs/terms.yml:3: term Gradient: it says to see itself"
