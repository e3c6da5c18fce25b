"""The copy for a folder in real Chromium: pages, search, theme and downloads from file://."""

import json
import zipfile

import pytest
from playwright.sync_api import expect

from budgets import downloads
from offline import ADDRESSES, search


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory):
    """The archive, unpacked where a reader might: in a folder with a space and a # in its name."""
    target = tmp_path_factory.mktemp("My downloads #1")
    packed = site / "downloads/cv-cheatsheet-site.zip"
    assert packed.stat().st_size <= downloads()[packed.name] * 1e6
    zipfile.ZipFile(packed).extractall(target)
    assert [path.name for path in target.iterdir()] == ["cv-cheatsheet"]
    return target / "cv-cheatsheet"


@pytest.fixture
def reader(browser):
    """A page whose console errors and whose requests beyond file:// are collected."""
    context = browser.new_context(color_scheme="light", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.errors, page.foreign = [], []
    page.on("console", lambda message: message.type == "error" and page.errors.append(message.text))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    context.on(
        "request",
        lambda request: (
            request.url.startswith(("file:", "data:", "blob:")) or page.foreign.append(request.url)
        ),
    )
    yield page
    context.close()


# A system need not have the fonts that hold the place of ours.
MISSING = """() => document.fonts.ready.then((fonts) => [...fonts]
  .filter(({ family, status }) => status === "error" && !/ as (Inter|KaTeX)"?$/.test(family)).map(({ family }) => family))"""


def test_pages_open_from_the_folder(folder, reader):
    for address in ADDRESSES:
        reader.goto((folder / address / "index.html").as_uri())
        assert reader.locator("h1").inner_text()
        assert reader.evaluate(MISSING) == []
    reader.goto((folder / "losses/index.html").as_uri())
    expect(reader.locator(".katex-html").first).to_be_visible()
    expect(reader.locator("figure.plot svg").first).to_be_visible()
    assert reader.errors == []
    assert reader.foreign == []


def test_navigation_search_theme_and_downloads_work_from_the_folder(folder, reader):
    reader.goto((folder / "index.html").as_uri())
    reader.locator("nav.md-nav--primary a", has_text="Convolutional").first.click()
    reader.wait_for_url("**/cnn/index.html")
    reader.locator("a.checked").first.click()
    reader.wait_for_url("**/examples/cnn/*/index.html#*")
    # file:// has no downloads: it opens.
    reader.locator(".downloads a", has_text="Notebook").click()
    reader.wait_for_url("**/*.ipynb")
    assert json.loads(reader.locator("body").inner_text())["cells"]
    reader.go_back()
    search(reader, "focal").wait_for()
    reader.locator(".md-search-result__item a[href*='#']", has_text="Focal").first.click()
    reader.wait_for_url("**/losses/index.html?h=*#*")
    assert "focal" in reader.locator(":target").inner_text().lower()
    background = "getComputedStyle(document.body).backgroundColor"
    # From the system's scheme to light, to dark.
    for _ in range(2):
        reader.locator("button.scheme").click()
    assert reader.evaluate(background) == "rgb(21, 25, 31)"
    reader.goto((folder / "claims/index.html").as_uri())
    assert reader.evaluate(background) == "rgb(21, 25, 31)"
    reader.select_option("select[name=verdict]", "wrong")
    assert reader.locator("h3[data-verdict=wrong]:visible").count() > 0
    expect(reader.locator("h3[data-verdict=correct]:visible")).to_have_count(0)
    assert reader.errors == []
    assert reader.foreign == []


@pytest.mark.parametrize(
    ("typed", "place"),
    [("batchnrom", "normalization/index.html"), ("qzxvkj wpfgth", "terms/index.html")],
)
def test_the_folder_understands_slips_and_names_the_index_of_terms(folder, reader, typed, place):
    reader.goto((folder / "index.html").as_uri())
    search(reader, typed)
    reader.locator(f".md-search-result__item a[href*='{place}']").first.wait_for()


def test_a_folder_that_misses_a_file_of_the_search_says_so_and_tries_again(folder, browser):
    worker = next(folder.glob("assets/javascripts/workers/search.*"))
    context = browser.new_context()
    page = context.new_page()
    away = worker.rename(worker.with_name("away"))
    try:
        page.goto((folder / "index.html").as_uri())
        page.locator("input.md-search__input").focus()
        meta = page.locator(".md-search-result__meta")
        expect(meta).to_have_text("The search cannot be loaded. Are you offline?")
    finally:
        away.rename(worker)
    page.keyboard.press("Escape")
    search(page, "dice").wait_for()
    assert page.locator("iframe").count() == 1
    context.close()
