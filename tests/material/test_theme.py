"""The theme's part of the site: what is left out, what is changed in its scripts, and where indents go."""

import pytest

from cheatsheet.base.markup import page_text, parse_page
from cheatsheet.base.problems import Problems
from cheatsheet.material.theme import (
    HERE,
    LATE_WORKER,
    MARKED_WORDS,
    PATCHES,
    SEARCH_PATCHES,
    drop_indents,
    drop_unused,
    patch_scripts,
    search_script,
)
from cheatsheet.site.model import Site
from cheatsheet.site.scripts import EXPORT, NAMES

BUNDLE, SEARCH = (
    "assets/javascripts/bundle.1a2b.min.js",
    "assets/javascripts/workers/search.3c.min.js",
)
# All that is changed in the theme's script.
WHOLE = "\n".join([*PATCHES, 'x=".node circle,p{}a--md-mermaid-b"'])


def patched(bundle: str, search: str = "\n".join(SEARCH_PATCHES)) -> tuple[Site, Problems]:
    site, problems = Site(files={BUNDLE: bundle.encode(), SEARCH: search.encode()}), Problems()
    patch_scripts(site, problems)
    return site, problems


def test_every_patch_is_made_once_and_what_starts_the_worker_late_stands_in_front():
    site, problems = patched(f"{WHOLE}\nrest")
    assert not problems
    changed = "\n".join([*PATCHES.values(), 'x=""', "rest"])
    assert site.text(BUNDLE) == LATE_WORKER + MARKED_WORDS + changed
    assert site.text(SEARCH) == search_script() + "\n".join(SEARCH_PATCHES.values())


def test_our_part_of_the_search_is_one_script_and_each_name_stands_once():
    script = search_script()
    assert script.startswith('"use strict";')
    assert "import {" not in script
    assert "\nexport " not in script
    sources = [path.read_text("utf-8") for path in HERE.glob("search_*.js")]
    names = [name for source in sources for name in NAMES.findall(EXPORT.sub("", source))]
    assert {"find", "prepare", "folded"} <= {*names}
    assert len(names) == len({*names})


@pytest.mark.parametrize("old", PATCHES)
def test_a_patch_that_no_longer_fits_is_a_problem(old):
    for bundle in (WHOLE.replace(old, "something else"), f"{WHOLE}\n{old}"):
        _, problems = patched(bundle)
        [problem] = problems
        assert problem.path == "scripts/cheatsheet/material/theme.py"
        assert problem.what.startswith("the theme's script no longer has ")


@pytest.mark.parametrize("old", SEARCH_PATCHES)
def test_a_search_worker_that_is_written_otherwise_is_a_problem(old):
    _, problems = patched(WHOLE, "\n".join(SEARCH_PATCHES).replace(old, "return r.join"))
    assert len(problems) == 1


def test_files_that_no_page_loads_are_left_out():
    names = [
        BUNDLE,
        SEARCH,
        f"{BUNDLE}.map",
        "assets/stylesheets/main.css.map",
        "assets/javascripts/lunr/min/lunr.de.min.js",
        "assets/javascripts/lunr/tinyseg.js",
        "search/search_index.json",
        "examples/cnn/map",
    ]
    site = Site(files=dict.fromkeys(names, b""))
    drop_unused(site)
    assert list(site.files) == [BUNDLE, SEARCH, "search/search_index.json", "examples/cnn/map"]


def test_a_template_loses_its_indents_and_an_article_none():
    article = "<article>\n  <pre>a\n\n  b</pre>\n</article>"
    page = f"<html><head>\n\n  <title>A\n   B</title>\n</head><body>\n  {article}\n\n  <!-- x -->\n\n  <footer>a  b\n\n c</footer></body></html>"
    site = Site(pages={"a/index.html": parse_page(page)})
    drop_indents(site)
    assert page_text(site.pages["a/index.html"]) == (
        "<!doctype html>\n<html><head>\n<title>A\nB</title>\n</head><body>\n"
        f"{article}\n<!-- x -->\n<footer>a  b\nc</footer></body></html>"
    )
