"""Formulas to HTML and MathML with the vendored KaTeX, at build time."""

import html
import json
import re
from pathlib import Path

from py_mini_racer import JSEvalException, MiniRacer

from cheatsheet.formula_words import formula_words

KATEX = Path(__file__).parents[2] / "docs/assets/katex/katex.min.js"
MARKED = re.compile(r'<(span|div) class="arithmatex">(.*?)</\1>', re.S)  # by pymdownx.arithmatex
OPTIONS = {"throwOnError": True, "strict": "ignore", "output": "htmlAndMathml"}
WIDE = 25  # characters that surely fit a phone
MATHML = re.compile(r"<math.*?</math>", re.S)
TAG = re.compile(r"<[^>]+>")


class FormulaError(ValueError):
    """A formula that KaTeX cannot read; the argument is its own message."""


class Formulas:
    """KaTeX in one V8 context, started at the first formula. Close it, or the process never ends."""

    def __init__(self) -> None:
        self._context: MiniRacer | None = None
        self._rendered: dict[tuple[str, bool], str] = {}

    def render(self, tex: str, display: bool) -> str:
        """HTML with its MathML twin for screen readers. Raises FormulaError where `tex` does not parse."""
        if (tex, display) not in self._rendered:
            if self._context is None:
                self._context = MiniRacer()
                self._context.eval(KATEX.read_text("utf-8"))
            options = json.dumps({**OPTIONS, "displayMode": display})
            try:
                rendered = self._context.eval(f"katex.renderToString({json.dumps(tex)}, {options})")
            except JSEvalException as error:
                message = re.search(r"KaTeX parse error: ([^\n]*)", str(error))
                raise FormulaError(message[1] if message else "KaTeX cannot read it") from None
            if display and len(TAG.sub("", MATHML.sub("", rendered))) > WIDE:
                # it may scroll on a phone, so the keyboard must reach it
                rendered = rendered.replace("<span ", '<span tabindex="0" ', 1)
            self._rendered[tex, display] = rendered
        return self._rendered[tex, display]

    def words(self, tex: str) -> str:
        """The formula as a line of HTML, for search results."""
        return formula_words(MATHML.search(self.render(tex, False))[0])

    def close(self) -> None:
        """End the V8 context."""
        if self._context is not None:
            self._context.close()
            self._context = None


def unmark(marked: str) -> tuple[str, bool]:
    r"""TeX and whether it is displayed, from what arithmatex left between its tags: `\(x\)` or `\[x\]`."""
    tex = html.unescape(marked).strip()
    return tex[2:-2].strip(), tex.startswith(r"\[")
