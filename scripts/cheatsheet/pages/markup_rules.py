"""Which elements, attributes and addresses a page may hold: what could print, speak or hide a number is left out."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from cheatsheet.base.links import REWRITE, UNREADABLE, is_readable
from cheatsheet.base.vocabulary import VERDICTS

BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address aside blockquote caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6"
        " hr li nav ol p pre section summary table tbody td tfoot th thead tr ul",
    )
)
INLINE = frozenset(re.findall(r"\w+", "a abbr b br code em i kbd small span strong sub sup wbr"))
# These are at no fault by themselves.
PLAIN = BLOCKS | INLINE
# What is read as it stands: names, addresses, and what the theme and the scripts look for.
SILENT = frozenset(
    re.findall(
        r"[\w-]+",
        "id class href src tabindex scope colspan rowspan open role data-search-exclude data-section data-verdict",
    )
)
# What a reader sees or hears: it is looked at like text.
SPOKEN = ("title", "alt", "aria-label")
# Classes by which readers tell what is checked.
RESERVED = frozenset(
    re.findall(r"\w+", "checked computed measured quoted given cite claim sources plot term")
)
# Classes that the project's own style sheet and scripts know and pages have: of blocks, and within lines of what the
# converter makes. All others are those of the theme or of KaTeX, whose sheets number, hide and move what bears them.
OF_BLOCKS = frozenset(
    re.findall(
        r"[\w-]+",
        "lead plans plan study-list own-list progress with-script without-script conditions verdict entry-foot fold formula"
        " admonition admonition-title interview correction note highlight"
        " question behind then mistake question-title listing",
    )
).union(VERDICTS)
WITHIN = {
    "span": {"arithmatex", "filename", "level"},
    "a": {"headerlink", "code"},
    "div": {"arithmatex"},
}
# What a listing is coloured by, and what it is written in.
TOKEN = re.compile(r"[a-z]{1,2}\d?|hll")
LANGUAGE = re.compile(r"language-\w+")
HOLDS = "the page holds the element <{}>"
SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.I)
ALLOWED = ("http", "https", "mailto")
CHECKED = ("example", "claim", "cite", "term")
ALIGNED = re.compile(r"text-align: (?:left|right|center);")


def faults_of(found: HtmlElement, is_own: bool) -> Iterator[tuple[str, str, str]]:
    """Words by which it is found, what is wrong with an element, and the cure; `is_own` where it is a checked link."""
    tag = str(found.tag)
    if tag == "img":
        source = found.get("src", "")
        cure = "show a figure: ![…](example:FOLDER/NAME#FIGURE)"
        yield source, f"the image {source} was drawn by no run", cure
    elif tag not in PLAIN:
        cure = f"write Markdown; of HTML use {', '.join(sorted(INLINE))}"
        yield tag, HOLDS.format(tag), cure
    for name, value in found.attrib.items():
        is_aligned = name == "style" and tag in ("td", "th") and ALIGNED.fullmatch(value)
        if name not in SILENT and name not in SPOKEN and not is_aligned:
            yield value or name, f'the element <{tag}> carries {name}="{value}"', "leave it out"
    forged = [name for name in found.get("class", "").split() if name in RESERVED]
    if forged and not is_own:
        what = f"the element <{tag}> has the class {' '.join(forged)}, which checked ones have"
        yield found.text_content()[:60], what, "write the checked link in Markdown"
    for name in found.get("class", "").split() if not is_own else ():
        if name not in forged and not _is_known(found, name):
            what = f"the element <{tag}> has the class {name}, by which another style sheet may print or hide words"
            yield (
                name,
                what,
                f"leave it out, or use one of {', '.join(sorted(OF_BLOCKS))} on a block",
            )
    for name in ("href", "src"):
        yield from faults_of_address(found.get(name, ""))


def _is_known(found: HtmlElement, name: str) -> bool:
    """Whether a class is one that such an element has on our pages."""
    if name in WITHIN.get(str(found.tag), ()) or (name in OF_BLOCKS and found.tag in BLOCKS):
        return True
    around = {str(each.tag) for each in found.iterancestors()}
    is_token = found.tag == "span" and "pre" in around and TOKEN.fullmatch(name)
    is_listing = found.tag in ("div", "pre", "code") and LANGUAGE.fullmatch(name)
    return bool(is_token or is_listing)


def faults_of_address(address: str) -> Iterator[tuple[str, str, str]]:
    """Words by which an address is found, what is wrong with it, and the cure."""
    # Browsers leave such signs out.
    scheme = SCHEME.match(re.sub(r"[\t\n\r]", "", address))
    if not is_readable(address):
        yield address, UNREADABLE.format(address), REWRITE
        return
    if not scheme or scheme[1].lower() in ALLOWED:
        return
    if scheme[1] in CHECKED:
        what = f"the address {address} stands in HTML, where nothing checks it"
        yield address, what, "write the link in Markdown: [TEXT](ADDRESS)"
        return
    what = f"the address {address} has the scheme {scheme[1]}"
    yield address, what, f"use one of {', '.join((*CHECKED, *ALLOWED))}, or the path of a page"
