"""Functions and classes of a script, cut out with what belongs to them."""

from lxml import html

from cheatsheet.markdown.listings import definitions, highlighted, listing

SCRIPT = '''import torch

LIMIT = 3


# Not part of it.
@torch.no_grad()
def first(x):
    """Say < what."""

    def inner():
        return x

    return inner()


class Second:
    size = 1


async def third(): ...
'''


def test_a_definition_has_all_its_lines_and_no_other():
    found = definitions(SCRIPT)
    assert list(found) == ["first", "Second", "third"]
    assert found["first"].startswith("@torch.no_grad()\ndef first(x):")
    assert found["first"].endswith("    return inner()")
    assert found["Second"] == "class Second:\n    size = 1"


def test_what_has_no_colour_of_its_own_is_no_element():
    shown = highlighted("x = y.size + 1")
    assert (
        shown
        == '<span></span>x <span class="o">=</span> y<span class="o">.</span>size <span class="o">+</span> <span class="mi">1</span>'
    )


def test_a_listing_says_what_the_script_says():
    code = definitions(SCRIPT)["first"]
    shown = html.fragment_fromstring(listing(code))
    assert shown.get("class") == "language-python highlight"
    assert shown.find("pre").get("tabindex") == "0"
    assert shown.text_content() == code
