"""The theme's part of the site made lighter: search is loaded when it is opened, indents and foreign parts go away.

The theme's files are changed in the finished site only. Each change says so when it no longer finds what it changes.
"""

import re
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.problems import Problems
from cheatsheet.site.model import Site
from cheatsheet.site.scripts import flatten, ordered

LATE_WORKER = (
    "function lateWorker(u){let w,t=new EventTarget;t.postMessage=m=>{w||(w=new Worker(u),"
    'w.onmessage=e=>t.dispatchEvent(new MessageEvent("message",{data:e.data})));'
    "w.postMessage(m)};return t}"
)
MARKED_WORDS = (
    "function markedWords(u,t){let w=Object.keys(t).filter(k=>t[k]);"
    'w.length&&u.searchParams.set("h",w.join(" "))}'
)
# What is changed in the theme's script, each found exactly once.
PATCHES = {
    # It fetches the search index on every visit and starts the worker that reads it. Both wait for the reader here.
    '$(location.protocol!=="file:")': "$(!1)",
    "t=new Worker(e)": "t=lateWorker(e)",
    # To mark the words of a search in a page it waits for index and address together: here for the address first.
    'z([t,r.pipe(Q(we()),g(o=>!!o.searchParams.get("h")))])': 'r.pipe(Q(we()),g(o=>!!o.searchParams.get("h")),b(o=>t.pipe(m(n=>[n,o]))))',
    # It reads the words at the end of a key press: words pasted, dictated or chosen from a list go unseen.
    'h(e,"keyup"),o).pipe(m(()=>e.value)': 'h(e,"input"),o).pipe(m(()=>e.value)',
    # It closes the search shortly after the page has opened, under the hands of a reader who is quick.
    'nt(125)).subscribe(()=>{at("drawer",!1),at("search",!1)})': 'nt(125)).subscribe(()=>{at("drawer",!1),document.activeElement.name=="query"||at("search",!1)})',
    # It takes a page without words to mark for one with none of them: `?h=`.
    's.searchParams.set("h",Object.entries(e.terms).filter(([,c])=>c).reduce((c,[p])=>`${c} ${p}`.trim(),""))': "markedWords(s,e.terms)",
    # It marks the words of a search inside others too, as "map" in "bitmap".
    "(^|${e.separator}|)(": "(^|${e.separator})(",
    # Signs alone, as in `?h=%`, leave it with nothing to look for, which it finds between all letters.
    "`${i}<mark data-md-highlight>${s}</mark>`": "s?`${i}<mark data-md-highlight>${s}</mark>`:n",
    # Where nothing is found ours leads on to the index of terms, and that is no document.
    "switch(l.length){case 0:": "switch(l[0]?.[0].nothing?0:l.length){case 0:",
    # One letter alone would leave the page, or open the search, under a hand that slips or a voice that dictates.
    # No key is called "".
    'case"p":case",":': 'case"":',
    'case"n":case".":': 'case"":',
    'case"f":case"s":case"/":': 'case"":',
    # It takes Enter alone for a press of the button that changes the colour scheme.
    'h(e,"keydown").pipe(g(s=>s.key==="Enter")': 'h(e,"keydown").pipe(g(s=>s.key==="Enter"||s.key===" "&&!s.preventDefault())',
    # Each code block gets a navigation landmark without a name: a screen reader would list dozens.
    'x("nav",{class:"md-code__nav"})': 'x("div",{class:"md-code__nav"})',
}
# A style sheet for diagrams, which this site has none of.
DIAGRAMS = r'="\.node circle,[^"]*--md-mermaid[^"]*"'
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


# For search in other languages, for those who debug the theme, and a copy that holds the time of its making.
NOT_USED = ("assets/javascripts/lunr/**", "assets/**.map", "sitemap.xml.gz")


def drop_unused(site: Site) -> None:
    """Leave out the theme's files that no page loads."""
    for pattern in NOT_USED:
        for name in site.matching(pattern):
            del site.files[name]


def patch_scripts(site: Site, problems: Problems) -> None:
    """Change the theme's scripts. A problem says that the theme changed under us."""
    for name in site.matching("assets/javascripts/bundle*.js"):
        patches = {**_literally(PATCHES), DIAGRAMS: '=""'}
        _patch(site, name, patches, problems, before=LATE_WORKER + MARKED_WORDS)
    for name in site.matching("assets/javascripts/workers/search*.js"):
        _patch(site, name, _literally(SEARCH_PATCHES), problems, before=search_script())


def search_script() -> str:
    """Our part of the search, in one piece: the worker loads no modules."""
    sources = {path.name: path.read_text("utf-8") for path in HERE.glob("search_*.js")}
    return '"use strict";' + flatten(
        [sources[name] for name in ordered("search_worker.js", sources)]
    )


def _literally(patches: dict[str, str]) -> dict[str, str]:
    return {re.escape(old): new for old, new in patches.items()}


def _patch(
    site: Site, name: str, patches: dict[str, str], problems: Problems, before: str = ""
) -> None:
    script = site.text(name)
    for old, new in patches.items():
        script, count = re.subn(old, new.replace("\\", r"\\"), script)
        if count != 1:
            what = f"the theme's script no longer has {old!r} once"
            cure = "look how this version of Material does it, and change PATCHES"
            problems.add("scripts/cheatsheet/material/theme.py", None, what, cure)
    site.files[name] = (before + script).encode()


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
