"""Formulas to HTML and MathML with the vendored KaTeX, at build time."""

import copy
import json
import re
from pathlib import Path
from types import TracebackType

from lxml.html import HtmlElement
from py_mini_racer import JSEvalException, MiniRacer

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
    """KaTeX in one V8 context, started at the first formula. Close it, or the process never ends."""

    def __init__(self) -> None:
        self._context: MiniRacer | None = None
        self._rendered: dict[tuple[str, bool], HtmlElement] = {}

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
        return copy.deepcopy(self._rendered[tex, display])

    def _render(self, tex: str, display: bool) -> HtmlElement:
        if self._context is None:
            self._context = MiniRacer()
            self._context.eval(KATEX.read_text("utf-8"))
        options = json.dumps({**OPTIONS, "displayMode": display})
        try:
            html = self._context.eval(f"katex.renderToString({json.dumps(tex)}, {options})")
        except JSEvalException as error:
            # The exception carries all of KaTeX in its text.
            message = MESSAGE.search(str(error))
            raise FormulaError(message[1] if message else "KaTeX cannot read it") from None
        rendered = compact_formula(element(str(html)))
        [seen] = rendered.find_class("katex-html")
        if display and len(seen.text_content()) > WIDE:
            # It may scroll on a phone, so the keyboard must reach it.
            rendered.set("tabindex", "0")
        return rendered

    def words(self, tex: str) -> str:
        """The formula as a line of HTML, for search results."""
        known = self._rendered.get((tex, False))
        rendered = self._render(tex, False) if known is None else known
        return formula_words(find(rendered, ".//math"))

    def close(self) -> None:
        """End the V8 context."""
        if self._context is not None:
            self._context.close()
            self._context = None


def unmark(marked: str) -> tuple[str, bool]:
    r"""TeX and whether it is displayed, from what arithmatex left between its tags: `\(x\)` or `\[x\]`."""
    tex = marked.strip()
    return tex[2:-2].strip(), tex.startswith(r"\[")
