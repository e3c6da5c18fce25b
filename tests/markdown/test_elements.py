"""What evidence looks like: a figure with its caption, the list of sources, a drawing with its description."""

import xml.etree.ElementTree as ET

from lxml import html

from cheatsheet.content.references import Reference
from cheatsheet.markdown.elements import figure_element, labelled, sources_list


def test_a_figure_holds_its_drawing_its_caption_and_a_link_to_its_code():
    made = figure_element("good-line", "DRAWING", "It rises.", "../examples/cnn/good/", "A line")
    assert ET.tostring(made, "unicode") == (
        '<figure id="fig-good-line" class="plot">DRAWING<figcaption>It rises. '
        '<a href="../examples/cnn/good/" class="code" data-search-exclude="" '
        'aria-label="Code of this figure: A line">Code</a></figcaption></figure>'
    )


def test_sources_are_sorted_by_their_authors_and_linked_where_they_can_be():
    sources = sources_list(
        {
            Reference("b-2", "B", 2002, "Two", url="https://b.org/two"): [
                "sec. 1; alone",
                "Table 2",
            ],
            Reference("a-9", "A", 2009, "Book"): ["p. 3"],
            Reference("a-1", "A", 2001, "One", arxiv="0101.00001"): ["abstract"],
        }
    )
    assert ET.tostring(sources, "unicode") == (
        '<ul class="sources">'
        '<li id="src-a-1">A 2001, One. <a href="https://arxiv.org/abs/0101.00001">arXiv 0101.00001</a> Cited: abstract.</li>'
        '<li id="src-a-9">A 2009, Book. Cited: p. 3.</li>'
        '<li id="src-b-2">B 2002, Two. <a href="https://b.org/two">b.org</a> Cited: sec. 1; Table 2.</li>'
        "</ul>"
    )


def test_a_drawing_is_one_image_with_a_description():
    alt = 'y < "x" & <svg, not &lt; '
    made = html.fragment_fromstring(labelled('<svg viewBox="0 0 1 1"><svg x="1"/></svg>', alt))
    assert dict(made.attrib) == {
        "role": "img",
        "aria-label": alt,
        "data-search-exclude": "",
        "viewbox": "0 0 1 1",
    }
    # A drawing inside it is none of its own.
    assert dict(made[0].attrib) == {"x": "1"}
