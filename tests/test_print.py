"""The printed site: what a miniature and bad input give, and what the real PDF must hold."""

import os
import re
import shutil
import signal
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest

import printed
from cheatsheet import print_pages, print_site
from cheatsheet.chromium import MISSING, find_chromium
from cheatsheet.faults import BadInput
from cheatsheet.formulas import Formulas
from cheatsheet.print_base import A4, LETTER
from cheatsheet.print_document import single, whole
from cheatsheet.print_finish import finish
from cheatsheet.print_handout import fit, handout
from cheatsheet.print_pages import Printer
from cheatsheet.print_source import read_source
from cheatsheet.project import Project

pytestmark = pytest.mark.xdist_group("print")

EPOCH = 1_700_000_000
BUILT = {"version": "abc1234", "date": "14 November 2023", "epoch": str(EPOCH)}
WIDE = "x = " + " + ".join(f"a_{{{n}}}" for n in range(60))
SOLID = r"\underbrace{" + "wwwwwwwwww" * 12 + "}_{n}"
LINE = "value = '" + "0123456789" * 40 + "'"
GLANCE = '<h2 id="at-a-glance">At a glance</h2><p>Short.</p>'
OURS = re.compile(r"Inter-|JetBrainsMono-|KaTeX_")


def formula(tex: str, display: bool = True) -> str:
    formulas = Formulas()
    try:
        return formulas.render(tex, display)
    finally:
        formulas.close()


@pytest.fixture(scope="module")
def formulas() -> str:
    return formula(WIDE) + formula(SOLID)


def table(rows: int) -> str:
    body = "".join(f"<tr><td>row {n}</td><td>{'text ' * 30}</td></tr>" for n in range(rows))
    return (
        f"<table><thead><tr><th>Alpha</th><th>Beta</th></tr></thead><tbody>{body}</tbody></table>"
    )


@pytest.fixture
def tiny(tmp_path: Path, root: Path):
    """`tiny(body)` writes a site of a home page and one section with `body`, and returns its folder."""

    def write(body: str, address: str = "") -> Path:
        canonical = f'<link rel="canonical" href="{address}">' if address else ""
        shutil.copytree(root / "docs/assets/katex", tmp_path / "assets/katex", dirs_exist_ok=True)
        shutil.copytree(
            root / "docs/assets/stylesheets", tmp_path / "assets/stylesheets", dirs_exist_ok=True
        )
        shutil.copytree(root / "docs/assets/fonts", tmp_path / "assets/fonts", dirs_exist_ok=True)
        pages = {"index.html": '<h1 id="home">Home</h1><p>Welcome. <a href="cnn/#end">End</a></p>',
                 "cnn/index.html": f'<h1 id="cnn">1. Networks</h1>{GLANCE}{body}<h2 id="end">End</h2><p>Last words.</p>'}  # fmt: skip
        for name, text in pages.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(
                f'<!doctype html><html lang="en"><head><title>Tiny: a site</title>{canonical}'
                '<meta name="description" content="It is tiny."><meta name="author" content="Nobody">'
                '<link rel="stylesheet" href="assets/katex/katex.min.css">'
                '<link rel="stylesheet" href="assets/stylesheets/site.css"></head><body>'
                '<nav class="md-nav--primary"><a class="md-nav__link" href=".">Home</a>'
                '<a class="md-nav__link" href="cnn/">1. Networks</a></nav>'
                f'<article class="md-content__inner md-typeset">{text}</article></body></html>', "utf-8")  # fmt: skip
        return tmp_path

    return write


@pytest.fixture(scope="module")
def chromium() -> str:
    path = find_chromium()
    assert path, MISSING
    return path


def print_tiny(chromium: str, site: Path, paper=A4) -> tuple[bytes, list[tuple[str, str]]]:
    source = read_source(site)
    document = whole(source, BUILT["version"], BUILT["date"])
    assert source.faults + document.faults == []
    with Printer(chromium, site) as printer:
        result = printer.print(document, paper)
    notes = [(page.path, note) for page in source.pages.values() for note in page.notes]
    return finish(result, document, EPOCH), notes + result.notes


def texts(data: bytes, end: int | None = None) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages[:end]]


# --- A miniature, and what bad input gets -----------------------------------------------------------------------------


def test_what_is_too_wide_or_too_tall_is_fitted_or_broken_and_reported(chromium, tiny, formulas):
    code = f'<div class="highlight"><pre><code>short = 1\n<span class="n">x</span> {LINE}\nlast = 2</code></pre></div>'
    wide_table = "<table><tr><th>A</th></tr><tr><td>" + "y" * 300 + "</td></tr></table>"
    data, notes = print_tiny(chromium, tiny(formulas + table(80) + code + wide_table))
    told = [what for page, what in notes if page == "cnn/index.html"]
    assert any(what.startswith("a formula is broken: x = a_{0}") for what in told)
    assert any(re.match(r"a formula is scaled to \d+ %: \\underbrace", what) for what in told)
    assert any(what.startswith(f"a line of {len(LINE) + 2} characters is broken") for what in told)
    assert not any(what.startswith("too wide") for what in told)
    pages = texts(data)
    rows = [page for page in pages if re.search(r"row \d+", page)]
    assert len(rows) > 2
    assert all("Alpha" in page for page in rows)
    assert (
        sum(page.count("0123456789") for page in pages) >= 30
    )  # broken, not cut; some are split over two lines
    assert LINE.replace(" ", "") in "".join("".join(page.split()) for page in pages)
    tree = printed.structure(printed.open_pdf(data))
    assert all(len(set(row.all_pages())) <= 1 for row in tree.find("TR") if row.find("TD"))
    assert edges(data) <= A4.width - A4.margin[1]


def edges(data: bytes) -> float:
    """The rightmost place of a text's beginning, in mm."""
    found = []
    for page in pypdf.PdfReader(BytesIO(data)).pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, *_: found.append(
                (tm[4] * cm[0] + cm[4]) * bool(text.strip())
            )
        )
    return max(found) / 72 * 25.4


def test_cover_contents_and_addresses_lead_back_to_the_site(chromium, tiny):
    data, _ = print_tiny(chromium, tiny("<p>Text.</p>", "https://example.org/cv/"), LETTER)
    pages = texts(data)
    assert "https://example.org/cv/" in pages[0]
    assert "Version abc1234 of 14 November 2023" in pages[0]
    section = next(n for n, page in enumerate(pages, 1) if "Last words" in page)
    assert "example.org/cv/cnn/" in pages[section - 1]
    assert re.search(rf"1\.2 End\s*{section}", pages[1])
    pdf = printed.open_pdf(data)
    assert [row[:2] for row in printed.outline(pdf)] == [
        (1, "Contents"), (1, "Home"), (1, "1 Networks"), (2, "1.1 At a glance"), (2, "1.2 End")]  # fmt: skip
    assert [float(side) for side in pdf.pages[0].MediaBox[2:]] == pytest.approx([612, 792], abs=1)
    assert str(pdf.docinfo["/Author"]) == "Nobody"
    assert str(pdf.Root.Lang) == "en"
    assert any(address == "https://example.org/cv/cnn/" for _, _, address in printed.links(pdf))


def test_folded_answers_are_open(chromium, tiny):
    data, _ = print_tiny(
        chromium, tiny("<details><summary>Why?</summary><p>Hidden answer.</p></details>")
    )
    assert any("Hidden answer" in page for page in texts(data))


def test_the_same_input_gives_the_same_bytes(chromium, tiny):
    site = tiny(table(3))
    source = read_source(site)
    with Printer(chromium, site) as printer:
        alone = single(source, source.sections[0])
        first = finish(printer.print(alone, A4), alone, EPOCH)
        printer.print(whole(read_source(site), "x", "y"), A4)  # ids that Chromium counts up
        second = finish(printer.print(alone, A4), alone, EPOCH)
    assert first == second
    assert b"2023" not in finish(printed_again(chromium, site, alone), alone, EPOCH + 10**8)


def printed_again(chromium, site, document):
    with Printer(chromium, site) as printer:
        return printer.print(document, A4)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<p><img src="../gone.png" alt="x"></p>', "the image gone.png is missing"),
        ('<p><a href="#nowhere">x</a></p>', "the link #nowhere leads nowhere"),
        ('<p><a href="../gone/">x</a></p>', "the link ../gone/ leads nowhere"),
    ],
)
def test_a_missing_image_or_dead_link_is_named_and_nothing_written(chromium, tiny, body, told):
    site = tiny(body)
    with pytest.raises(BadInput, match=re.escape(told)) as raised:
        print_site.make(Project(site), site, BUILT)
    assert "site/cnn/index.html" in str(raised.value)
    assert not (site / "downloads").exists()


def test_a_missing_style_sheet_is_named(chromium, tiny):
    site = tiny("<p>Text.</p>")
    (site / "assets/stylesheets/site.css").unlink()
    with pytest.raises(BadInput, match=r"site\.css"):
        print_site.make(Project(site), site, BUILT)


def test_without_chromium_one_sentence(tiny, monkeypatch):
    site = tiny("<p>Text.</p>")
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(SystemExit) as raised:
        print_site.make(Project(site), site, BUILT)
    assert raised.value.code == MISSING
    assert not (site / "downloads").exists()


def test_chromium_killed_half_way_leaves_the_old_files(chromium, tiny, monkeypatch):
    site = tiny("<p>Text.</p>")
    old = site / "downloads/cv-cheatsheet-a4.pdf"
    old.parent.mkdir()
    old.write_bytes(b"old")
    wrapper, told = site / "chromium", site / "pid"
    wrapper.write_text(f'#!/bin/sh\necho $$ > {told}\nexec {chromium} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(wrapper))
    real = print_pages.destinations

    def kill_first(data):
        os.kill(int(told.read_text()), signal.SIGKILL)
        return real(data)

    monkeypatch.setattr(print_pages, "destinations", kill_first)
    with pytest.raises(BadInput, match="Chromium: it failed while printing"):
        print_site.make(Project(site), site, BUILT)
    assert [path.name for path in old.parent.iterdir()] == [old.name]
    assert old.read_bytes() == b"old"


def test_a_target_that_cannot_be_written_is_named(tiny, monkeypatch):
    site = tiny("<p>Text.</p>")
    (site / "downloads/cv-cheatsheet-a4.pdf").mkdir(parents=True)
    monkeypatch.setattr(print_site, "print_all", lambda *_: ({"cv-cheatsheet-a4.pdf": b"new"}, []))
    with pytest.raises(BadInput, match=r"cv-cheatsheet-a4\.pdf: it cannot be written"):
        print_site.make(Project(site), site, BUILT)
    assert [path.name for path in (site / "downloads").iterdir()] == ["cv-cheatsheet-a4.pdf"]


def test_a_handout_that_does_not_fit_is_refused(chromium, tiny):
    site = tiny(table(400))
    source = read_source(site)
    with Printer(chromium, site) as printer, pytest.raises(BadInput, match="the handout: it needs"):
        fit(printer, handout(source, "x", "y"))


def test_without_an_address_no_half_of_one_is_printed(chromium, tiny):
    data, _ = print_tiny(chromium, tiny("<p>Text.</p>"))
    assert not any("cnn/" in page for page in texts(data))


def test_a_mark_stays_with_its_word_and_the_ledgers_sources_have_a_heading(tiny):
    body = '<p>Of a word <a class="claim" href="#end">7.1</a></p><div></div><ul class="sources"><li>A.</li></ul>'
    source = read_source(tiny(body))
    document = whole(source, "x", "y")
    assert 'word\u00a0<a class="claim"' in document.body
    assert ' Sources</h2><ul class="sources">' in document.body


def test_subscripts_stand_below_the_line(chromium, tiny):
    words = "".join(f'<p style="margin:{n / 7}px">{formula("p_t", False)}</p>' for n in range(12))
    data, _ = print_tiny(chromium, tiny(words))
    found = {"p": [], "t": []}
    for page in pypdf.PdfReader(BytesIO(data)).pages:
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, _: (
                found[text.strip()].append(tm[5] * cm[3] + cm[5])
                if text.strip() in found and "KaTeX" in str(font)
                else None
            )
        )
    drops = [p - t for p, t in zip(found["p"], found["t"], strict=True)]
    assert len(drops) == 12
    assert max(drops) - min(drops) < 0.4  # pt; a pixel of the browser is 0.75


# --- The real PDF -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def book(site):
    """The real book on A4: the document, what Chromium had to change, and the finished PDF."""
    source = read_source(site)
    document, notice = whole(source, BUILT["version"], BUILT["date"]), handout(source, "x", "y")
    assert source.faults + document.faults + notice.faults == []
    source.pages.clear()
    with Printer(find_chromium(), site) as printer:
        result = printer.print(document, A4)
        short = finish(fit(printer, notice), notice, EPOCH)
    data = finish(result, document, EPOCH)
    pdf = printed.open_pdf(data)
    return {"document": document, "notes": result.notes, "data": data, "pdf": pdf, "handout": short,
            "tree": printed.structure(pdf), "pages": result.pages}  # fmt: skip


def test_size_and_fit_of_the_real_pdf(book):
    assert len(book["data"]) <= 8e6
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
    assert [title for title in titles if re.match("[AB] ", title)] == ["A Claims", "B Examples"]


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
    assert printed.lost_marks(book["pdf"]) == 0
    assert set(book["pdf"].Root.StructTreeRoot.RoleMap.keys()) == {"/Em", "/Strong"}


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
    rows = [row for row in book["tree"].find("TR") if row.find("TD")]  # others are repeated headers
    split = [row for row in rows if len(set(row.all_pages())) > 1]
    assert split == []
    for part in book["tree"].find("Table"):
        rows = part.find("TR")
        assert rows[0].all_pages()[:1] == rows[1].all_pages()[:1]
    led_to = [
        (before.all_pages()[-1], after.all_pages()[0])
        for parent in book["tree"].walk()
        for before, after in pairwise(parent.children)
        if before.role == "P" and after.find("Formula") and not after.find("P", "TR", "LI")
    ]
    assert len(led_to) > 20
    assert [pages for pages in led_to if len(set(pages)) > 1] == []  # sentence above, formula below


def test_reading_order_follows_the_pages(book):
    elements = [
        tag for tag in book["tree"].walk() if tag.role not in ("TH", "Table", "TR")
    ]  # headers are repeated
    inside = {id(part) for tag in book["tree"].find("TH") for part in tag.walk()}
    pages = [page for tag in elements if id(tag) not in inside for page in tag.pages]
    assert sum(after < before for before, after in pairwise(pages)) == 0
