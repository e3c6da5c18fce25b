"""Make the first visit light: fonts and style sheets hold what the site uses, search is loaded when it is opened.

The theme's files are changed in the finished site only. Each change says so when it no longer finds what it changes.
"""

import re
import shutil
from pathlib import Path

from cheatsheet.faults import Fault
from cheatsheet.light_fonts import reduce_fonts
from cheatsheet.light_styles import reduce_styles

LATE_WORKER = (
    "function lateWorker(u){let w,t=new EventTarget;t.postMessage=m=>{w||(w=new Worker(u),"
    'w.onmessage=e=>t.dispatchEvent(new MessageEvent("message",{data:e.data})));'
    "w.postMessage(m)};return t}"
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
    # Each code block gets a navigation landmark without a name: a screen reader would list dozens.
    'x("nav",{class:"md-code__nav"})': 'x("div",{class:"md-code__nav"})',
}
# A style sheet for diagrams, which this site has none of.
DIAGRAMS = r'="\.node circle,[^"]*--md-mermaid[^"]*"'
# The search takes each word for a beginning, so that a rare "batching" beats the "batch" that was asked for.
WHOLE_WORDS = {"?r:`${r}*`).join": "?r:`${r}^9 ${r}*`).join"}
INDENT = re.compile(r"\s*\n\s*")


def lighten(site: Path, folder: Path) -> list[Fault]:
    """Change the finished site in place. A fault tells that the theme changed under us.

    `folder` holds reduced fonts and style sheets for the next build.
    """
    pages = {
        path: _without_indent(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))
    }
    for path, page in pages.items():
        path.write_text(page, "utf-8")
    shown = "\n".join(pages.values())
    reduce_fonts(site, shown, folder)
    reduce_styles(site, shown, folder)
    for path in site.glob("assets/**/*.map"):
        path.unlink()
    shutil.rmtree(site / "assets/javascripts/lunr", ignore_errors=True)  # for other languages
    scripts, faults = site / "assets/javascripts", []
    for path in scripts.glob("bundle*.js"):
        faults += _patch(path, {**_literally(PATCHES), DIAGRAMS: '=""'}, LATE_WORKER)
    for path in scripts.glob("workers/search*.js"):
        faults += _patch(path, _literally(WHOLE_WORDS))
    return faults


def _without_indent(page: str) -> str:
    """The page without the indents and empty lines of the templates; its article stays as it is."""
    before, start, rest = page.partition("<article")
    article, end, after = rest.rpartition("</article>")
    return "".join([INDENT.sub("\n", before), start, article, end, INDENT.sub("\n", after)])


def _literally(patches: dict[str, str]) -> dict[str, str]:
    return {re.escape(old): new for old, new in patches.items()}


def _patch(path: Path, patches: dict[str, str], before: str = "") -> list[Fault]:
    script, faults = path.read_text("utf-8"), []
    for old, new in patches.items():
        script, count = re.subn(old, lambda _, new=new: new, script)
        if count != 1:
            told = f"the theme's script no longer has {old!r} once"
            cure = "look how this version of Material does it, and change PATCHES"
            faults.append(Fault("scripts/cheatsheet/lighten.py", None, told, cure))
    path.write_text(before + script, "utf-8")
    return faults
