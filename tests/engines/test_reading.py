"""Reading in every engine: pages of each kind are whole, search finds, the theme stays, folds open."""

import pytest

from engines.pages import BACKGROUND, FOLD, NIGHT, PAGES, PAPER, SWITCH

# Fonts that did not load, and those that did. A system need not have those that hold their place.
FONTS = """() => document.fonts.ready.then((fonts) => {
  const named = [...fonts].map(({ family, status }) => [family.replace(/["']/g, ""), status]);
  const all = named.filter(([family]) => !/ as (Inter|KaTeX)$/.test(family));
  const having = (wanted) => [...new Set(all.flatMap(([family, status]) => (status === wanted ? [family] : [])))];
  return [having("error"), having("loaded")];
})"""
# What is to be seen and is not: drawn without extent, without colour, or shown by nobody.
UNDRAWN = """() => {
  const faults = [];
  const see = (what, one, least) => {
    const { width, height } = one.getBoundingClientRect();
    if (one.checkVisibility() && !(width >= least && height >= least)) faults.push(`${what} ${width} × ${height}`);
  };
  for (const one of document.querySelectorAll(".katex-html")) see(one.textContent, one, 4);
  for (const plot of document.querySelectorAll("figure.plot svg")) {
    see("plot", plot, 100);
    const lines = [...plot.querySelectorAll("path, use, text")];
    if (!lines.some((line) => /rgb|color/.test(getComputedStyle(line).stroke))) faults.push("a plot without lines");
  }
  for (const image of document.images) {
    if (image.checkVisibility() && image.complete && !image.naturalWidth) faults.push(`image ${image.src}`);
  }
  // The half for screen readers stands behind the drawn one, in a box of one pixel.
  for (const one of document.querySelectorAll(".katex-mathml")) {
    if (one.getBoundingClientRect().width > 2) faults.push(`twice: ${one.textContent}`);
  }
  return faults;
}"""


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_of_each_kind_is_whole(engine, address, path):
    engine.open(address + path)
    engine.there("article h1")
    missing, loaded = engine.run(FONTS)
    assert missing == []
    assert "Inter" in loaded
    if path == "losses/":
        assert "KaTeX_Main" in loaded
    assert engine.run(UNDRAWN) == []
    assert engine.run(BACKGROUND) == PAPER
    for width in (1280, 390):
        engine.resize(width, 800)
        assert engine.until("() => document.documentElement.scrollWidth <= innerWidth")


def test_search_finds_and_opens(engine, address):
    engine.open(address)
    engine.press("input.md-search__input")
    engine.type("dice")
    engine.press(".md-search-result__item a[href*='losses/?h='][href$='#dice']")
    engine.arrived("/losses/?h=dice#dice")
    engine.until("() => document.activeElement.id === 'dice'")
    # The theme marks what was searched for.
    engine.until("() => document.querySelector('#dice mark')?.textContent === 'Dice'")


def test_the_theme_switches_and_stays(engine, address):
    engine.open(f"{address}cnn/")
    assert engine.run(BACKGROUND) == PAPER
    for shown in (PAPER, NIGHT):
        engine.press(SWITCH)
        engine.until(f"() => ({BACKGROUND})() === {shown!r}")
    engine.reload()
    assert engine.run(BACKGROUND) == NIGHT
    engine.open(f"{address}losses/")
    assert engine.run(BACKGROUND) == NIGHT
    ink = "() => getComputedStyle(document.querySelector('figure.plot svg')).fill"
    assert engine.run(ink) == "rgb(220, 226, 234)"


# The line under each kind of link: style and least thickness.
LINES = {
    "a.checked.computed": ("solid", 2),
    "a.checked.measured": ("dashed", 2),
    "a.checked.quoted": ("solid", 1),
    "a.term": ("dotted", 1),
    "p a.cite:not(.quoted)": ("solid", 1),
}
LINE = """(link) => {
  const style = getComputedStyle(document.querySelector(`article ${link}`));
  const [line, kind, thickness] = ["Line", "Style", "Thickness"].map((name) => style[`textDecoration${name}`]);
  return [line, kind, parseFloat(thickness)];
}"""


def test_numbers_and_terms_are_told_apart_by_their_lines(engine, address):
    engine.open(f"{address}hardware/")
    lines = {link: tuple(engine.run(LINE, link)) for link in LINES}
    assert lines == {link: ("underline", *line) for link, line in LINES.items()}


@pytest.mark.parametrize("name", ["focal", "row-focal", "fig-focal-curves", "eq-focal"])
def test_a_target_has_the_focus_and_is_clear_of_the_header(engine, address, name):
    engine.open(f"{address}losses/#{name}")
    engine.until("(name) => document.activeElement.id === name", name)
    clear = """(place) => {
      const { bottom } = document.querySelector(".md-header").getBoundingClientRect();
      const { top } = document.querySelector(place).getBoundingClientRect();
      // The line below the header, and what is rounded away.
      return bottom - 2 <= top && top < innerHeight - 40;
    }"""
    engine.until(clear, f"#{name}")
    # What is scrolled to without being the target, as by the Tab key or a search in the page.
    scroll = "(place) => document.querySelector(place).scrollIntoView({ behavior: 'instant' })"
    engine.run(scroll, "#dice")
    assert engine.run(clear, "#dice")


def test_a_fold_opens_by_a_click_and_all_by_their_control(engine, address):
    engine.open(f"{address}questions/cnn/")
    count = engine.run(f"() => document.querySelectorAll('{FOLD}').length")
    engine.press(f"{FOLD} summary")
    engine.there(f"{FOLD} p")
    engine.press(".fold-all")
    engine.until(f"(all) => document.querySelectorAll('{FOLD}[open]').length === all", count)
    engine.press(".fold-all")
    engine.until(f"() => !document.querySelector('{FOLD}[open]')")


def test_a_link_into_a_fold_opens_it(engine, address):
    engine.open(f"{address}questions/cnn/#q-large-kernels")
    engine.there("#q-large-kernels p")
    # Below the header and above the foot of the window.
    top = "() => document.querySelector('#q-large-kernels').getBoundingClientRect().top"
    assert engine.until(f"() => 40 <= ({top})() && ({top})() < innerHeight - 40")
    engine.until("() => document.activeElement.matches('#q-large-kernels summary')")
