"""Style attributes become classes that mean the same, and attributes again for what is made of the pages."""

import pytest

from cheatsheet.base.markup import page_text, parse_page
from cheatsheet.site.inline_styles import copy_with_attributes, rules_of, tidy, use_classes

PAGE = """<html><head><title>T</title></head><body><article>
<p style="color: red; margin : 0 ">a</p><p class="x" style="height:1em;">b</p><p style="height: 1em">c</p>
<svg><g style="fill:var(--fig-1,#1d5fa6);clip-path:url(#a)"></g></svg><p class="y">d</p><p style=" ">e</p>
</article></body></html>"""


def test_each_style_becomes_one_class_of_a_sheet_that_outweighs_the_others():
    root = parse_page(PAGE)
    use_classes(root)
    assert root.xpath("//@style") == []
    assert root.find("head/style").text == (
        "._0:not(#_){color:red;margin:0}"
        "._1:not(#_){fill:var(--fig-1,#1d5fa6);clip-path:url(#a)}"
        "._2:not(#_){height:1em}"
    )
    assert root.xpath("//@class") == ["_0", "x _2", "_2", "_1", "y"]


def test_a_page_without_styles_gets_no_sheet():
    root = parse_page("<html><head><title>T</title></head><body><p>a</p></body></html>")
    before = page_text(root)
    use_classes(root)
    assert page_text(root) == before
    assert rules_of(root) == {}


def test_a_copy_for_an_edition_has_attributes_again_and_the_page_stays():
    root = parse_page(PAGE)
    use_classes(root)
    before = page_text(root)
    part = copy_with_attributes(root, root.find(".//article"))
    assert page_text(root) == before
    assert [found.get("style") for found in part.xpath(".//*[@style]")] == [
        *("color:red;margin:0", "height:1em", "height:1em"),
        "fill:var(--fig-1,#1d5fa6);clip-path:url(#a)",
    ]
    assert part.xpath(".//@class") == ["x", "y"]


@pytest.mark.parametrize("count", [35, 36, 37, 1297])
def test_every_style_of_a_page_has_a_name_of_its_own(count):
    items = "".join(f'<p style="top:{number}px"></p>' for number in range(count))
    root = parse_page(f"<html><head></head><body>{items}</body></html>")
    use_classes(root)
    part = copy_with_attributes(root, root.find("body"))
    assert part.xpath(".//@style") == [f"top:{number}px" for number in range(count)]


@pytest.mark.parametrize(
    "style",
    [
        "color:red}body{display:none",
        "color",
        "{color:red}",
        "color:red;@media print{}",
        "--a:{}",
        "--a:</style><script>alert(1)</script>",
        'content:"</style>"',
        "background:url(a b)",
        "--a:f([{}])",
    ],
)
def test_what_could_end_its_rule_or_its_sheet_stays_an_attribute(style):
    assert tidy(style) is None
    root = parse_page("<html><head></head><body><p>x</p></body></html>")
    root.find("body/p").set("style", style)
    use_classes(root)
    assert root.xpath("//@style") == [style]


def test_important_stays_important():
    assert tidy("color: red !important; top:0") == "color:red!important;top:0"
