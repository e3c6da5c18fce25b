"""What a page may load and run, as a Content Security Policy in its head: what the build wrote, and nothing else.

Scripts and style sheets come from the site; those that stand in the page are named by their digests, scripts only where
this project has written them. A page that asks for more than its policy lets through is a fault of the build.
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Collection, Iterator

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.links import EXTERNAL
from cheatsheet.base.markup import element
from cheatsheet.base.nodes import element_text, find, put_after
from cheatsheet.base.problems import Problems, line_of
from cheatsheet.site.inline_styles import use_classes
from cheatsheet.site.model import Site
from cheatsheet.site.own_scripts import is_own

NAME = "Content-Security-Policy"
STANDS = "a script stands in the page"
# Icons of the theme's style sheet and pixels in plots are data: addresses.
SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
SCRIPTS = "script-src"
_INLINE = {
    # Data in a script element is no script.
    SCRIPTS: etree.XPath("//script[not(@src)][not(contains(@type, 'json'))]"),
    "style-src": etree.XPath("//style"),
}
_HANDLING = etree.XPath("//*[@*[starts-with(name(), 'on')]]")
_STYLED = etree.XPath("//*[@style]")
ADDRESSES = ("href", "xlink:href", "src", "action", "formaction", "poster", "data")
_LINKING = etree.XPath(f"//*[{' or '.join(f'@*[name()={name!r}]' for name in ADDRESSES)}]")
_FRAMES = etree.XPath("//iframe | //frame | //object | //embed | //base[@target]")
SCHEMES = ("javascript:", "vbscript:", "data:")
# One that is left is of no run, and a problem already.
FIGURE = "example:"
# Where these lead a browser does not go by itself.
LED = ("a", "area")
NAMED = ("canonical", "alternate", "next", "prev", "license", "author", "me")


def protect(site: Site, source_of: Callable[[str], tuple[str, str]], problems: Problems) -> None:
    """Give every page its policy. `source_of` gives path and text of a page's source, for problems."""
    for page, root in site.pages.items():
        use_classes(root)
        for needle, what, cure in faults(root):
            path, text = source_of(page)
            problems.add(path, line_of(text, needle), what, cure)
        write_policy(root)


def write_policy(root: HtmlElement, also: Collection[str] = ()) -> None:
    """Write the policy that fits the scripts and styles of a page, in front of all that it is about.

    `also` are scripts of the site's files that were put into the page.
    """
    head = find(root, "head")
    for old in head.xpath(f"meta[@http-equiv='{NAME}']"):
        old.drop_tree()
    made = element(f'<meta http-equiv="{NAME}">')
    made.set("content", policy(root, also))
    charset = head.find("meta[@charset]")
    if charset is None:
        head.insert(0, made)
    else:
        put_after(charset, made)


def policy(root: HtmlElement, also: Collection[str] = ()) -> str:
    """The policy of a page."""
    sources = dict(SOURCES)
    for kind, inline in _INLINE.items():
        texts = [found.text or "" for found in inline(root)]
        if kind == SCRIPTS:
            texts = [text for text in texts if text in also or is_own(text)]
        digests = dict.fromkeys(map(digest, texts))
        sources[kind] = " ".join([sources[kind], *digests])
    if root.find("head/base") is not None:
        # The page for unknown addresses finds its root by itself.
        sources["base-uri"] = "'self'"
    return ";".join(f"{name} {allowed}" for name, allowed in sources.items())


def digest(text: str) -> str:
    """How a policy names the text of a script or style sheet."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def faults(root: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """What a page asks for that its policy would stop: what to look for in the source, what is wrong, and the cure."""
    for found in _INLINE[SCRIPTS](root):
        text = found.text or ""
        if not is_own(text):
            what = f"{STANDS}, {' '.join(text.split())[:60]!r}, which would run"
            cure = "write < as &lt;, or leave it out; what a page runs stands in docs/assets/javascripts"
            yield "<script", what, cure
    for found in _HANDLING(root):
        name = next(name for name in map(str, found.keys()) if name.startswith("on"))
        what = f"<{found.tag}> has a script in its attribute {name}, which no browser would run"
        yield name, what, "leave it out; a script listens with addEventListener"
    for found in _STYLED(root):
        style = found.get("style")
        what = f"the style {style!r} of <{found.tag}> cannot stand in a style sheet"
        yield style, what, "write declarations, `name: value`, without braces"
    for found in _LINKING(root):
        for name in ADDRESSES:
            if link := found.get(name):
                yield from _faults_of_link(found, link)
    for found in _FRAMES(root):
        what = f"<{found.tag}> would show or lead to what is not of this site"
        yield f"<{found.tag}", what, "link to it, or draw it"
    for found in root.iter("meta"):
        if found.get("http-equiv") not in (None, NAME):
            what = f"{element_text(found)} changes what a browser does with the page"
            yield "http-equiv", what, "leave it out"


def _faults_of_link(found: HtmlElement, link: str) -> Iterator[tuple[str, str, str]]:
    # Browsers skip white space and control characters in front of and within a scheme.
    bare = "".join(filter(str.isprintable, link)).replace(" ", "").lower()
    if found.tag in ("img", "image") and bare.startswith(("data:image/", FIGURE)):
        return
    if bare.startswith(SCHEMES):
        what = f"the link {link[:80]} is a program or a page of its own"
        yield link, what, "link to an address that starts with https: or to a page of this site"
    elif EXTERNAL.match(bare) and found.tag not in LED and found.get("rel") not in NAMED:
        what = f"<{found.tag!s}> would fetch {link[:80]} from another host"
        yield link, what, "put the file into docs/ and name it there"
