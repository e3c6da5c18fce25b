"""Everything with an id of its kind gets one plain link to itself, where it disturbs nothing."""

import markdown
from lxml import html

TEXT = """# A { #a }

| A | B |
| --- | --- |
| x { #row-x } | 1 { #other } |

$$x$$
{ #eq-x }

/// correction | Once
    attrs: {id: corrected-1-1}
Twice.
///

/// details | Why?
    attrs: {id: q-why}
Because.

/// details | And then?
    attrs: {id: q-then}
This.
///
///

Words { #words }
"""


def convert(text, *more):
    made = markdown.markdown(
        text,
        extensions=[
            # In front, as in a list that nobody ordered: it comes behind the others all the same.
            "cheatsheet.permalinks",
            "attr_list",
            "cheatsheet.named_formulas",
            "tables",
            "toc",
            "pymdownx.arithmatex",
            "pymdownx.blocks.admonition",
            "pymdownx.blocks.details",
            *more,
        ],
        extension_configs={
            "toc": {"permalink": "#", "permalink_title": "Link to this part"},
            "pymdownx.arithmatex": {"generic": True},
            "pymdownx.blocks.admonition": {"types": ["correction"]},
        },
    )
    return html.fragment_fromstring(made, create_parent=True)


def test_each_kind_has_one_link_with_its_name():
    links = convert(TEXT).find_class("headerlink")
    assert [(link.get("href"), link.get("aria-label")) for link in links] == [
        ("#a", "Link to this part"),
        ("#row-x", "Link to this row"),
        ("#eq-x", "Link to this formula"),
        ("#corrected-1-1", "Link to this correction"),
        ("#q-then", "Link to this question"),
        ("#q-why", "Link to this question"),
    ]
    assert all(link.get("title") == link.get("aria-label") for link in links)
    # Only headings have a sign as text: it would get into copied tables.
    assert [link.text for link in links] == ["#", None, None, None, None, None]


def test_the_link_stands_at_the_end_of_what_it_leads_to():
    root = convert(TEXT)
    assert root.get_element_by_id("row-x")[-1].get("href") == "#row-x"
    assert root.get_element_by_id("eq-x")[-1].get("href") == "#eq-x"
    title, twice = root.get_element_by_id("corrected-1-1")
    assert title[-1].get("href") == "#corrected-1-1"
    assert twice.text == "Twice."


def test_the_link_of_a_fold_stands_beside_it_where_the_fold_was():
    root = convert(TEXT)
    for name in ("q-why", "q-then"):
        fold = root.get_element_by_id(name)
        assert fold.getparent().get("class") == "fold"
        assert fold.getnext().get("href") == f"#{name}"
        assert not fold.find("summary").findall("a")
    # The inner one stays inside the outer, and what follows follows.
    assert root.get_element_by_id("q-then").getparent().getparent().get("id") == "q-why"
    assert root.get_element_by_id("q-why").getparent().getnext().text == "Words { #words }"


def test_a_correction_is_one_by_its_class_whatever_its_id():
    text = "/// correction | Once\n    attrs: {id: restored-cells}\nTwice.\n///\n\n/// correction | No id\nTwice.\n///"
    links = convert(text).find_class("headerlink")
    assert [(link.get("href"), link.get("title")) for link in links] == [
        ("#restored-cells", "Link to this correction")
    ]


def test_the_link_of_a_figure_stands_in_its_caption():
    figure = '<figure id="fig-a" markdown="block"><figcaption>It rises.</figcaption></figure>'
    [link] = convert(figure, "md_in_html").find_class("headerlink")
    assert link.getparent().tag == "figcaption"
    assert link.get("aria-label") == "Link to this figure"
