"""The real book and the real handout, as Chromium prints them."""

import re
from io import BytesIO
from itertools import pairwise

import pypdf
import pytest

import paper
import printed
from budgets import downloads
from cheatsheet.base.chromium import find_chromium
from cheatsheet.base.problems import Problems
from cheatsheet.base.provenance import Provenance
from cheatsheet.editions.pdf.chromium import Printer
from cheatsheet.editions.pdf.code_lines import CODE_COLUMNS
from cheatsheet.editions.pdf.document import A4
from cheatsheet.editions.pdf.finish import finish
from cheatsheet.editions.pdf.handout import fit
from cheatsheet.editions.pdf.make import prepare
from cheatsheet.site.model import Site

pytestmark = pytest.mark.xdist_group("print")

BUILT = Provenance("abc1234", 1_700_000_000)
OURS = re.compile(r"Inter-|JetBrainsMono-|KaTeX_")


def texts(data: bytes, end: int | None = None) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages[:end]]


@pytest.fixture(scope="session")
def book(site):
    """Everything on A4, which has all that the others have: the document, what Chromium had to change, and the
    finished PDF; and the handout."""
    whole, problems = Site.read(site), Problems()
    documents = prepare(whole, BUILT, problems)
    assert list(problems) == []
    document, notice = documents.everything, documents.handout
    with Printer(find_chromium(), whole) as printer:
        result = printer.print(document, A4)
        short = finish(fit(printer, notice), notice, BUILT.epoch)
    data = finish(result, document, BUILT.epoch)
    pdf = printed.open_pdf(data)
    return {
        "document": document,
        "notes": result.notes,
        "data": data,
        "pdf": pdf,
        "handout": short,
        "tree": printed.structure(pdf),
        "pages": result.pages,
        "copied": paper.copied(data),
    }


def test_size_and_fit_of_the_real_pdf(book):
    assert len(book["data"]) <= downloads()["cv-cheatsheet-everything.pdf"] * 1e6
    assert [what for _, what in book["notes"] if what.startswith("too wide")] == []
    assert len(printed.open_pdf(book["handout"]).pages) == 2


def test_outline_leads_to_the_pages_of_the_headings(book):
    rows = printed.outline(book["pdf"])
    tags = book["tree"].find("H1", "H2", "H3")
    assert [level for level, _, _ in rows] == [int(tag.role[1]) for tag in tags]
    assert [page for _, _, page in rows] == [tag.all_pages()[0] for tag in tags]
    titles = [text for level, text, _ in rows if level == 1]
    numbered = [title for title in titles if re.match(r"\d+ ", title)]
    assert [title.split()[0] for title in numbered] == [str(n) for n in range(1, 11)]
    appendices = [title for title in titles if re.match("[A-C] ", title)]
    assert appendices == ["A Claims", "B How far each number carries", "C Examples"]


def test_every_internal_link_has_its_page_and_no_link_leads_into_the_build(book):
    found = printed.links(book["pdf"])
    inside = {name for _, name, address in found if name}
    wanted = set(re.findall(r'<a [^>]*?href="#([^"]+)"', book["document"].body))
    assert wanted <= book["pages"].keys()
    assert inside == wanted
    assert all(
        address.startswith(("https://", "http://", "mailto:"))
        for _, name, address in found
        if not name
    )
    assert not any("print.invalid" in address for _, _, address in found)
    external = set(re.findall(r'<a [^>]*?href="(https?://[^"]+)"', book["document"].body))
    assert len({address for _, _, address in found if address}) == len(external)


def test_contents_name_the_pages(book):
    text = "\n".join(texts(book["data"], 4))
    rows = [
        row
        for row in printed.outline(book["pdf"])
        if row[0] == 1 and re.match(r"\d+ |[AB] ", row[1])
    ]
    assert len(rows) == 12
    for _, title, page in rows:
        assert re.search(rf"{re.escape(title)}\s*{page}\b", text), title


def test_type_is_legible_and_ours(book):
    for data in (book["data"], book["handout"]):
        pdf = printed.open_pdf(data)
        assert not printed.too_small(pdf)
        for name, kind, embedded in printed.fonts(pdf):
            assert OURS.match(name), name
            assert kind == "Type0", name
            assert embedded, name


def test_figures_are_vectors(book):
    body = book["document"].body
    assert printed.rasters(book["pdf"]) <= len(set(re.findall(r"data:image/webp[^\"]+", body)))
    assert "<pattern" not in body


def test_everything_is_tagged_and_described(book):
    tree, body = book["tree"], book["document"].body
    formulas = tree.find("Formula")
    assert len(formulas) == body.count('aria-label="math:')
    assert all(tag.alt for tag in formulas)
    figures = tree.find("Figure")
    assert len(figures) >= len(re.findall(r"<figure", body))
    assert [tag.alt for tag in figures if len(tag.alt) < 4] == []
    tables = tree.find("Table")
    assert len(tables) == body.count("<table")
    assert all(tag.find("TH") for tag in tables)
    assert all(item.find("LBody") for item in tree.find("LI"))
    assert printed.unmarked(book["pdf"]) == 0
    assert printed.misplaced_marks(book["pdf"]) == 0
    assert set(book["pdf"].Root.StructTreeRoot.RoleMap.keys()) == {"/Em", "/Strong"}


def is_formula_alone(tag: printed.Element) -> bool:
    """Whether an element has neither words of its own nor other blocks in it."""
    if tag.role == "P":
        return not tag.pages
    return not tag.find("P", "TR", "LI")


def test_nothing_stands_alone_or_is_split(book):
    order = [
        tag
        for tag in book["tree"].walk()
        if tag.pages or tag.role in ("H1", "H2", "H3", "H4", "TR")
    ]
    for position, tag in enumerate(order):
        if tag.role in ("H1", "H2", "H3", "H4"):
            inside = {id(part) for part in tag.walk()}
            following = next(
                (
                    next_.pages[0]
                    for next_ in order[position + 1 :]
                    if next_.pages and id(next_) not in inside
                ),
                None,
            )
            assert following in (tag.all_pages()[-1], None), (
                f"a heading ends page {tag.all_pages()}"
            )
    # Rows without cells are repeated headers.
    rows = [row for row in book["tree"].find("TR") if row.find("TD")]
    split = [row for row in rows if len(set(row.all_pages())) > 1]
    assert split == []
    for part in book["tree"].find("Table"):
        rows = part.find("TR")
        assert rows[0].all_pages()[:1] == rows[1].all_pages()[:1]
    led_to = [
        (before.all_pages()[-1], after.all_pages()[0])
        for parent in book["tree"].walk()
        for before, after in pairwise(parent.children)
        if before.role == "P" and after.find("Formula") and is_formula_alone(after)
    ]
    assert len(led_to) > 20
    # The sentence stands above, its formula below.
    assert [pages for pages in led_to if len(set(pages)) > 1] == []


def test_reading_order_follows_the_pages(book):
    # Without headers of tables, which are repeated.
    elements = [tag for tag in book["tree"].walk() if tag.role not in ("TH", "Table", "TR")]
    inside = {id(part) for tag in book["tree"].find("TH") for part in tag.walk()}
    pages = [page for tag in elements if id(tag) not in inside for page in tag.pages]
    assert sum(after < before for before, after in pairwise(pages)) == 0


def chapters(book) -> dict[str, range]:
    """Pages of each chapter, from 1, by its title."""
    starts = [(title, page) for level, title, page in printed.outline(book["pdf"]) if level == 1]
    ends = [page for _, page in starts[1:]] + [len(book["pdf"].pages) + 1]
    return {title: range(page, end) for (title, page), end in zip(starts, ends, strict=True)}


def sections(book) -> list[range]:
    return [pages for title, pages in chapters(book).items() if re.match(r"\d+ ", title)]


def test_no_page_ends_more_than_a_third_empty_where_text_could_follow(book):
    free = paper.free_shares(book["data"], A4)
    assert len(sections(book)) == 10
    ends = {pages[-1] for pages in sections(book)}
    inside = {page for pages in sections(book) for page in pages} - ends
    assert [page for page in sorted(inside) if free[page - 1] > 1 / 3] == []


def test_code_is_copied_as_it_was_written(book, root):
    # The viewer puts a space between some blocks, so that the first line of code may follow a sentence.
    copied = "\n" + "\n".join(book["copied"])
    for path in sorted((root / "examples").glob("[a-z]*/[a-z]*.py")):
        # What follows the last cell's mark is shown as a list.
        code = path.read_text("utf-8").rpartition("# %%")[0]
        for line in code.splitlines():
            if line and not line.startswith("#") and len(line) <= CODE_COLUMNS:
                after_text = not line.startswith(" ") and f" {line}" in copied
                assert f"\n{line}" in copied or after_text, (path.name, line)


def test_formulas_are_copied_as_tex_in_the_order_of_the_text(book):
    for pages in sections(book):
        copied = "".join("".join(book["copied"][page - 1].split()) for page in pages)
        chapter = book["tree"]
        formulas = [
            f"${tag.alt}$"
            for tag in chapter.find("Formula")
            if tag.all_pages() and tag.all_pages()[0] in pages
        ]
        place = 0
        for formula in formulas:
            found = copied.find("".join(formula.split()), place)
            assert found >= 0, formula
            place = found + 1
