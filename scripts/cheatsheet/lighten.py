"""Make the first visit light: fonts and style sheets hold what the site uses, search is loaded when it is opened.

The theme's files are changed in the finished site only. Each change says so when it no longer finds what it changes.
"""

import hashlib
import re
import shutil
from html import unescape
from io import BytesIO
from pathlib import Path

import tinycss2
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from cheatsheet.faults import Fault
from cheatsheet.project import write_whole

TAG = re.compile(r"<[^>]+>")
FORMULA = re.compile(
    r'<span class="katex-html".*?(?=<span class="katex"|</p>|</td>|</li>|</div>)', re.S
)
CLASSES = re.compile(r'\sclass="?([^">]+)')
WORD = re.compile(r"[a-zA-Z_][\w-]*")
NEGATION = re.compile(r":not\([^()]*(?:\([^()]*\))?[^()]*\)")
ATTRIBUTE = re.compile(r"\[[^\]]*\]")
NAME = re.compile(r"[.#]((?:\\.|[\w-])+)")
FOREIGN = re.compile(
    r"\[dir=\"?rtl|\[data-md-color-(?:primary|accent)=(?!\"?custom)|@media print.*\.md-none"
)

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


def lighten(site: Path, kept: Path) -> list[Fault]:
    """Change the finished site in place. A fault tells that the theme changed under us.

    The folder `kept` holds the reduced fonts for the next build.
    """
    pages = "\n".join(path.read_text("utf-8") for path in sorted(site.rglob("*.html")))
    _subset_formula_fonts(site, pages, kept)
    _reduce_styles(site, pages)
    return _patch_script(site)


def _subset_formula_fonts(site: Path, pages: str, kept: Path) -> None:
    used = set(unescape(TAG.sub("", "".join(FORMULA.findall(pages))))) | {" "}
    for path in sorted((site / "assets/katex/fonts").glob("*.woff2")):
        key = hashlib.sha256("".join(sorted(used)).encode() + path.read_bytes()).hexdigest()
        subset = kept / f"{path.stem}-{key[:16]}.woff2"
        if not subset.exists():
            for old in kept.glob(f"{path.stem}-*"):
                old.unlink()
            write_whole(subset, _subset(path, used))
        path.write_bytes(subset.read_bytes())


def _subset(path: Path, used: set[str]) -> bytes:
    font, buffer = TTFont(path, recalcTimestamp=False), BytesIO()
    subsetter = Subsetter(Options(hinting=False, layout_features=[]))
    subsetter.populate(unicodes=map(ord, used))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(buffer)
    return buffer.getvalue()


def _reduce_styles(site: Path, pages: str) -> None:
    scripts = "".join(
        path.read_text("utf-8") for path in site.glob("assets/javascripts/bundle*.js")
    )
    names = {name for found in CLASSES.findall(pages) for name in found.split()}
    names |= set(WORD.findall(scripts)) | set(re.findall(r'\sid="?([^">\s]+)', pages))
    for pattern in ("assets/stylesheets/*.min.css", "assets/katex/*.css"):
        for path in site.glob(pattern):
            path.write_text(reduce_style(path.read_text("utf-8"), names), "utf-8")
    for path in site.glob("assets/**/*.map"):
        path.unlink()
    shutil.rmtree(site / "assets/javascripts/lunr", ignore_errors=True)  # for other languages


def reduce_style(css: str, names: set[str]) -> str:
    """The style sheet without rules for classes and ids that are not in `names`, and without right-to-left rules."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(_reduce_rule(rule, names) for rule in rules)


def _reduce_rule(rule, names: set[str]) -> str:
    if rule.type == "qualified-rule":
        selectors = _split(tinycss2.serialize(rule.prelude))
        kept = [selector for selector in selectors if _applies(selector, names)]
        return f"{','.join(kept)}{{{tinycss2.serialize(rule.content)}}}" if kept else ""
    if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports") and rule.content:
        inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        body = "".join(_reduce_rule(inner, names) for inner in inside)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}" if body else ""
    return tinycss2.serialize([rule])


def _split(prelude: str) -> list[str]:
    """Selectors at the commas that stand outside parentheses."""
    parts, depth = [""], 0
    for character in prelude:
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _applies(selector: str, names: set[str]) -> bool:
    plain = NEGATION.sub("", selector)
    if FOREIGN.search(plain):
        return False
    if (
        ":is(" in plain or ":where(" in plain
    ):  # a choice: any of its names may be the one that is used
        return True
    return all(name.replace("\\", "") in names for name in NAME.findall(ATTRIBUTE.sub("", plain)))


def _patch_script(site: Path) -> list[Fault]:
    faults = []
    for path in site.glob("assets/javascripts/bundle*.js"):
        script = path.read_text("utf-8")
        for old, new in PATCHES.items():
            if script.count(old) != 1:
                told = f"the theme's script no longer has {old!r} once"
                cure = "look how this version of Material does it, and change PATCHES"
                faults.append(Fault("scripts/cheatsheet/lighten.py", None, told, cure))
            script = script.replace(old, new)
        path.write_text(LATE_WORKER + script, "utf-8")
    return faults
