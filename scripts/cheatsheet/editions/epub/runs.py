"""What stands behind the checked numbers: for each section the scripts that ran, what each asked, and what came out."""

from lxml.html import HtmlElement

from cheatsheet.base.markup import has_class
from cheatsheet.base.nodes import Node, copy_of, new_element, take_nodes
from cheatsheet.editions.epub.chapter import PAGE, Chapter
from cheatsheet.editions.gallery import ExampleGroup, example_groups
from cheatsheet.material.layout import body_of
from cheatsheet.site.inline_styles import copy_with_attributes
from cheatsheet.site.model import Site

GALLERY = "examples/index.html"
PART = "The runs behind the numbers"


def run_id(page: str, name: str = "") -> str:
    """Where the e-book holds what stands on an example's page, or one fact of it: `run-cnn-pooling`, `run-cnn-pooling--photo`."""
    address = page.removeprefix("examples/").removesuffix("/index.html").replace("/", "-")
    return f"run-{address}" + (f"--{name}" if name else "")


def run_chapters(site: Site, articles: dict[str, HtmlElement]) -> list[Chapter]:
    """A chapter for each group of the gallery; none where the site has no gallery."""
    groups = example_groups(articles[GALLERY], GALLERY) if GALLERY in articles else []
    return [_group(site, group) for group in groups]


def _group(site: Site, group: ExampleGroup) -> Chapter:
    title = f"Runs: {group.title}"
    lead = (
        "The scripts behind the numbers and plots of this section, each with the question that it answers and the "
        "numbers of its run. Their code is in the archive of examples, which is offered beside this book."
    )
    article = new_element("article", {PAGE: GALLERY}, new_element("h1", {}, title))
    article.append(new_element("p", {"class": "lead"}, lead))
    for path in group.paths:
        body = body_of(site.pages[path]) if path in site.pages else None
        if body is not None:
            article.append(_run(path, copy_with_attributes(site.pages[path], body)))
    return Chapter(f"runs-{group.id}.xhtml", title, "appendix", article, part=PART)


def _run(path: str, body: HtmlElement) -> HtmlElement:
    """Title, question, script, choices and facts of one example."""
    made = new_element("section", {"class": "run", "id": run_id(path), PAGE: path})
    title, question = body.xpath("(.//h1)[1]")[0], body.xpath("(.//h1/following::p)[1]")
    made.append(new_element("h2", {}, *take_nodes(_without_marks(title))))
    for paragraph in question:
        made.append(new_element("p", {"class": "question"}, *take_nodes(copy_of(paragraph))))
    script = path.removeprefix("examples/").removesuffix("/index.html") + ".py"
    link = new_element("a", {"href": "", "class": "script"}, new_element("code", {}, script))
    made.append(new_element("p", {"class": "place"}, "Script ", link))
    for setup in map(copy_of, body.find_class("setup")):
        # It leads to other seeds and choices, as each measured fact does.
        for link in list(setup.iter("a")):
            link.drop_tree()
        made.append(setup)
    facts = new_element("ul", {"class": "facts"})
    for row in body.xpath(".//tr[count(td) = 2][td[1]/@id]"):
        facts.append(_fact(path, *row.iterchildren("td")))
    if len(facts):
        made.append(facts)
    return made


def _fact(path: str, name: HtmlElement, value: HtmlElement) -> HtmlElement:
    """One fact; what has no other remark is computed, as the site says once above each table."""
    words: list[Node] = [*take_nodes(copy_of(name)), " ", *take_nodes(copy_of(value))]
    if not any(child.tag == "small" for child in value):
        words += [" ", new_element("small", {}, "computed")]
    return new_element("li", {"id": run_id(path, name.attrib["id"])}, *words)


def _without_marks(heading: HtmlElement) -> HtmlElement:
    made = copy_of(heading)
    for mark in [tag for tag in made.iter("a") if has_class(tag, "headerlink")]:
        mark.drop_tree()
    return made
