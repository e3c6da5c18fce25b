"""Fonts hold each character that a page shows, and no others."""

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from cheatsheet.base.cache import Cache
from cheatsheet.base.markup import element, parse_page
from cheatsheet.site.facts import characters_by_classes
from cheatsheet.site.fonts import (
    COMMON,
    STYLE,
    characters,
    characters_by_family,
    families,
    ranges,
    reduce_fonts,
    split_faces,
)
from cheatsheet.site.model import Site

KATEX = (
    "@font-face{font-family:KaTeX_Size1;src:url(x)}.katex{font:normal 1em KaTeX_Main}"
    ".katex .mathnormal{font-family:KaTeX_Math;font-style:italic}.katex .mathbb,.katex .textbb{font-family:KaTeX_AMS}"
    ".katex .delimsizing.size1{font-family:KaTeX_Size1}"
)
FORMULA = (
    '<span class="katex"><span class="katex-mathml">∞</span><span class="katex-html" aria-hidden="true"><span class="base"><span class="mord mathnormal">x</span>'
    '<span class="mrel">=&lt;</span><span class="mord mathbb">E</span><span class="delimsizing size1">(</span>'
    '<span class="sizing size1">2</span><span class="textbb">R<span class="mathnormal">y</span>t</span></span></span></span>'
)


def test_a_character_counts_for_the_families_that_the_classes_around_it_ask_for():
    shown = characters_by_classes(element(FORMULA).find_class("katex-html"))
    found = characters_by_family([shown, shown], families(KATEX))
    assert found == {
        "Math": {"x", "y"},
        "Main": {"=", "<", "2"},
        # The y lies in both; too many is no harm. The t stands behind an element.
        "AMS": {"E", "R", "y", "t"},
        "Size1": {"("},
    }


def test_families_are_read_from_the_style_sheet_of_katex(root):
    rules = families((root / "docs/assets/katex/katex.min.css").read_text("utf-8"))
    assert ({"mathnormal"}, "Math") in rules
    assert ({"mathbb"}, "AMS") in rules
    assert ({"delimsizing", "size4"}, "Size4") in rules
    # What has no class of its own gets the main one anyway.
    assert all(classes and "katex" not in classes for classes, _ in rules)


def test_characters_are_those_of_texts_attributes_and_scripts():
    page = (
        '<html><body><!-- ψ --><p title="α">β<b>γ</b>δ &epsilon;</p><img alt="ζ"></body>'
        "<script>const η = 1</script></html>"
    )
    site = Site(
        {"index.html": parse_page("<p>θ</p>"), "cnn/index.html": parse_page(page)},
        {
            "assets/javascripts/study.js": "“ι”".encode(),
            "assets/other.txt": "ω".encode(),
        },
    )
    shown = characters(site)
    assert set("αβγδεζηθι“”") <= shown
    # What a reader types shows too.
    assert set("~AZaz09 !") <= shown
    assert not {"ψ", "ω"} & shown


NAMES = ("assets/fonts/Inter-Regular.woff2", "assets/fonts/Inter-SemiBold.woff2")
MATHS = ("assets/katex/fonts/KaTeX_Math-Italic.woff2", "assets/katex/fonts/KaTeX_AMS-Regular.woff2")


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return Cache(tmp_path_factory.mktemp("fonts"))


# More than ten that are not typed, and which both of ours have.
RARE = "γδεζηθλμνξ≈≤≥√∞"
SECTION = "cnn/index.html"


def reduced(root, cache, text="Größe → α", also=""):
    """A site with four of the real fonts and a section, and where there is `also` another page; its fonts reduced."""
    files = {name: (root / "docs" / name).read_bytes() for name in (*NAMES, *MATHS)}
    files["assets/katex/katex.min.css"] = KATEX.encode()
    files["assets/fonts/Inter-LICENSE.txt"] = b"licence"
    pages = {SECTION: parse_page(f"<p>{text}</p>{FORMULA}")}
    if also:
        pages["index.html"] = parse_page(f"<p>{also}</p>")
    site = Site(pages, files)
    reduce_fonts(site, cache, [SECTION])
    return site


def font(data):
    return TTFont(BytesIO(data))


def held(data):
    return {chr(code) for code in font(data).getBestCmap() or {}}


def test_our_fonts_hold_what_the_pages_show_and_typed_text(root, cache):
    site = reduced(root, cache)
    typed = {chr(code) for code in range(0x20, 0x7F)}
    for name in NAMES:
        full = held((root / "docs" / name).read_bytes())
        # What few characters would fill is no file of its own.
        assert held(site.files[name]) == full & (typed | set("öß→α∞"))
        assert name.replace(".woff2", "-more.woff2") not in site.files
        assert font(site.files[name]).flavor == "woff2"
    assert site.files["assets/fonts/Inter-LICENSE.txt"] == b"licence"


def test_what_no_section_shows_lies_in_a_font_of_its_own(root, cache):
    site = reduced(root, cache, also=RARE)
    typed = {chr(code) for code in range(0x20, 0x7F)}
    for name, often in ((NAMES[0], "öß→α∞"), (NAMES[1], "αε√")):
        full = held((root / "docs" / name).read_bytes())
        rest = set(RARE + "ö∞ß→") - set(often)
        assert held(site.files[name]) == full & (typed | set(often))
        assert held(site.files[name.replace(".woff2", "-more.woff2")]) == full & rest
        assert len(full & rest) >= 10


def test_fonts_of_formulas_hold_what_is_set_in_them(root, cache):
    site = reduced(root, cache)
    math, ams = (held(site.files[name]) for name in MATHS)
    assert math == {"x", "y", " "} & held((root / "docs" / MATHS[0]).read_bytes())
    assert {"x", "y"} <= math
    assert {"E", "R"} <= ams
    assert len(ams) <= 5


def test_kerning_and_widths_of_letters_stay(root, cache):
    full, made = (
        font(data)
        for data in (
            (root / "docs" / NAMES[0]).read_bytes(),
            reduced(root, cache).files[NAMES[0]],
        )
    )
    assert "kern" in {record.FeatureTag for record in made["GPOS"].table.FeatureList.FeatureRecord}
    for code, part in [(ord(sign), made) for sign in "aWö→"]:
        wide, narrow = (
            each["hmtx"][each.getBestCmap()[code]][0] / each["head"].unitsPerEm
            for each in (full, part)
        )
        assert wide == pytest.approx(narrow, abs=0.5 / 1000)


FACES = """@font-face {
  font-family: Inter;
  src: url("../fonts/Inter-Regular.woff2") format("woff2");
}
p {
  color: red;
}
"""


@pytest.mark.parametrize(
    "css", [FACES, FACES.replace("\n", "").replace(": ", ":").replace(" {", "{")]
)
def test_a_browser_fetches_the_rest_of_a_font_for_its_characters_alone(css):
    both = split_faces(css, {"Inter-Regular": ranges("→αβγ∞")})
    face, end, rest = css.partition("}")
    assert both.startswith(face + end)
    assert both.endswith(rest)
    assert both.count("@font-face") == 2
    assert 'url("../fonts/Inter-Regular-more.woff2")' in both
    assert ";unicode-range:U+3b1-3b3, U+2192, U+221e}" in both
    assert split_faces(css, {"Inter-Regular": ""}) == css


def test_no_end_of_a_line_and_nothing_that_a_font_lacks_fetches_the_rest(root, cache):
    files = {name: (root / "docs" / name).read_bytes() for name in NAMES}
    faces = FACES.replace("Inter-Regular", "Inter-SemiBold")
    files |= {"assets/katex/katex.min.css": b"", STYLE: faces.encode()}
    page = parse_page("<p>one\ntwo\u200b \u00a0 ζηθικλμνξοπжщ</p>")
    site = Site({"index.html": page}, files)
    reduce_fonts(site, cache, [])
    assert site.text(STYLE).count("unicode-range:U+3b6-3c0}") == 1


def test_the_style_sheet_names_all_fonts_that_are_split(root):
    css = (root / "docs/assets/stylesheets/site.css").read_text("utf-8")
    assert split_faces(css, dict.fromkeys(COMMON, "U+2192")).count("-more.woff2") == len(COMMON)


def test_a_page_that_shows_more_gets_a_font_that_holds_more(root, cache):
    assert "–" not in held(reduced(root, cache).files[NAMES[0]])
    assert "–" in held(reduced(root, cache, "1–2").files[NAMES[0]])


def test_the_same_inputs_make_the_same_bytes(root, cache, tmp_path):
    assert reduced(root, cache).files == reduced(root, Cache(tmp_path)).files


def test_the_fonts_of_the_site_hold_its_text(site):
    pages = [path.read_text("utf-8") for path in site.glob("*/index.html")]
    text = "".join([*pages, (site / "search/search_index.json").read_text("utf-8")])
    for name in ("Inter-Regular", "Inter-SemiBold"):
        files = sorted((site / "assets/fonts").glob(f"{name}*.woff2"))
        both = set(map(ord, set.union(*(held(file.read_bytes()) for file in files))))
        full = TTFont(f"docs/assets/fonts/{name}.woff2").getBestCmap()
        assert set(map(ord, text)) & full.keys() <= both < full.keys()
