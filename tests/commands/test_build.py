"""A build of a miniature: what it gives, when it has nothing to do, and what becomes of downloads."""

import io
import json
import re
import time
import zipfile

import pytest
from pikepdf import Pdf

from cheatsheet.base.placing import put_in_place
from cheatsheet.base.problems import BadInput
from cheatsheet.base.provenance import Provenance
from cheatsheet.commands import build as command
from cheatsheet.commands.build import EDITIONS, build, publish
from miniature import GOOD, PAGE, edit_unseen, snapshot, write


def test_good_input_gives_a_whole_site(mini):
    start = time.perf_counter()
    said = re.match(r"(.*), in (\d+\.\d) s\.", build(mini))
    assert said[1] == f"Built {mini.site}: 1 sections, 1 examples (1 run), 1 claims"
    assert float(said[2]) < time.perf_counter() - start + 0.1
    page = (mini.site / "cnn/index.html").read_text("utf-8")
    assert (
        '<figure class="plot" id="fig-good-line" translate="no"><svg role="img" aria-label="A rising line" data-search-exclude=""'
        in page
    )
    assert 'class="checked computed" href="../examples/cnn/good/#slope"' in page
    assert 'href="../claims/#1.1"' in page
    assert 'id="src-he-2015"' in page
    assert "katex-mathml" in page
    assert "arithmatex" not in page
    assert 'href="../cnn/#slope"' in (mini.site / "claims/index.html").read_text("utf-8")
    for name in ("good.py", "good.ipynb", "index.html"):
        assert (mini.site / "examples/cnn/good" / name).exists()
    assert (mini.site / "examples/cnn/good/good.py").read_text("utf-8").startswith(GOOD)
    example_page = (mini.site / "examples/cnn/good/index.html").read_text("utf-8")
    assert 'href="../../../cnn/"' in example_page
    assert 'id="slope"' in example_page


def test_nothing_changed_runs_nothing_and_rewrites_nothing(styled):
    build(styled)
    before = {path: path.stat().st_mtime_ns for path in styled.site.rglob("*")}
    assert build(styled).startswith("Nothing has changed")
    assert before == {path: path.stat().st_mtime_ns for path in styled.site.rglob("*")}


def test_what_is_edited_while_a_build_goes_on_is_looked_at_by_the_next(ran, monkeypatch):
    page = ran.docs / "cnn.md"
    before = page.read_text("utf-8")
    write(ran.root, "docs/cnn.md", before + "\nMeanwhile.\n")

    def put_back(*given):
        page.write_text(before, "utf-8")
        return put_in_place(*given)

    monkeypatch.setattr("cheatsheet.commands.build.put_in_place", put_back)
    assert "Built" in build(ran)
    monkeypatch.undo()
    assert "Built" in build(ran)
    assert "Meanwhile" not in (ran.site / "cnn/index.html").read_text("utf-8")
    assert build(ran).startswith("Nothing has changed")


@pytest.mark.parametrize("name", ["SITE_URL", "REPO_URL", "SOURCE_DATE_EPOCH"])
def test_another_setting_makes_the_site_anew(ran, monkeypatch, name):
    build(ran)
    value = "1700000000" if name == "SOURCE_DATE_EPOCH" else "https://example.org/here/"
    monkeypatch.setenv(name, value)
    assert "Built" in build(ran)
    assert build(ran).startswith("Nothing has changed")


def test_another_file_of_the_package_or_another_version_makes_the_site_anew(
    ran, monkeypatch, tmp_path
):
    package = tmp_path / "package"
    write(package, "site/worker.js", "old")
    monkeypatch.setattr(command, "PACKAGE", package)
    build(ran)
    write(package, "site/worker.js", "new")
    assert "Built" in build(ran)
    installed = ["anything-1.0"]
    monkeypatch.setattr(command, "installed", lambda: installed)
    assert "Built" in build(ran)
    assert build(ran).startswith("Nothing has changed")
    installed[:] = ["anything-1.1"]
    assert "Built" in build(ran)


def test_a_renamed_file_and_a_new_commit_make_the_site_anew(ran, monkeypatch):
    write(ran.root, "docs/one.md", "# Same { #same }\n")
    build(ran)
    (ran.docs / "one.md").rename(ran.docs / "two.md")
    assert "Built" in build(ran)
    assert snapshot(ran.site).keys() >= {"two/index.html"}
    monkeypatch.setattr(command, "provenance", lambda project: Provenance("abc1234", 1700000000))
    assert "Built" in build(ran)
    assert build(ran).startswith("Nothing has changed")


def test_a_site_that_somebody_touched_is_made_anew(ran):
    build(ran)
    page = ran.site / "cnn/index.html"
    whole = page.read_bytes()
    page.write_bytes(whole[:-1])
    assert "Built" in build(ran)
    assert page.read_bytes() == whole
    edit_unseen(page, whole.swapcase())
    assert "Built" in build(ran)
    assert page.read_bytes() == whole
    page.unlink()
    assert "Built" in build(ran)
    write(ran.site, "more.txt", "")
    assert "Built" in build(ran)
    assert not (ran.site / "more.txt").exists()


def test_downloads_are_made_when_asked_for_and_kept_while_they_fit(ran, monkeypatch):
    blank = io.BytesIO()
    Pdf.new().save(blank)
    monkeypatch.setitem(EDITIONS, "pdf", lambda *given: {"cv-cheatsheet-a4.pdf": blank.getvalue()})
    packed, pdf = (ran.site / f"downloads/cv-cheatsheet-{name}" for name in ("site.zip", "a4.pdf"))
    build(ran)
    assert not packed.exists()
    assert "Built" in build(ran, frozenset({"zip"}))
    first = packed.read_bytes()
    assert build(ran).startswith("Nothing has changed")
    assert "Built" in build(ran, frozenset({"zip", "pdf"}))
    assert build(ran, frozenset({"pdf"})).startswith("Nothing has changed")
    assert packed.read_bytes() == first
    assert pdf.read_bytes() == blank.getvalue()
    assert "cv-cheatsheet-a4.pdf" in (ran.site / "cnn/index.html").read_text("utf-8")
    write(ran.root, "docs/cnn.md", PAGE + "\nMore.\n")
    # What was made of the old pages is gone, and is not offered.
    build(ran)
    assert not (ran.site / "downloads").exists()
    assert "cv-cheatsheet-site.zip" not in (ran.site / "cnn/index.html").read_text("utf-8")


def test_a_download_that_cannot_be_made_leaves_the_site_as_it_was(ran, monkeypatch):
    build(ran)
    before = snapshot(ran.site)

    def make(project, site, built, problems):
        problems.add("site/cnn/index.html", None, "it cannot be printed", "mend it")
        return {"cv-cheatsheet-a4.pdf": b"half"}

    monkeypatch.setitem(EDITIONS, "pdf", make)
    with pytest.raises(BadInput, match="it cannot be printed"):
        build(ran, frozenset({"pdf", "zip"}))
    assert snapshot(ran.site) == before
    assert build(ran).startswith("Nothing has changed")


def test_an_edition_is_made_of_the_finished_site_and_its_date(ran, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    seen = []

    def make(project, site, built, problems):
        seen.append((project, built.date, sorted({*site.pages, *site.files}), list(problems)))
        return {}

    monkeypatch.setitem(EDITIONS, "pdf", make)
    build(ran, frozenset({"pdf"}))
    [(project, date, names, problems)] = seen
    assert (project, date, problems) == (ran, "14 November 2023", [])
    # All that is there but what lists every file.
    made_last = {"manifest.webmanifest", "service-worker.js"}
    assert names == sorted(snapshot(ran.site).keys() - made_last)


def test_the_archive_knows_its_site_and_asks_nobody(ran, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://example.org/repo/")
    monkeypatch.setenv("REPO_URL", "https://github.com/example/repo")
    build(ran, frozenset({"zip"}))
    page = (ran.site / "cnn/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/repo/cnn/">' in page
    # That would ask GitHub for its stars.
    assert 'data-md-component="source"' not in page
    with zipfile.ZipFile(ran.site / "downloads/cv-cheatsheet-site.zip") as packed:
        page = packed.read("cv-cheatsheet/cnn/index.html").decode()
    assert '<link rel="canonical" href="https://example.org/repo/cnn/">' in page
    assert 'data-md-component="source"' not in page


def test_an_edited_page_runs_no_example_and_an_edited_example_runs_alone(styled):
    write(styled.root, "examples/cnn/other.py", GOOD.replace("A line", "Another line"))
    build(styled)
    write(styled.root, "docs/cnn.md", PAGE + "\nMore.\n")
    assert "2 examples (0 run)" in build(styled)
    write(styled.root, "examples/cnn/other.py", GOOD.replace("A line", "A third line"))
    assert "2 examples (1 run)" in build(styled)


def test_the_same_input_gives_the_same_bytes(mini, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    build(mini, frozenset({"zip"}))
    first = snapshot(mini.site) | snapshot(mini.cache / "examples")
    for path in mini.cache.rglob("*"):
        if path.is_file():
            path.unlink()
    build(mini, frozenset({"zip"}))
    second = snapshot(mini.site) | snapshot(mini.cache / "examples")
    # The sitemap is compressed with the hour of its making.
    assert [name for name in first if first[name] != second.get(name)] == []
    assert first.keys() == second.keys()


def test_a_damaged_cache_mends_itself(styled):
    build(styled)
    for suffix in (".json", ".ipynb"):
        kept = styled.cache / f"examples/cnn/good{suffix}"
        kept.write_bytes(kept.read_bytes()[:100])
        write(styled.root, "docs/cnn.md", PAGE + suffix)
        assert "1 examples (1 run)" in build(styled)
    for line in (styled.cache / "examples/cnn/good.json").read_text("utf-8").splitlines():
        json.loads(line)
    (styled.cache / "site.stamp").write_bytes(b"\xff\xfe")
    assert "Built" in build(styled)


def test_orphans_are_deleted(styled):
    write(styled.root, "examples/cnn/other.py", GOOD)
    build(styled)
    (styled.root / "examples/cnn/other.py").unlink()
    build(styled)
    assert not list(styled.cache.glob("examples/cnn/other.*"))
    assert not (styled.site / "examples/cnn/other").exists()


# --- Addresses that become permanent -------------------------------------------------------------


def test_new_addresses_are_published_once_behind_those_that_are(ran):
    write(ran.root, "docs/addresses.txt", "cnn/#slope\ncnn/\n")
    hint = "15 addresses are new: scripts/build --publish adds them to docs/addresses.txt."
    assert hint in build(ran)
    new = publish(ran)
    assert len(new) == len(set(new)) == 15
    assert new[:5] == ["./", "./#home", "cnn/#cnn", "cnn/#fig-good-line", "cnn/#sources"]
    example = "examples/cnn/good/"
    assert new[-3:] == [example, f"{example}#line", f"{example}#slope"]
    lines = (ran.docs / "addresses.txt").read_text("utf-8").splitlines()
    assert lines == ["cnn/#slope", "cnn/", *new]
    assert "are new" not in build(ran)
    assert publish(ran) == []


def test_a_damaged_list_of_addresses_is_not_added_to(mini):
    write(mini.root, "docs/addresses.txt", "cnn/\ncnn/\n")
    with pytest.raises(BadInput, match=r"addresses.txt:2: the address cnn/ stands in line 1"):
        publish(mini)
    assert (mini.docs / "addresses.txt").read_text("utf-8") == "cnn/\ncnn/\n"
