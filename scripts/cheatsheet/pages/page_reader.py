"""A finished page as lines of what it prints, with checked numbers, code and formulas marked; what is forged stands out."""

import re

from lxml.html import HtmlElement

from cheatsheet.base.nodes import HEADINGS
from cheatsheet.base.seal import ATTRIBUTE, LINK, MADE, NUMBER
from cheatsheet.markdown.formulas import MARK, unmark
from cheatsheet.markdown.listing_numbers import said_by
from cheatsheet.markdown.marks import CHECKED, CLAIMED, CODE, CODE_END, NOTED, PASSED, TEX, TEX_END
from cheatsheet.markdown.numerals import UNSEEN, has_numeral
from cheatsheet.pages.judged import PrintedLine
from cheatsheet.pages.markup_rules import BLOCKS, PLAIN, SPOKEN, faults_of

# Where a comment ends for browsers and not for lxml.
EARLY = re.compile(r"^-?>|--!?>|--|^-|-$")
ENTITY = re.compile(r"&#?\w+;")
# Digits of a citation, which was looked at where it was linked.
NUMBER_OF_NAME = re.compile(r"[^\s,;:()]*\d[^\s,;:()%]*")
# What stands above or below the line could be a power.
RAISED = {"sup": "^", "sub": "_"}
# What these hold is no text of the page.
RAW = ("script", "style")
# The converter has moved one of the two marks around what the build made, by which all between them would go unread.
ENDLESS = "what the build has put in below this has no end"
BEGUN_NOWHERE = "what the build has put in above this has no beginning"
APART = "leave an empty line between it and its neighbours"


class Reader:
    """Goes through one page. `lines` are what it prints; `left_out` is an element that is the build's own.

    `is_lost` says that what follows has become the text of a script or a style sheet which nothing closes.
    """

    def __init__(self, seal: str, left_out: HtmlElement | None = None):
        self.seal, self.left_out = seal, left_out
        self.lines: list[PrintedLine] = []
        self.current: list[str] = []
        self.part = ""
        self.is_lost = False

    def read(self, root: HtmlElement) -> list[PrintedLine]:
        """All lines of an element, and every fault of its markup. Takes the seals out."""
        self._inside(root)
        self._break()
        return self.lines

    def _say(self, text: str | None) -> None:
        if text:
            self.current.append(self._seen(text))
            if "&" in text and (entity := ENTITY.search(text)):
                what = f"{entity[0]} is no entity that every reader of HTML knows"
                self._fault(text, what, "write the character itself")

    def _seen(self, text: str) -> str:
        """A text without what no reader sees; this is a fault, and one could be taken for the marks of this module."""
        seen = UNSEEN.sub("", text)
        if seen != text:
            codes = ", ".join(f"U+{ord(sign):04X}" for sign in UNSEEN.findall(text))
            self._fault(seen, f"the text holds what no reader sees: {codes}", "delete it")
        return seen

    def _mark(self, text: str) -> None:
        self.current.append(text)

    def _break(self) -> None:
        text = "".join(self.current)
        self.current.clear()
        if text and not text.isspace():
            self.lines.append(PrintedLine(text, self.part))

    def _last(self) -> str:
        """What was said last."""
        said = "".join(self.current).strip()
        return said or (self.lines[-1].text if self.lines else "")

    def _fault(self, text: str, what: str, cure: str) -> None:
        self.lines.append(PrintedLine(text, self.part, what, cure))

    def _inside(self, root: HtmlElement) -> None:
        self._say(root.text)
        made, before = 0, ""
        for child in list(root):
            if self.is_lost:
                return
            if not isinstance(child.tag, str):
                sign = (child.text or "").strip()
                if not made and EARLY.search(child.text or ""):
                    what = "browsers end this comment before it ends here"
                    self._fault(sign, what, "leave > and -- out of it")
                opens, closes = sign == self.seal, sign == f"/{self.seal}"
                if closes and not made:
                    self._fault(self._last(), BEGUN_NOWHERE, APART)
                before = self._last() if opens else before
                made = max(0, made + opens - closes)
                if opens or closes:
                    tail = child.tail or ""
                    # The converter sets each on a line of its own.
                    child.tail = tail.removeprefix("\n")
                    child.drop_tree()
                    self._say("" if made else tail)
                    continue
            elif not made and child is not self.left_out:
                self._element(child)
            if not made and not self.is_lost:
                self._say(child.tail)
        if made:
            self._fault(before, ENDLESS, APART)

    def _element(self, found: HtmlElement) -> None:
        seal, _, kind = found.attrib.pop(ATTRIBUTE, "").partition(" ")
        is_own = bool(self.seal) and seal == self.seal
        if is_own and kind == MADE:
            if found.tag == "svg":
                self._line(found.get("aria-label", ""))
            elif found.tag == "span" and not found.attrib:
                found.drop_tag()
            return
        if is_own and kind == NUMBER:
            self._checked(found)
            return
        self._markup(found, is_own and kind == LINK)
        classes = found.get("class", "").split()
        if found.tag == "code":
            self._mark(f"{CODE}{self._whole(found)}{CODE_END}")
        elif MARK in classes:
            self._mark(f"{TEX}{unmark(self._whole(found))[0]}{TEX_END}")
        elif found.tag == "pre":
            self._break()
            for words in said_by(self._whole(found), _language(found)):
                self._line(words)
        elif "headerlink" in classes and self._whole(found) in ("", "#") and _is_in_heading(found):
            return
        elif found.tag in RAW:
            # A fault as a whole; one that is open has swallowed the foot of the page, too.
            self.is_lost = self.left_out is None and "</" in (found.text or "")
        elif found.tag in ("br", "hr"):
            self._say("\n")
        elif found.tag in BLOCKS:
            self._break()
            if found.tag in HEADINGS:
                self.part = found.get("id", self.part)
            self._inside(found)
            self._break()
        else:
            if found.tag in RAISED:
                self._mark(RAISED[found.tag])
            self._inside(found)

    def _checked(self, found: HtmlElement) -> None:
        """A number of a run or a source; the words of a citation are read like all others, but for years and names."""
        classes, says = found.get("class", "").split(), found.text_content()
        if "cite" in classes and "quoted" not in classes:
            self._mark(NUMBER_OF_NAME.sub(PASSED, self._seen(says)))
        elif "claim" in classes:
            self._mark(CLAIMED)
        elif not has_numeral(says):
            self._mark(NOTED)
        else:
            self._mark(CHECKED)

    def _whole(self, found: HtmlElement) -> str:
        """The text of an element that is read in one piece, whatever stands in it."""
        for inner in found.iterdescendants("*"):
            self._markup(inner)
        return self._seen(found.text_content())

    def _markup(self, found: HtmlElement, is_own: bool = False) -> None:
        """What the element itself says and may not do; of a checked link the build wrote what it says."""
        if not found.attrib and found.tag in PLAIN:
            return
        for fault in faults_of(found, is_own):
            self._fault(*fault)
        for name in () if is_own else SPOKEN:
            self._line(found.get(name, ""))

    def _line(self, text: str) -> None:
        """A line of its own, that no text stands beside."""
        if text and not text.isspace():
            self.lines.append(PrintedLine(self._seen(text), self.part))


def _is_in_heading(found: HtmlElement) -> bool:
    return any(around.tag in (*HEADINGS, "th", "td", "span") for around in found.iterancestors())


def _language(listing: HtmlElement) -> str:
    """What a listing is written in, as its fence says."""
    around = [listing, listing.getparent(), *listing.iterchildren("code")]
    classes = " ".join(each.get("class", "") for each in around if each is not None).split()
    return next((name[9:] for name in classes if name.startswith("language-")), "python")
