"""The copy that opens from a folder, in real Chromium: no server, and yet links and lists work."""

import zipfile

import pytest
from playwright.sync_api import expect

from reader import CLIPBOARD, READY, copied, in_view, link_to


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory):
    """The archive that readers download, unpacked."""
    unpacked = tmp_path_factory.mktemp("folder")
    with zipfile.ZipFile(site / "downloads/cv-cheatsheet-site.zip") as packed:
        packed.extractall(unpacked)
    return (unpacked / "cv-cheatsheet").as_uri()


def test_the_offline_copy_arrives_copies_and_follows_a_list(profile, folder):
    page = profile()
    page.goto(f"{folder}/losses/index.html#row-focal")
    page.wait_for_function("() => document.activeElement.id === 'row-focal'")
    assert in_view(page, "#row-focal")
    link_to(page, "focal").click()
    page.locator(".copied").wait_for()
    assert page.evaluate(CLIPBOARD)[0] == f"{folder}/losses/index.html#focal"
    page.goto(f"{folder}/index.html")
    page.locator("a[href*='study/index.html?list=']").last.click()
    page.locator(".study-list a.start").click()
    page.locator(".list-bar a.step").last.click()
    page.locator(".list-bar").get_by_text("2 of ").wait_for()
    expect(page.locator("article h1")).to_be_visible()


def test_from_the_folder_formulas_and_rows_are_copied_in_one_piece(profile, folder):
    page = profile(READY)
    page.goto(f"{folder}/losses/index.html")
    row = page.locator("tr:has(#row-mse)")
    plain, rich = copied(page, row)
    assert plain.startswith("MSE\t$")
    assert len(plain.splitlines()) == 1
    assert rich.count("<math") == 1
    assert copied(page, page.locator("h2#focal"))[0] == "Focal loss"
