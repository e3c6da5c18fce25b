"""Make a page's article fit for print: what only a screen can use goes, formulas and drawings are described."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from bs4 import NavigableString, Tag

from cheatsheet.check_site import EXTERNAL, target_of
from cheatsheet.faults import Fault
from cheatsheet.print_hatches import draw_hatches

if TYPE_CHECKING:
    from cheatsheet.print_source import PrintPage

DROPPED = (
    ".headerlink, .md-content__button, .page-foot, .downloads, .offers, .filter, .cards, .letters,"
    ".with-script, .without-script, .own-list, script, button, form, input, label, template,"
    "img[src$='#only-dark']"
)
FORMULA = "math:"  # begins the label of a formula, until it is tagged as one
HEADINGS = re.compile(r"^h[1-6]$")
FONT_SIZE = re.compile(r"font-size:\s*([\d.]+)px")
FIGURE_WIDTH = 312  # points, the width at which every figure is printed
SMALLEST = 7.1  # points; no text is printed smaller
CODE_COLUMNS = 92  # characters of code in one line


def clean(page: "PrintPage", site: Path) -> list[Fault]:
    """Make the article fit for print in place; returns the images that are missing."""
    article = page.article
    page.gone = {tag["id"] for tag in article.select("[id]")}
    for tag in article.select(DROPPED):
        tag.decompose()
    for heading in article(HEADINGS):
        if _is_empty(heading):
            heading.decompose()
    page.gone -= {tag["id"] for tag in article.select("[id]")}
    for mark in article.select("a.claim"):
        _keep_with_word(mark)
    for details in article("details"):
        details["open"] = ""
    for formula in article.select(".katex"):
        _describe_formula(formula)
    for drawing in article("svg"):
        _enlarge_text(drawing)
        draw_hatches(drawing)
    for code in article.select("pre > code, .output > pre"):
        page.notes += keep_long_lines(code)
    _prefix_ids(article, page.key)
    return _find_images(page, site)


def _is_empty(heading: Tag) -> bool:
    """Whether nothing stands between a heading and the next of its level."""
    following = heading.find_next_sibling()
    if heading.name == "h1" or heading.parent.name not in ("article", "section"):
        return False
    return following is None or (HEADINGS.match(following.name) and following.name <= heading.name)


def _keep_with_word(mark: Tag) -> None:
    """A mark alone on a line, below the text that it is for, would seem to be lost."""
    before = mark.previous_sibling
    if isinstance(before, NavigableString) and before.strip():
        before.replace_with(f"{before.rstrip()}\u00a0")


def _describe_formula(formula: Tag) -> None:
    """KaTeX hides the half that is seen from the tag tree: show it there as one image, described by its TeX."""
    source = formula.select_one("annotation")
    tex = source.get_text() if source else formula.get_text()
    if formula.select_one(".katex-mathml"):
        formula.select_one(".katex-mathml").decompose()
    for half in formula.select("[aria-hidden]"):
        del half["aria-hidden"]
    for sign in formula("svg"):  # the line of a root is no figure of its own
        sign["aria-hidden"] = "true"
    formula["role"] = "img"
    formula["aria-label"] = f"{FORMULA}{' '.join(tex.split())}"


def _enlarge_text(drawing: Tag) -> None:
    """Superscripts of tick labels are drawn at less than seven points: raise them."""
    box = drawing.get("viewbox", drawing.get("viewBox", "")).split()
    if len(box) != 4 or drawing.find_parent(class_="katex"):
        return
    smallest = SMALLEST * float(box[2]) / FIGURE_WIDTH
    for tag in drawing.select("[style*=font-size]"):
        tag["style"] = FONT_SIZE.sub(
            lambda size: f"font-size:{max(float(size[1]), smallest):.4g}px", tag["style"]
        )


def keep_long_lines(code: Tag) -> list[str]:
    """Wrap each line that must be broken, so that its parts stay on one page; says which lines these are."""
    groups: list[list] = [[]]
    for node in list(code.contents):
        if isinstance(node, NavigableString) and "\n" in node:
            first, *rest = str(node).split("\n")
            groups[-1].append(NavigableString(first))
            groups += [[NavigableString(part)] for part in rest]
        else:
            groups[-1].append(node)
    lines = ["".join(node.get_text() for node in group) for group in groups]
    long = [max(map(len, line.split("\n"))) > CODE_COLUMNS for line in lines]
    if not any(long):
        return []
    code.clear()
    for number, (group, broken) in enumerate(zip(groups, long, strict=True)):
        target = code
        if broken:
            target = Tag(name="span", attrs={"class": "long-line"})
            code.append(target)
        elif number and not long[number - 1]:  # a block ends its line by itself
            code.append("\n")
        target.extend(group)
    return [
        f"a line of {len(line)} characters is broken: {line.strip()[:50]}"
        for line, broken in zip(lines, long, strict=True)
        if broken
    ]


def _prefix_ids(article: Tag, key: str) -> None:
    """Ids are unique in a page only. References to them inside drawings change with them."""
    for tag in article.find_all(True):
        for name, value in tag.attrs.items():
            if name in ("id", "name", "for", "aria-labelledby", "aria-describedby"):
                tag[name] = " ".join(f"{key}--{part}" for part in value.split())
            elif isinstance(value, str) and "url(#" in value:
                tag[name] = value.replace("url(#", f"url(#{key}--")
            elif name in ("href", "xlink:href") and value.startswith("#") and tag.name != "a":
                tag[name] = f"#{key}--{value[1:]}"


def _find_images(page: "PrintPage", site: Path) -> list[Fault]:
    faults = []
    for image in page.article.select("img[src]"):
        image.attrs.pop("loading", None)
        if EXTERNAL.match(image["src"]):
            if not image["src"].startswith("data:"):
                faults.append(Fault(f"site/{page.path}", None, f"the image {image['src']} is on another host",
                                    "keep a copy on the site"))  # fmt: skip
            continue
        path = target_of(page.path, image["src"])[0]
        image["src"] = path
        if not (site / path).is_file():
            faults.append(Fault(f"site/{page.path}", None, f"the image {path} is missing",
                                "mend its address, or build the site anew"))  # fmt: skip
    return faults
