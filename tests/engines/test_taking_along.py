"""What a reader takes along, in every engine: copied text and links, study lists, paper, the copy for folders."""

import io
import re

import pytest
from pypdf import PdfReader

from engines.engine import SELECT, wait
from engines.pages import BACKGROUND, FOLD, NIGHT, PAGES, SWITCH

CODE = ".highlight pre"
# Tag, classes and colours of all that is seen, once where they are equal; a drawing's colours are its own properties.
COLOURS = """() => {
  const names = ["color", "backgroundColor", "borderTopColor", "textDecorationColor", "fill", "stroke"];
  const seen = new Map();
  for (const one of document.querySelectorAll("body *")) {
    const place = [one.parentElement, one].map((each) => each.tagName + (each.getAttribute("class") ?? "")).join();
    if (seen.has(place) || !one.checkVisibility()) continue;
    const style = getComputedStyle(one);
    seen.set(place, names.map((name) => style[name]));
  }
  return [...seen].join();
}"""
# Open the fold of a heading in the picker, and give its box a name to find it by.
OFFER = """(title) => {
  const label = [...document.querySelectorAll(".picker label")].find((one) => one.textContent.includes(title));
  label.closest("details").open = true;
  label.querySelector("input").dataset.title = title;
}"""
# The text's colour in the light and in the dark, as a PDF writes them: shares of one, rounded down to 3 places.
INK, PALE = (0.121, 0.141, 0.188), (0.862, 0.886, 0.917)
FILL = re.compile(rb"(?:([\d.]+) ([\d.]+) ([\d.]+) (?:rg|scn?)|([\d.]+) g)\b")


def darken(engine):
    """Choose the dark theme by hand: from the system's to light, to dark."""
    for _ in range(2):
        engine.press(SWITCH)
    engine.until(f"() => ({BACKGROUND})() === {NIGHT!r}")


def select_once(engine):
    """The script for copying comes with the first selection; without it the browser copies in its own way."""
    engine.run(SELECT, "article h1")
    engine.until(
        "() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/copy.'))"
    )


def test_selected_text_and_code_are_copied_as_they_read(engine, address):
    engine.open(f"{address}examples/cnn/receptive_field/")
    code = engine.text(CODE)
    assert "import" in code
    select_once(engine)
    assert engine.copied(CODE).strip() == code
    lead = engine.text("article h1 + *")
    assert engine.copied("article h1 + *").strip() == lead
    engine.press(".highlight .md-code__button[data-md-type=copy]")
    wait(lambda: engine.clipboard().strip() == code, "the code is copied")


def test_a_formula_is_copied_as_tex_and_a_row_as_one_line(engine, address):
    engine.open(f"{address}losses/")
    tex = engine.run("() => document.querySelector('#eq-focal math').getAttribute('alttext')")
    select_once(engine)
    assert engine.copied("#eq-focal") == f"$${tex}$$"
    cells = engine.copied("tr:has(#row-focal)").split("\t")
    tex = engine.run(
        "() => document.querySelector('tr:has(#row-focal) math').getAttribute('alttext')"
    )
    assert cells[:2] == ["Focal", f"${tex}$"]
    assert "\n" not in "".join(cells)


def test_a_click_copies_the_link_to_a_heading(engine, address):
    engine.open(f"{address}losses/")
    engine.press("a.headerlink[href='#focal']")
    engine.until("() => document.querySelector('.copied')?.innerText.includes('Link copied')")
    assert engine.clipboard() == f"{address}losses/#focal"


def test_a_study_list_is_made_ticked_and_handed_on(engine, address):
    engine.open(f"{address}study/")
    engine.there(".picker details")
    for title in ("Focal loss", "Dice loss"):
        engine.run(OFFER, title)
        engine.press(f"[data-title='{title}']")
    engine.until("() => document.querySelectorAll('.study-list li').length === 2")
    engine.press(".study-list li:nth-child(2) input[type=checkbox]")
    done = "() => /2 items .* 1 done/.test(document.querySelector('.study-list .page-facts')?.innerText)"
    engine.until(done)
    engine.reload()
    engine.until(done)
    assert engine.run("() => document.querySelector('.study-list li:nth-child(2) input').checked")
    engine.press(".study-list .actions button")
    engine.there(".copied")
    link = engine.clipboard()
    assert link == engine.url()
    engine.forget()
    engine.open(link)
    titles = "() => [...document.querySelectorAll('.study-list li span:nth-child(2) a')].map((one) => one.innerText)"
    engine.until(f"() => ({titles})().length === 2")
    assert engine.run(titles) == ["Focal loss", "Dice loss"]
    assert not engine.run("() => document.querySelector('.study-list input:checked')")
    engine.press(".study-list a.start")
    engine.arrived("#focal")
    engine.press(".list-bar a.step:last-child")
    engine.arrived("#dice")
    engine.until("() => document.querySelector('.list-bar').innerText.includes('2 of 2')")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_paper_is_light_whatever_the_screen_is(engine, address, path):
    engine.open(address + path)
    if path == "study/":
        # Its script draws the page when the headings have come.
        engine.there(".picker details")
    with engine.paper():
        light = engine.run(COLOURS)
    darken(engine)
    with engine.paper():
        # Colours fade where the theme lets them.
        engine.until(f"(light) => ({COLOURS})() === light", light)
    assert engine.run(BACKGROUND) == NIGHT


def test_a_page_is_printed_light_and_with_its_folds_open(engine, address):
    engine.open(f"{address}questions/losses/")
    darken(engine)
    answer = engine.run(f"() => document.querySelector('{FOLD} p').textContent.trim()")
    assert not engine.run(f"() => document.querySelector('{FOLD}[open]')")
    if engine.prints:
        printed = PdfReader(io.BytesIO(engine.pdf()))
        text = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
        assert " ".join(answer.split()[:5]) in text
        colours = {colour for page in printed.pages for colour in fills(page)}
        assert INK in colours
        assert PALE not in colours
    else:
        engine.run("() => dispatchEvent(new Event('beforeprint'))")
        with engine.paper():
            engine.there(f"{FOLD} p")
            assert not engine.run(f"() => document.querySelector('{FOLD}:not([open])')")


def fills(page):
    """The colours that fill something on a printed page, in its drawings too."""
    drawings = page.get("/Resources", {}).get("/XObject", {}).values()
    streams = [page.get_contents(), *(one.get_object() for one in drawings)]
    for stream in streams:
        for red, green, blue, grey in FILL.findall(stream.get_data()):
            shares = (grey,) * 3 if grey else (red, green, blue)
            yield tuple(int(float(share) * 1000) / 1000 for share in shares)


def test_the_copy_for_folders_searches_and_leads_on(engine, folder):
    engine.open(f"{folder}/index.html")
    engine.press("input.md-search__input")
    engine.type("dice")
    engine.press(".md-search-result__item a[href*='losses/index.html?h='][href$='#dice']")
    engine.arrived("/losses/index.html?h=dice#dice")
    engine.until("() => document.activeElement.id === 'dice'")
    engine.press("article a.checked")
    engine.arrived("/examples/")
    engine.there("article h1")
