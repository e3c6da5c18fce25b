"""Style sheets hold what the pages use, and what they hold still means the same."""

import pytest
import tinycss2

from cheatsheet.base.cache import Cache
from cheatsheet.base.markup import parse_page
from cheatsheet.site.model import Site
from cheatsheet.site.styles import (
    compact,
    drop_variables,
    reduce_style,
    reduce_styles,
    used_names,
)


def test_a_style_sheet_has_the_rules_that_its_names_need():
    css = (
        ".used,.unused{a:b}.used:not(.unused){c:d}@media print{.unused{e:f}}@media screen{#here .used{g:h}}"
        "[dir=rtl] .used{i:j}img[src$='#only-dark']{display:none}p{k:l}@font-face{font-family:X}.used\\:x{m:n}"
    )
    assert reduce_style(css, {"used", "here"}) == (
        '.used{a:b}.used:not(.unused){c:d}@media screen{#here .used{g:h}}img[src$="#only-dark"]{display:none}p{k:l}@font-face{font-family:X}'
    )


def test_a_choice_has_the_names_that_can_be_true():
    css = ".used:is(.unused,.here,p) a{b:c}.used:where(.unused){d:e}.used:is(:not(.unused),.used){f:g}"
    assert reduce_style(css, {"used", "here"}) == (
        ".used:is(.here,p) a{b:c}.used:is(:not(.unused),.used){f:g}"
    )


def test_variables_that_nobody_reads_are_dropped():
    css = ":root{--read:url('data:a;b');--unread:1px;color:red}@media print{p{--unread:2px;e:f!important}}"
    assert drop_variables(css, {"--read"}) == (
        ':root{--read:url("data:a;b");color:red}@media print{p{e:f!important}}'
    )


def test_variables_are_dropped_at_any_depth_and_rules_without_selectors_stay():
    css = "a{--x:1;b{--x:2;--y:3;c:d}@media print{--x:4;e:f}}@page{--x:1;margin:0}@font-face{src:url(a--b.woff2)}"
    assert drop_variables(css, {"--y"}) == (
        "a{b{--y:3;c:d}@media print{e:f}}@page{margin:0}@font-face{src:url(a--b.woff2)}"
    )


# --- Compaction ---------------------------------------------------------------------------------------------------


def words(tokens):
    """What tokens mean: strings as they are, all white space alike, none at the ends and around what separates."""
    found = []
    for token in tokens or []:
        if token.type == "comment":
            continue
        if token.type == "whitespace":
            found.append(" ")
        elif token.type in ("string", "url"):
            found.append((token.type, token.value))
        elif token.type == "function":
            found.append((token.name, words(token.arguments)))
        elif token.type.endswith("block"):
            found.append((token.type, words(token.content)))
        else:
            found.append(token.serialize())
    joined = [word for number, word in enumerate(found) if word != " " or found[number - 1] != " "]
    while joined and joined[0] == " ":
        joined.pop(0)
    while joined and joined[-1] == " ":
        joined.pop()
    return joined


def meaning(css):
    """Rules and declarations of a style sheet as nested lists."""
    sheet = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return [meaning_of(rule) for rule in sheet]


def meaning_of(item):
    assert item.type in ("declaration", "at-rule", "qualified-rule"), item
    if item.type == "declaration":
        return item.name, words(item.value), item.important
    inside = None
    if item.content is not None:
        parsed = tinycss2.parse_blocks_contents(
            item.content, skip_comments=True, skip_whitespace=True
        )
        inside = [meaning_of(part) for part in parsed]
    return getattr(item, "at_keyword", ""), words(item.prelude), inside


SHEETS = {
    "strings": """a::after { content: "a  b;}  /* no comment */"; quotes: '"  "' }""",
    "strings in selectors": 'a[title="x  y"]::before  >  b { color: red }',
    "addresses": '@import url("a  b.css")  screen; a { background: url( x.png )  no-repeat }',
    "custom properties": ":root { --a:  1px   2px; --empty: ; --json: {a: b}; --Case: X }",
    "important": "p { color : red ! important ; margin : 0 }",
    "comments": "/* one */ a /* two */ { b: c /* three */ d; /* four */ e: f } /* five */",
    "calculations": "a { width: calc(1px  +  2px); transform: translate( 1px,  2px ) }",
    "areas": 'a { grid-template-areas: "a  b"   "c  d" }',
    "conditions": "@media (max-width: 10px) { a:hover { b: c } @supports (display: grid) { d { e: f } } }",
    "frames": "@keyframes x { from { a: b } 50%, 60% { a: c } to { a: d } }",
    "pages": '@page :first { margin: 1cm; @bottom-center { content: "x  y" } size: a4 }',
    "nested": "a { b: c; &:hover { d: e } @media print { f: g } h i { j: k } l: m }",
    "descriptors": '@property --x { syntax: "<length>"; inherits: false } @font-face { font-family: "A  B" }',
    "layers": "@layer one, two; @layer one { a { b: c } }",
    "descendants": "a  b , c\n> d { e: f } a .b { g: h } a.b { i: j }",
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_compact_style_sheet_means_the_same(name):
    css = SHEETS[name]
    made = compact(css)
    assert meaning(made) == meaning(css)
    assert len(made) < len(css)
    assert "\n" not in made


def test_the_meanings_of_these_style_sheets_differ():
    """So the comparison sees a lost space, a lost !important, and a rule that moved."""
    for one, other in (
        ('a{content:"a  b"}', 'a{content:"a b"}'),
        ("a{b:c!important}", "a{b:c}"),
        ("a .b{c:d}", "a.b{c:d}"),
        ("a{b:c;d{e:f}}", "a{b:c}d{e:f}"),
        ("a{--x:1px 2px}", "a{--x:1px2px}"),
    ):
        assert meaning(one) != meaning(other)


def test_the_style_sheet_of_the_site_means_the_same(root):
    css = (root / "docs/assets/stylesheets/site.css").read_text("utf-8")
    made = compact(css)
    assert meaning(made) == meaning(css)
    assert "/*" not in made


# --- A whole site -------------------------------------------------------------------------------------------------

HTML = """<html><body><p class="shown  both" id="here" style="color: var(--inline)">x</p>
<style>p { top: var(--in-page) }</style><svg viewBox="0 0 1 1"><g class="drawn"/></svg></body></html>"""


def site_of(ours=""):
    files = {
        "assets/stylesheets/main.min.css": ".shown{a:b}.absent{c:d}.by-script{e:f}#here{i:var(--x)}.drawn{k:l}",
        "assets/stylesheets/site.css": '/* c */\n@import "palette.css";\n.absent {\n  color: var(--y);\n}\n:root { --x: 1; --y: 2; --z: 3; --inline: 4; --in-page: 5 }\n'
        + ours,
        "assets/katex/katex.min.css": ".katex{m:n}.both{o:p}",
        "assets/javascripts/page.js": 'e.classList.add("by-script")',
        "other/untouched.css": ".absent { a: b }",
    }
    return Site(
        {"index.html": parse_page(HTML)}, {name: text.encode() for name, text in files.items()}
    )


def test_names_are_those_of_all_pages_and_of_what_scripts_may_make():
    names = used_names(site_of())
    assert {"shown", "both", "here", "drawn", "by-script"} <= names
    assert "absent" not in names


def test_the_theme_s_rules_are_reduced_and_ours_all_stay(tmp_path):
    site = site_of()
    reduce_styles(site, Cache(tmp_path))
    assert site.text("assets/stylesheets/main.min.css") == (
        ".shown{a:b}.by-script{e:f}#here{i:var(--x)}.drawn{k:l}"
    )
    assert site.text("assets/katex/katex.min.css") == ".both{o:p}"
    assert site.text("other/untouched.css") == ".absent { a: b }"
    ours = site.text("assets/stylesheets/site.css")
    assert ".absent{color:var(--y)}" in ours
    # Read in another style sheet, in ours, in an attribute, and in a page's own style; z by nobody.
    assert ":root{--x:1;--y:2;--inline:4;--in-page:5}" in ours


def test_the_palette_stands_where_it_is_imported(tmp_path):
    site = site_of("p { color: var(--fig-ink); background: var(--fig-1) }")
    reduce_styles(site, Cache(tmp_path))
    ours = site.text("assets/stylesheets/site.css")
    assert "@import" not in ours
    assert ours.startswith("body{color-scheme:light;--fig-1:#1d5fa6;--fig-ink:#1f2430}")
    assert "color-scheme:dark;--fig-1:#7db4f0;--fig-ink:#dce2ea}" in ours
    # No page reads it.
    assert "--fig-2" not in ours


def test_what_was_made_before_follows_pages_and_style_sheets(tmp_path):
    cache = Cache(tmp_path)
    reduce_styles(site_of(), cache)
    site = site_of()
    site.pages["cnn/index.html"] = parse_page('<p class="absent" style="top: var(--z)">x</p>')
    reduce_styles(site, cache)
    assert ".absent{c:d}" in site.text("assets/stylesheets/main.min.css")
    assert "--z:3" in site.text("assets/stylesheets/site.css")
    site = site_of("b { c: d }")
    reduce_styles(site, cache)
    assert site.text("assets/stylesheets/site.css").endswith("b{c:d}")


def test_lines_are_given_part_by_part(root):
    """WebKit drops a `text-decoration` that says more than which line: numbers and terms lost theirs."""
    sheets = [*root.glob("docs/assets/stylesheets/*.css"), *root.glob("scripts/**/*.css")]
    given = [
        (sheet.name, line.strip())
        for sheet in sheets
        for line in sheet.read_text("utf-8").splitlines()
        if line.strip().startswith("text-decoration:")
    ]
    assert given
    assert [one for one in given if one[1].count(" ") > 1] == []
