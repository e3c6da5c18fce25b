"""The page of an example: its executed notebook with downloads below the title, who uses it, and its facts."""

from collections.abc import Iterable
from html import escape

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.cache import imported
from cheatsheet.base.markup import element
from cheatsheet.base.nodes import replace_by
from cheatsheet.base.seal import enclosed, seal_of
from cheatsheet.base.vocabulary import ROBUSTNESS, SCRATCH
from cheatsheet.content.read import Content
from cheatsheet.examples.model import GIVEN, MEASURED, QUOTED, Example, Fact, Result
from cheatsheet.markdown.elements import labelled
from cheatsheet.pages.notebook import body
from cheatsheet.pages.robustness_rows import measured_of, row_id

# The heading of a whiteboard task from which on its page is folded.
SOLVED = "A first right solution"
# What the comment says where the pages that use an example stand: they are known when all are converted.
USED_IN = "used in"
# What installs a library that is imported by another name.
PACKAGES = {"sklearn": "scikit-learn"}
# A function of scikit-learn, and what it reads images with but does not bring along.
READS_IMAGES, READER = "load_sample_image", "pillow"


def notebook_page(address: str, content: Content) -> str:
    """Body of the page of the example `address`. A figure has the text alternative that a section page gives it, or its own."""
    result = content.results[address]

    def draw(name: str) -> str:
        figure = result.figures[name]
        alt = content.alternative(address, name) or figure.alt
        return f'<figure id="{name}" class="plot">{labelled(figure.svg, alt)}</figure>'

    example = content.examples[address]
    notebook = result.notebook.read_text("utf-8")
    fold_from = SOLVED if address.startswith(SCRATCH) else ""
    seal = seal_of(example.source)
    return body(notebook, draw, seal, below_title=offer(example), fold_from=fold_from)


def tell_users(root: HtmlElement, users: Iterable[tuple[str, str]]) -> None:
    """Name the pages that use an example, by their addresses and titles, where its page has the mark for them."""
    links = ", ".join(
        f'<a href="../../../{address}">{escape(title)}</a>' for address, title in users
    )
    for mark in root.iter(etree.Comment):
        if (mark.text or "").strip() == USED_IN:
            said = [element(f'<p class="used-in">Used in {links}.</p>')] if links else []
            replace_by(mark, *said)
            return


def offer(example: Example) -> str:
    """Downloads, and what one installs to run them."""
    own = [("Script", f"{example.name}.py"), ("Notebook", f"{example.name}.ipynb")]
    shared = [("Shared module", path.name) for path in example.shared]
    lines = [
        '<p class="downloads">',
        *(
            f'<a class="md-button" href="{file}" download>{label} ({file})</a>'
            for label, file in [*own, *shared]
        ),
        "</p>",
    ]
    if shared:
        names = ", ".join(f"<code>{name}</code>" for _, name in shared)
        lines.append(f'<p class="used-in">It imports {names}: keep them in one folder.</p>')
    needs = " ".join(_packages(example))
    if needs:
        lines.append(f'<p class="downloads needs">Runs after <code>pip install {needs}</code>.</p>')
    return enclosed("\n".join(lines), seal_of(example.source))


def _packages(example: Example) -> list[str]:
    texts = [example.source, *example.texts.values()]
    names = {name.partition(".")[0] for text in texts for name in imported(text)}
    found = {PACKAGES.get(name, name) for name in names if not name.startswith("_")}
    return sorted(found | {READER for text in texts if READS_IMAGES in text})


def foot(example: Example, result: Result) -> str:
    """A mark for the pages that use the example, and its facts, each with its address."""
    lines = [f"<!-- {USED_IN} -->"]
    if result.facts:
        rows = "".join(_row(example, key, fact) for key, fact in result.facts.items())
        lines.append(
            '<h2 id="numbers-of-this-run">Numbers of this run</h2>'
            "<p>Pages that print one of these are checked against it in every build. "
            "What has no other remark is computed.</p>"
        )
        measured = next(iter(measured_of(result)), None)
        if measured:
            lines.append(
                f'<p class="setup">Measured with {escape(result.setup)}. '
                f'<a href="{_carries(example, measured)}">How far each number carries</a></p>'
            )
        lines.append(
            '<div class="md-typeset__scrollwrap"><div class="md-typeset__table"><table>'
            f"<thead><tr><th>Name</th><th>Value</th></tr></thead><tbody>{rows}</tbody></table></div></div>"
        )
    return enclosed("\n".join(lines), seal_of(example.source))


def _carries(example: Example, key: str) -> str:
    """The way to the row that says in which runs a measured fact held."""
    return f"../../../{ROBUSTNESS}/#{row_id(example, key)}"


def _row(example: Example, key: str, fact: Fact) -> str:
    notes = {
        MEASURED: f'<a href="{_carries(example, key)}">measured</a>: {escape(fact.means)}',
        QUOTED: escape(f"quoted from {fact.source}: {fact.conditions}"),
        GIVEN: "set in the script",
    }
    note = notes.get(fact.kind, "")
    behind = f" <small>{note}</small>" if note else ""
    return f'<tr><td id="{key}"><code>{key}</code></td><td>{escape(fact.text)}{behind}</td></tr>'
