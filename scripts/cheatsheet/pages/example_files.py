"""What a reader may download of an example: script, notebook and shared modules, each to be run by itself."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_output

from cheatsheet.examples.model import KINDS, Example, Fact, Result
from cheatsheet.look.standalone import standalone

SVG = "image/svg+xml"
# Behind a script that is downloaded: run by itself it would show nothing.
SHOW = r"""
# %%
# Run by itself, the script prints its numbers and shows its figures.
if __name__ == "__main__":
    import re
    import unicodedata
    from pathlib import Path

    import matplotlib.pyplot as plt

    plain = str.maketrans({"×": "x", "−": "-", "–": "-", "→": "->", "∞": "inf", "μ": "u", "°": " deg", "σ": " sd"})
    for kind in ("computed", "measured", "quoted", "given"):
        for name, said in globals().get(kind, {}).items():
            line = f"{name}: {said if isinstance(said, str) else said[0]} ({kind})"
            try:
                print(line)
            except UnicodeEncodeError:  # a console or a file may lack ⁷: 10⁷ becomes 10^7
                line = unicodedata.normalize("NFKC", re.sub("[⁻⁰-⁹¹²³]+", r"^\g<0>", line))
                print(line.translate(plain).encode("ascii", "backslashreplace").decode())
    if plt.get_backend().lower() in ("agg", "cairo", "pdf", "pgf", "ps", "svg", "template"):
        for number in plt.get_fignums():  # there is no screen, or nothing that draws on it
            drawn = plt.figure(number)
            file = Path(f"{Path(__file__).stem}-{drawn.get_label() or number}.png").absolute()
            drawn.savefig(file, dpi=150)
            print("No window could be opened; the figure is in", ascii(str(file))[1:-1])
    else:
        plt.show()
"""
# Behind a notebook: the figures stand below their cells, the numbers nowhere.
NUMBERS = """\
# The numbers of this run.
for kind in ("computed", "measured", "quoted", "given"):
    for name, said in globals().get(kind, {}).items():
        print(f"{name}: {said if isinstance(said, str) else said[0]} ({kind})")"""
# The first import of a module that examples share: where a script stops that is saved without it.
SAVE_BESIDE = "  # save beside this script, from its page: "
IMPORT = re.compile(r"^(?:from|import) _[a-z]\w*.*", re.MULTILINE)


def files_of(example: Example, result: Result) -> dict[str, Callable[[], bytes]]:
    """How to make what a reader may download, by its path in the site."""
    files: dict[str, Callable[[], bytes]] = {
        name: partial(bytes, data) for name, data in example.modules.items()
    }
    files[f"{example.name}.py"] = partial(_script, example)
    files[f"{example.name}.ipynb"] = partial(_notebook, example, result)
    return {f"examples/{example.address}/{name}": make for name, make in files.items()}


def _script(example: Example) -> bytes:
    """An import says what to save beside it, its end shows the results."""
    return (_hinted(example.data.decode(), example) + SHOW).encode()


def _hinted(source: str, example: Example) -> str:
    """The source, its first import of a shared module with a remark on what to save."""
    names = ", ".join(path.name for path in example.shared)
    hint = SAVE_BESIDE + names
    return IMPORT.sub(lambda line: line[0].rstrip() + hint, source, count=1) if names else source


def _notebook(example: Example, result: Result) -> bytes:
    """The executed notebook with figures for any editor, light or dark, and its numbers at the end."""
    notebook = nbformat.read(result.notebook, as_version=4)
    hinted = False
    for cell in notebook.cells:
        if cell.cell_type == "code" and not hinted:
            source = cell.source
            cell.source = _hinted(source, example)
            hinted = cell.source != source
        for output in cell.get("outputs", []):
            if SVG in output.get("data", {}):
                output.data[SVG] = standalone(output.data[SVG])
    if result.facts:
        notebook.cells.append(_numbers(result.facts, len(notebook.cells) + 1))
    return str(nbformat.writes(notebook)).encode()


def _numbers(facts: dict[str, Fact], count: int) -> Any:
    """The last cell, as if it had run."""
    lines = [
        f"{name}: {fact.text} ({kind})\n"
        for kind in KINDS
        for name, fact in facts.items()
        if fact.kind == kind
    ]
    printed = new_output("stream", name="stdout", text="".join(lines))
    cell = new_code_cell(NUMBERS, execution_count=count, outputs=[printed])
    cell.id = f"cell-{count}"
    return cell
