"""The theme's part of the site: what is left out, what is changed in its search, what pages have ready."""

import pytest

from cheatsheet.base.markup import page_text, parse_page
from cheatsheet.base.problems import Problems
from cheatsheet.material.theme import (
    HERE,
    SEARCH_PATCHES,
    WORKER,
    drop_indents,
    drop_unused,
    patch_search,
    prepare_pages,
    search_script,
    show_focus,
)
from cheatsheet.site.model import Site
from cheatsheet.site.scripts import EXPORT, NAMES

SEARCH = "assets/javascripts/workers/search.3c.min.js"
# All that is changed in the theme's search.
WHOLE = "\n".join(SEARCH_PATCHES)


def patched(search: str) -> tuple[Site, Problems]:
    site, problems = Site(files={SEARCH: search.encode()}), Problems()
    patch_search(site, problems)
    return site, problems


def test_every_patch_is_made_once_behind_our_part_and_the_worker_has_one_name():
    site, problems = patched(f"{WHOLE}\nrest")
    assert not problems
    assert list(site.files) == [WORKER]
    changed = "\n".join([*SEARCH_PATCHES.values(), "rest"])
    assert site.text(WORKER) == search_script() + changed


def test_our_part_of_the_search_is_one_script_and_each_name_stands_once():
    script = search_script()
    assert script.startswith('"use strict";')
    assert "import {" not in script
    assert "\nexport " not in script
    sources = [path.read_text("utf-8") for path in HERE.glob("search_*.js")]
    names = [name for source in sources for name in NAMES.findall(EXPORT.sub("", source))]
    assert {"find", "prepare", "folded"} <= {*names}
    assert len(names) == len({*names})


@pytest.mark.parametrize("old", SEARCH_PATCHES)
def test_a_search_worker_that_is_written_otherwise_is_a_problem(old):
    for search in (WHOLE.replace(old, "something else"), f"{WHOLE}\n{old}"):
        _, problems = patched(search)
        [problem] = problems
        assert problem.path == "scripts/cheatsheet/material/theme.py"
        assert problem.what.startswith("the theme's search no longer has ")


def test_where_the_focus_is_seen_is_asked_of_the_browser():
    name = "assets/stylesheets/main.1a.min.css"
    css = "a.focus-visible{b:c}d:not(.focus-visible){e:f}.focus-visibles{g:h}"
    site = Site(files={name: css.encode()})
    show_focus(site)
    assert site.text(name) == "a:focus-visible{b:c}d:not(:focus-visible){e:f}.focus-visibles{g:h}"


MENU = """<ul><li><input id="__toc"><label for="__toc" class="md-nav__link"><span class="md-ellipsis"> 1 </span><span></span>
</label><a class="md-nav__link" href="./"><span class="md-ellipsis"> 1 </span></a><nav><a>Part</a></nav></li></ul>"""


def test_the_menu_has_no_contents_of_the_page_and_no_boxes_around_words():
    page = parse_page(f"<html><body>{MENU}</body></html>")
    prepare_pages(Site({"cnn/index.html": page}))
    text = page_text(page)
    assert 'aria-label="Contents of this page"' in text
    assert "Part" not in text
    assert "md-ellipsis" not in text
    assert text.count(" 1 ") == 2


@pytest.mark.parametrize(("code", "left"), [("<pre>x</pre>", 1), ("", 0)])
def test_what_a_page_has_no_use_for_is_left_out(code, left):
    page = parse_page(
        f"<html><body><div data-md-component='announce'>\n</div><article>{code}</article>"
        "<div data-md-component='dialog'><div></div></div></body></html>"
    )
    prepare_pages(Site({"cnn/index.html": page}))
    assert len(page.xpath("//*[@data-md-component]")) == left


PAGE = """<html><body><input id="__drawer"><input id="other"><div><a class="md-skip" href="#x">Skip</a></div>
<article><p>one</p><table><tr><td>two</td></tr></table> three<table class="kept"></table></article></body></html>"""


def test_a_table_has_its_boxes_a_switch_its_name_and_the_skip_link_stands_first():
    page = parse_page(PAGE)
    prepare_pages(Site({"cnn/index.html": page}))
    [body] = page.xpath("//body")
    assert [part.tag for part in body] == ["a", "input", "input", "article"]
    assert body[1].get("aria-label") == "Menu"
    assert body[2].get("aria-label") is None
    article = page_text(page).partition("<article>")[2].partition("</article>")[0]
    assert article == (
        '<p>one</p><div class="md-typeset__scrollwrap"><div class="md-typeset__table"><table>'
        '<tr><td>two</td></tr></table></div></div> three<table class="kept"></table>'
    )


def test_a_form_says_of_all_switches_that_their_state_is_not_kept():
    page = parse_page(
        "<html><body><input type=checkbox id=__drawer autocomplete=off><input type=checkbox id=__search"
        " autocomplete=off><input autocomplete=off></body></html>"
    )
    prepare_pages(Site({"cnn/index.html": page}))
    [body] = page.xpath("//body")
    assert [(one.tag, one.get("autocomplete"), one.get("form")) for one in body] == [
        ("form", "off", None),
        ("input", None, "switches"),
        ("input", None, "switches"),
        ("input", "off", None),
    ]
    assert body[0].get("id") == "switches"
    assert body[0].get("hidden") is not None


def test_files_that_no_page_loads_are_left_out():
    names = [
        SEARCH,
        "assets/javascripts/bundle.1a2b.min.js",
        "assets/javascripts/bundle.1a2b.min.js.map",
        "assets/stylesheets/main.css.map",
        "assets/javascripts/lunr/min/lunr.de.min.js",
        "assets/javascripts/lunr/tinyseg.js",
        "search/search_index.json",
        "examples/cnn/map",
    ]
    site = Site(files=dict.fromkeys(names, b""))
    drop_unused(site)
    assert list(site.files) == [SEARCH, "search/search_index.json", "examples/cnn/map"]


def test_a_template_loses_its_indents_and_an_article_none():
    article = "<article>\n  <pre>a\n\n  b</pre>\n</article>"
    page = f"<html><head>\n\n  <title>A\n   B</title>\n</head><body>\n  {article}\n\n  <!-- x -->\n\n  <footer>a  b\n\n c</footer></body></html>"
    site = Site(pages={"a/index.html": parse_page(page)})
    drop_indents(site)
    assert page_text(site.pages["a/index.html"]) == (
        "<!doctype html>\n<html><head>\n<title>A\nB</title>\n</head><body>\n"
        f"{article}\n<!-- x -->\n<footer>a  b\nc</footer></body></html>"
    )
