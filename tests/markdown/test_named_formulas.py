"""A name below a displayed formula becomes its id, with nothing more than the extension's name."""

import markdown
import pytest
from lxml import html


def convert(text):
    made = markdown.markdown(
        text,
        extensions=["attr_list", "cheatsheet.named_formulas", "pymdownx.arithmatex"],
        extension_configs={"pymdownx.arithmatex": {"generic": True}},
    )
    return html.fragment_fromstring(made, create_parent=True)


@pytest.mark.parametrize(
    "text",
    ["$$a = b$$\n{ #eq-equal }", "$$\na = b\n$$ \n{#eq-equal}  ", "$$a = b$$\n{  #eq-equal  }\n"],
)
def test_the_formula_stands_in_a_block_with_its_name(text):
    root = convert(f"Before.\n\n{text}\n\nAfter.")
    [named] = root.find_class("formula")
    assert (named.tag, named.get("id")) == ("div", "eq-equal")
    [formula] = named.find_class("arithmatex")
    assert "".join(formula.text_content().split()) == r"\[a=b\]"
    assert [(each.tag, each.text) for each in (root[0], root[-1])] == [("p", "Before."), ("p", "After.")]  # fmt: skip
    # The name itself is not shown.
    assert "#" not in root.text_content()


def test_a_formula_in_a_list_has_a_name_too():
    [named] = convert("- Item\n\n    $$x$$\n    { #eq-x }\n").find_class("formula")
    assert named.getparent().tag == "li"


@pytest.mark.parametrize("text", ["$$x$$", "Words $$x$$\n{ #eq-x }", "$$x$$\n{ .wide }", "$x$\n{ #eq-x }"])  # fmt: skip
def test_what_is_no_named_formula_is_left_alone(text):
    assert not convert(text).find_class("formula")
