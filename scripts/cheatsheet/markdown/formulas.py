"""Formulas to HTML and MathML with the vendored KaTeX, at build time."""

import copy
import functools
import json
import re
from pathlib import Path
from types import TracebackType

from lxml.html import HtmlElement
from py_mini_racer import JSEvalException, MiniRacer

from cheatsheet.base.cache import Cache, key_of
from cheatsheet.base.markup import element
from cheatsheet.base.nodes import find
from cheatsheet.markdown.compact_formula import compact_formula
from cheatsheet.markdown.formula_words import formula_words

KATEX = Path(__file__).parents[3] / "docs/assets/katex/katex.min.js"
OPTIONS = {"throwOnError": True, "strict": "ignore", "output": "htmlAndMathml"}
MESSAGE = re.compile(r"KaTeX parse error: ([^\n]*)")
# Characters that surely fit a phone.
WIDE = 25
# The class by which pymdownx.arithmatex marks formulas, `\(x\)` or `\[x\]`.
MARK = "arithmatex"


class FormulaError(ValueError):
    """A formula that KaTeX cannot read; the argument is its own message."""


class Formulas:
    """KaTeX in one V8 context, started at the first formula that is not kept. Close it, or the process never ends.

    What a page had when it was made last is kept in `cache`, if there is one, since starting takes longer than a page.
    """

    def __init__(self, cache: Cache | None = None) -> None:
        self._context: MiniRacer | None = None
        self._cache, self._page = cache, ""
        self._rendered: dict[tuple[str, bool], HtmlElement] = {}
        # What KaTeX has made: for any page, kept of this one, and asked for by it.
        self._made: dict[str, str] = {}
        self._kept: dict[str, str] = {}
        self._asked: dict[str, str] = {}

    def open_page(self, page: str) -> None:
        """Say of which page the next formulas are, by its path in the site; what the last one had is kept."""
        self._keep()
        self._page, self._asked = page, {}
        data = self._cache.read(f"{page}.json", _key()) if self._cache else None
        self._kept = json.loads(data) if data else {}

    def _keep(self) -> None:
        if self._cache and self._page and self._asked.keys() != self._kept.keys():
            self._cache.write(f"{self._page}.json", _key(), json.dumps(self._asked).encode())

    def __enter__(self) -> "Formulas":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def rendered(self) -> list[HtmlElement]:
        """All different formulas that were asked for."""
        return list(self._rendered.values())

    def render(self, tex: str, display: bool) -> HtmlElement:
        """A new element with its MathML twin for screen readers. Raises FormulaError where `tex` does not parse."""
        if (tex, display) not in self._rendered:
            self._rendered[tex, display] = self._render(tex, display)
        else:
            # A later build may look at this page alone.
            self._html(tex, display)
        return copy.deepcopy(self._rendered[tex, display])

    def _render(self, tex: str, display: bool) -> HtmlElement:
        rendered = compact_formula(element(self._html(tex, display)))
        [seen] = rendered.find_class("katex-html")
        if display and len(seen.text_content()) > WIDE:
            # It may scroll on a phone, so the keyboard must reach it.
            rendered.set("tabindex", "0")
        return rendered

    def _html(self, tex: str, display: bool) -> str:
        given = f"{json.dumps(tex)}, {json.dumps({**OPTIONS, 'displayMode': display})}"
        if given not in self._made:
            self._made[given] = self._kept[given] if given in self._kept else self._ask(given)
        self._asked[given] = self._made[given]
        return self._made[given]

    def _ask(self, given: str) -> str:
        if self._context is None:
            self._context = MiniRacer()
            self._context.eval(KATEX.read_text("utf-8"))
        try:
            return str(self._context.eval(f"katex.renderToString({given})"))
        except JSEvalException as error:
            # The exception carries all of KaTeX in its text.
            message = MESSAGE.search(str(error))
            raise FormulaError(message[1] if message else "KaTeX cannot read it") from None

    def words(self, tex: str) -> str:
        """The formula as a line of HTML, for search results."""
        known = self._rendered.get((tex, False))
        rendered = self._render(tex, False) if known is None else known
        return formula_words(find(rendered, ".//math"))

    def close(self) -> None:
        """Keep what the last page had, and end the V8 context."""
        self._keep()
        if self._context is not None:
            self._context.close()
            self._context = None


@functools.cache
def _key() -> str:
    return key_of(__name__, KATEX.read_bytes())


def unmark(marked: str) -> tuple[str, bool]:
    r"""TeX and whether it is displayed, from what arithmatex left between its tags: `\(x\)` or `\[x\]`."""
    tex = marked.strip()
    return tex[2:-2].strip(), tex.startswith(r"\[")
