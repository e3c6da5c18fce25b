"""The theme's part of the site made lighter: its script goes away, its search and its pages fit to ours.

The theme's files are changed in the finished site only. Each change says so when it no longer finds what it changes.
What its script would do with every page that is opened is done here, once.
"""

import re
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.nodes import find, new_element, parent_of, wrap_element
from cheatsheet.base.problems import Problems
from cheatsheet.site.model import Site
from cheatsheet.site.scripts import flatten, ordered

# What is changed in the theme's search, each found exactly once.
SEARCH_PATCHES = {
    # lunr tells the nodes of its tree of words apart by letters and numbers of nodes in a row: "1" to node 23 and "12"
    # to node 3 look the same (lunr.js issue 503). Words with digits are then lost, or made up, and the search stops.
    "e=e+s+o.id}return e}": 'e=e+s+o.id+";"}return e}',
    # What the index knows beyond the words of the pages, and their one spelling.
    "constructor({config:e,docs:r,options:n}){": "constructor({config:e,docs:r,options:n}){prepare(r,new RegExp(e.separator));",
    'this.ref("location");': 'this.ref("location");this.pipeline.add(folded);',
    # It looks for the words as they were typed, the first letters of each or all of them.
    "data:de.search(e)": "data:find(de,e,oe,q)",
}
HERE = Path(__file__).parent
INDENT = re.compile(r"\s*\n\s*")
CLASS_OF_FOCUS = re.compile(r"\.focus-visible\b")


# What its script does on our pages is done by docs/assets/javascripts; search in other languages; for its own makers;
# a copy that holds the time of its making.
NOT_USED = (
    "assets/javascripts/bundle*.js",
    "assets/javascripts/lunr/**",
    "assets/**.map",
    "sitemap.xml.gz",
)
THEME_WORKER, WORKER = (
    "assets/javascripts/workers/search*.js",
    "assets/javascripts/workers/search.min.js",
)
THEME_STYLE = "assets/stylesheets/main*.css"
# Around a table, the inner one first.
BOXES = ("md-typeset__table", "md-typeset__scrollwrap")
# No news, and no confirmation where there is no code to copy.
UNUSED = (
    "//*[@data-md-component='announce'][not(*)]"
    " | //*[@data-md-component='dialog'][not(//article//pre)]"
)
# The name of each switch that keys can reach.
SWITCHES = {"__drawer": "Menu", "__toc": "Contents of this page"}
# Without it Firefox has a menu or a search that was open still open after a reload. A form may say so, a switch may not.
FORGETFUL = {"id": "switches", "autocomplete": "off", "hidden": ""}


def drop_unused(site: Site) -> None:
    """Leave out the theme's files that no page loads."""
    for pattern in NOT_USED:
        for name in site.matching(pattern):
            del site.files[name]


def patch_search(site: Site, problems: Problems) -> None:
    """Change the theme's search, and give it the name by which search.js knows it."""
    for name in site.matching(THEME_WORKER):
        script = search_script() + _patched(site.text(name), problems)
        del site.files[name]
        site.files[WORKER] = script.encode()


def show_focus(site: Site) -> None:
    """Let the theme's style sheet ask the browser where the focus is to be seen, and no class that a script sets."""
    for name in site.matching(THEME_STYLE):
        site.files[name] = CLASS_OF_FOCUS.sub(":focus-visible", site.text(name)).encode()


def prepare_pages(site: Site) -> None:
    """Each table has its box to scroll in, each switch its name; the way past the menu is the first that keys reach.

    The menu has the contents of the page only where a script shows them, and no boxes around words.
    """
    for root in site.pages.values():
        for table in root.xpath("//article//table[not(@class)]"):
            for box in BOXES:
                wrap_element(table, new_element("div", {"class": box}))
                table = parent_of(table)
        for name, label in SWITCHES.items():
            for switch in root.xpath(f"//input[@id='{name}']"):
                switch.set("aria-label", label)
        forget_switches(root)
        for skip in root.find_class("md-skip"):
            around = parent_of(skip)
            find(root, "body").insert(0, skip)
            around.drop_tag()
        for unused in root.xpath(UNUSED):
            unused.drop_tree()
        # drawer.js copies them from beside the page.
        for contents in root.xpath("//*[@id='__toc']/following-sibling::nav"):
            contents.drop_tree()
        for words in root.xpath("//*[contains(@class, 'md-nav__link')]/span[@class='md-ellipsis']"):
            words.drop_tag()


def forget_switches(root: HtmlElement) -> None:
    """Let a form say of the theme's switches that no browser keeps their state, as HTML has it."""
    switches = root.xpath("//input[@type='checkbox'][@autocomplete]")
    for switch in switches:
        del switch.attrib["autocomplete"]
        switch.set("form", FORGETFUL["id"])
    for first in switches[:1]:
        first.addprevious(new_element("form", FORGETFUL))


def search_script() -> str:
    """Our part of the search, in one piece: the worker loads no modules."""
    sources = {path.name: path.read_text("utf-8") for path in HERE.glob("search_*.js")}
    return '"use strict";' + flatten(
        [sources[name] for name in ordered("search_worker.js", sources)]
    )


def _patched(script: str, problems: Problems) -> str:
    for old, new in SEARCH_PATCHES.items():
        if script.count(old) != 1:
            what = f"the theme's search no longer has {old!r} once"
            cure = "look how this version of Material does it, and change SEARCH_PATCHES"
            problems.add("scripts/cheatsheet/material/theme.py", None, what, cure)
        script = script.replace(old, new)
    return script


def drop_indents(site: Site) -> None:
    """Take the indents and empty lines of the templates out of the pages; their articles stay as they are."""
    for root in site.pages.values():
        walk = etree.iterwalk(root, events=("start", "end", "comment"))
        for event, found in walk:
            if event == "start":
                if found.tag == "article":
                    walk.skip_subtree()
                else:
                    _squeeze(found, "text")
            else:
                _squeeze(found, "tail")


def _squeeze(found: HtmlElement, part: str) -> None:
    text = getattr(found, part)
    if text and "\n" in text:
        setattr(found, part, INDENT.sub("\n", text))
