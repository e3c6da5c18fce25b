"""Formulas in the finished pages: KaTeX's HTML in place of every marked formula."""

from collections.abc import Callable

from cheatsheet.base.nodes import replace_by
from cheatsheet.base.problems import Problems, line_of
from cheatsheet.markdown.formulas import MARK, FormulaError, Formulas, unmark
from cheatsheet.site.model import Site


def render_formulas(
    site: Site, formulas: Formulas, source_of: Callable[[str], tuple[str, str]], problems: Problems
) -> None:
    """Render all formulas. `source_of` gives path and text of a page's source, for problems."""
    for name, root in site.pages.items():
        for marked in root.find_class(MARK):
            tex, display = unmark(marked.text_content())
            try:
                replace_by(marked, formulas.render(tex, display))
            except FormulaError as error:
                _note(name, tex, error, source_of, problems)


def _note(
    page: str,
    tex: str,
    error: FormulaError,
    source_of: Callable[[str], tuple[str, str]],
    problems: Problems,
) -> None:
    path, text = source_of(page)
    line = line_of(text, f"${tex}$") or line_of(text, tex.partition("\n")[0])
    # What does not parse, whoever looks for its numbers cannot read either: one fault, told once.
    problems.take_back(path, f"the formula ${' '.join(tex.split())}$: ")
    what = f"the formula {tex!r} does not parse: {error}"
    problems.add(path, line, what, "mend the TeX; KaTeX lists what it supports")
