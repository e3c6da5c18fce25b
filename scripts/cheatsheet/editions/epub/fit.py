"""Make a page's article fit for an e-book: nothing folded, formulas as MathML, plots that need no style sheet of ours."""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from io import BytesIO

from lxml import etree
from lxml.html import HtmlElement
from PIL import Image

from cheatsheet.base.markup import element, has_class, words_of
from cheatsheet.base.nodes import copy_of, replace_by
from cheatsheet.editions.epub.mathml import adapt
from cheatsheet.editions.screen import drop_empty_headings, drop_screen_parts, keep_marks_with_words
from cheatsheet.look.standalone import standalone

# What only scripts, styles and browsers of the site use.
UNUSED = re.compile(
    r"(?:data-(?!label$|page$).*|tabindex|loading|download|translate|contenteditable|hidden)"
)
WEBP = re.compile(r"data:image/webp;base64,([A-Za-z0-9+/=]+)")


def fit(article: HtmlElement) -> None:
    """Change the article in place."""
    for step in STEPS:
        step(article)


def drop_comments(article: HtmlElement) -> None:
    """Marks of the build."""
    for comment in article.xpath(".//comment()"):
        comment.drop_tree()


def unfold(article: HtmlElement) -> None:
    """What opens at a tap stands open: not all readers can fold, and on none does a search look into what is folded."""
    for details in list(article.iter("details")):
        details.tag = "div"
        for summary in list(details.iterchildren("summary")):
            summary.tag = "p"
            summary.set("class", "asked")


def use_mathml(article: HtmlElement) -> None:
    """Of each formula the half for machines, which an e-reader draws; its TeX becomes the alternative text."""
    for formula in list(article.find_class("katex")):
        math = formula.find(".//math")
        if math is None:
            continue
        made = copy_of(math)
        made.attrib.pop("class", None)
        made.set("alttext", " ".join(math.get("alttext", "").split()))
        adapt(made)
        around = formula.getparent()
        outer = around if around is not None and has_class(around, "katex-display") else formula
        replace_by(outer, made)


def redraw_plots(article: HtmlElement) -> None:
    """Plots in light colours on paper of their own, so that a night mode leaves them readable; images in them as PNG."""
    for drawing in [tag for tag in article.iter("svg") if tag.get("viewBox")]:
        svg = standalone(etree.tostring(drawing, encoding="unicode", with_tail=False))
        made = element(WEBP.sub(_as_png, svg))
        # The style sheet of the e-book makes it as wide as the page.
        for side in ("width", "height"):
            del made.attrib[side]
        replace_by(drawing, made)


def _as_png(address: re.Match[str]) -> str:
    """Older e-readers know no WebP."""
    file = BytesIO()
    with Image.open(BytesIO(b64decode(address[1]))) as image:
        image.save(file, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"


def label_cells(article: HtmlElement) -> None:
    """Each cell knows its column: on a narrow page a row is a list of labelled cells."""
    for table in article.iter("table"):
        labels = [words_of(cell) for cell in table.xpath("./thead/tr[1]/th")]
        for row in table.xpath("./tbody/tr"):
            for label, cell in zip(labels[1:], list(row)[1:], strict=False):
                cell.set("data-label", label)


def drop_unused_attributes(article: HtmlElement) -> None:
    """Attributes of the site."""
    for tag in article.iter("*"):
        for name in [name for name in tag.attrib if UNUSED.fullmatch(name)]:
            del tag.attrib[name]


STEPS: tuple[Callable[[HtmlElement], None], ...] = (
    drop_comments,
    drop_screen_parts,
    drop_empty_headings,
    keep_marks_with_words,
    unfold,
    use_mathml,
    redraw_plots,
    label_cells,
    drop_unused_attributes,
)
