"""A small site printed by the real Chromium: what is fitted, broken, numbered and linked, and what a crash leaves."""

import ast
import os
import re
import shutil
import signal
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from lxml import html

import paper
import printed
from cheatsheet.base.chromium import MISSING, find_chromium
from cheatsheet.base.problems import BadInput, Problems
from cheatsheet.base.provenance import Provenance
from cheatsheet.commands.build import build
from cheatsheet.editions.pdf import chromium as printing
from cheatsheet.editions.pdf import make
from cheatsheet.editions.pdf.book import everything, single
from cheatsheet.editions.pdf.chromium import Printer
from cheatsheet.editions.pdf.document import A4, LETTER
from cheatsheet.editions.pdf.finish import finish
from cheatsheet.editions.pdf.source import read_source
from cheatsheet.look.schemes import palette_css
from cheatsheet.markdown.formulas import Formulas
from cheatsheet.site.model import Site

pytestmark = pytest.mark.xdist_group("print")

BUILT = Provenance("abc1234", 1_700_000_000)
WIDE = "x = " + " + ".join(f"a_{{{n}}}" for n in range(60))
SOLID = r"\underbrace{" + "wwwwwwwwww" * 12 + "}_{n}"
LINE = "value = '" + "0123456789" * 40 + "'"
GLANCE_SOURCE = "## At a glance { #at-a-glance }\n\nA line rises.\n\n"
GLANCE = '<h2 id="at-a-glance">At a glance</h2><p>Short.</p>'


def formula(tex: str, display: bool = True) -> str:
    with Formulas() as formulas:
        return html.tostring(formulas.render(tex, display), encoding="unicode")


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
        end = '<h2 id="end">End</h2><p>Last words.</p>'
        (tmp_path / "assets/stylesheets/palette.css").write_text(palette_css(), "utf-8")
        pages = {
            "index.html": '<h1 id="home">Home</h1><p>Welcome. <a href="cnn/#end">End</a></p>',
            "cnn/index.html": f'<h1 id="cnn">1. Networks</h1>{GLANCE}{body}{end}',
        }
        for name, text in pages.items():
            page = (
                f'<!doctype html><html lang="en"><head><title>Tiny: a site</title>{canonical}'
                '<meta name="description" content="It is tiny."><meta name="author" content="Nobody">'
                '<link rel="stylesheet" href="assets/katex/katex.min.css">'
                '<link rel="stylesheet" href="assets/stylesheets/site.css"></head><body>'
                '<nav class="md-nav--primary"><a class="md-nav__link" href=".">Home</a>'
                '<a class="md-nav__link" href="cnn/">1. Networks</a></nav>'
                f'<article class="md-content__inner md-typeset">{text}</article></body></html>'
            )
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(page, "utf-8")
        return tmp_path

    return write


@pytest.fixture(scope="module")
def chromium() -> str:
    path = find_chromium()
    assert path, MISSING
    return path


def print_tiny(chromium: str, folder: Path, paper=A4) -> tuple[bytes, list[tuple[str, str]]]:
    """The finished book of a small site, and what had to be changed."""
    site, problems = Site.read(folder), Problems()
    source = read_source(site, problems)
    document = everything(source, BUILT.version, BUILT.date, problems)
    assert list(problems) == []
    with Printer(chromium, site) as printer:
        result = printer.print(document, paper)
    notes = [(page.path, note) for page in source.pages.values() for note in page.notes]
    return finish(result, document, BUILT.epoch), notes + result.notes


def texts(data: bytes, end: int | None = None) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages[:end]]


def test_what_is_too_wide_or_too_tall_is_fitted_or_broken_and_reported(chromium, tiny, formulas):
    code = f'<div class="highlight"><pre><code>short = 1\n<span class="n">x</span> {LINE}\nlast = 2</code></pre></div>'
    wide_table = "<table><tr><th>A</th></tr><tr><td>" + "y" * 300 + "</td></tr></table>"
    data, notes = print_tiny(chromium, tiny(formulas + table(80) + code + wide_table))
    changes = [what for page, what in notes if page == "cnn/index.html"]
    assert any(what.startswith("a formula is broken: x = a_{0}") for what in changes)
    assert any(re.match(r"a formula is scaled to \d+ %: \\underbrace", what) for what in changes)
    assert any(
        what.startswith(f"a line of {len(LINE) + 2} characters is wrapped") for what in changes
    )
    assert not any(what.startswith("too wide") for what in changes)
    pages = texts(data)
    rows = [page for page in pages if re.search(r"row \d+", page)]
    assert len(rows) > 2
    assert all("Alpha" in page for page in rows)
    # Broken, not cut; some are split over two lines.
    assert sum(page.count("0123456789") for page in pages) >= 30
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
        (1, "Contents"),
        (1, "Home"),
        (1, "1 Networks"),
        (2, "1.1 At a glance"),
        (2, "1.2 End"),
    ]
    assert [float(side) for side in pdf.pages[0].MediaBox[2:]] == pytest.approx([612, 792], abs=1)
    assert str(pdf.docinfo["/Author"]) == "Nobody"
    assert str(pdf.Root.Lang) == "en"
    assert any(address == "https://example.org/cv/cnn/" for _, _, address in printed.links(pdf))


def test_folded_answers_are_open(chromium, tiny):
    data, _ = print_tiny(
        chromium, tiny("<details><summary>Why?</summary><p>Hidden answer.</p></details>")
    )
    assert any("Hidden answer" in page for page in texts(data))


def test_what_is_asked_next_stands_above_its_answer(chromium, tiny):
    then = '<div class="then"><p class="question-title">{0} next</p><p>{0} answered.</p></div>'
    parts = "".join("<p>It is.</p>" * (n % 7) + then.format(n) for n in range(100, 220))
    fold = f'<details class="question"><summary>Why?</summary>{parts}</details>'
    pages = texts(print_tiny(chromium, tiny(fold))[0])
    for n in range(100, 220):
        [page] = [page for page in pages if f"{n} next" in page]
        assert f"{n} answered" in page


def test_the_same_input_gives_the_same_bytes(chromium, tiny):
    site, problems = Site.read(tiny(table(3))), Problems()
    source = read_source(site, problems)
    alone = single(source, source.sections[0], problems)
    with Printer(chromium, site) as printer:
        first = finish(printer.print(alone, A4), alone, BUILT.epoch)
        # Ids that Chromium counts up are others then.
        printer.print(everything(source, "x", "y", problems), A4)
        second = finish(printer.print(alone, A4), alone, BUILT.epoch)
    assert first == second


def test_chromium_killed_half_way_leaves_the_old_site(chromium, ran, tmp_path, monkeypatch):
    page = ran.docs / "cnn.md"
    text = page.read_text("utf-8")
    page.write_text(text.replace("## Slope", f"{GLANCE_SOURCE}## Slope"), "utf-8")
    build(ran)
    before = {path: path.stat().st_mtime_ns for path in ran.site.rglob("*")}
    wrapper, process = tmp_path / "chromium", tmp_path / "pid"
    wrapper.write_text(f'#!/bin/sh\necho $$ > {process}\nexec {chromium} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(wrapper))
    real = printing.destinations

    def kill_first(data):
        os.kill(int(process.read_text()), signal.SIGKILL)
        return real(data)

    monkeypatch.setattr(printing, "destinations", kill_first)
    # The file names the one that was started last.
    monkeypatch.setattr(make, "AT_ONCE", 1)
    with pytest.raises(BadInput, match="Chromium: it failed while printing"):
        build(ran, frozenset({"pdf"}))
    assert {path: path.stat().st_mtime_ns for path in ran.site.rglob("*")} == before
    monkeypatch.setattr(printing, "destinations", real)
    build(ran, frozenset({"pdf"}))
    printed_files = {path.name for path in (ran.site / "downloads").rglob("*.pdf")}
    assert printed_files == {
        "cv-cheatsheet-a4.pdf",
        "cv-cheatsheet-letter.pdf",
        "cv-cheatsheet-everything.pdf",
        "cv-cheatsheet-handout.pdf",
        "cnn.pdf",
    }


def test_text_is_copied_in_its_order_with_formulas_as_tex_and_code_as_it_was_written(
    chromium, tiny
):
    tex = r"\frac{a_1}{b} + \sqrt{2}"
    lines = ["def f(x):", "    if x:", f"        y = '{'0123456789 ' * 12}'", "    return x  # it"]
    box = '<div class="admonition interview"><p class="admonition-title">Why?</p><p>Because.</p></div>'
    code = f'<div class="highlight"><pre><code>{chr(10).join(lines)}\n</code></pre></div>'
    text = f"<p>First {formula(tex, False)} then {formula(tex, False)} last.</p>"
    data, _ = print_tiny(chromium, tiny(f"{text}{formula(tex)}{box}<p>After it.</p>{code}"))
    [page] = [page for page in paper.copied(data) if "First" in page]
    words = ["First", f"${tex}$", "then", f"${tex}$", "last.", f"${tex}$", "In the interview"]
    places, place = [], 0
    for word in [*words, "Why?", "Because.", "After it.", *lines]:
        place = page.index(word, place) + len(word)
        places.append(place)
    ast.parse(page[places[-5] : places[-1]].strip())
    # Poppler's, as pdftotext copies it, has the same spans.
    for line in lines:
        assert line.encode("utf-16-be").hex().upper() in spans(data)


def spans(data: bytes) -> set[str]:
    """What spans say in place of what they paint, as hexadecimal UTF-16."""
    said = re.compile(rb"/Span <</ActualText <FEFF([0-9A-F]*)>>>")
    pages = printed.open_pdf(data).pages
    return {text.decode() for page in pages for text in said.findall(page.Contents.read_bytes())}


def test_a_figure_lets_text_come_first_where_it_would_leave_a_page_empty(chromium, tiny):
    block = '<div style="height: 135mm; break-inside: avoid">Tall</div>'
    drawing = '<svg viewBox="0 0 10 11" role="img" aria-label="A box"><path d="M0 0h9v10z"/></svg>'
    plot = f'<div><figure class="plot">{drawing}<figcaption>It is.</figcaption></figure></div>'
    data, _ = print_tiny(chromium, tiny(f"{block}{plot}<p>Behind it.</p><p>{'Words. ' * 90}</p>"))
    text = "".join(paper.copied(data))
    assert text.index("Tall") < text.index("Behind it.") < text.index("It is.")
    fits, _ = print_tiny(chromium, tiny(f"{plot}<p>Behind it.</p>"))
    text = "".join(paper.copied(fits))
    assert text.index("It is.") < text.index("Behind it.")


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
    # In pt; a pixel of the browser is 0.75.
    assert max(drops) - min(drops) < 0.4
