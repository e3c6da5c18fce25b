"""The pipeline on a miniature site: what good input gives, and what each bad input gets."""

import json
import os
import signal
import subprocess
import sys
import types
import zipfile
from pathlib import Path

import pytest

from cheatsheet import run
from cheatsheet.build import MAKERS, build
from cheatsheet.faults import BadInput, Fault
from cheatsheet.project import Project
from miniature import CLAIMS, GOOD, PAGE, wait_for, write

ROOT = Path(__file__).parents[1]


def snapshot(site: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }


def test_good_input_gives_a_whole_site(mini):
    assert "1 sections, 1 examples (1 run), 1 claims" in build(mini)
    page = (mini.site / "cnn/index.html").read_text("utf-8")
    assert (
        '<figure class="plot" id="fig-good-line"><svg role="img" aria-label="A rising line" data-search-exclude=""'
        in page
    )
    assert 'class="checked" href="../examples/cnn/good/#slope"' in page
    assert 'href="../claims/#1.1"' in page
    assert 'id="src-he-2015"' in page
    assert "katex-mathml" in page
    assert "arithmatex" not in page
    assert 'href="../cnn/#slope"' in (mini.site / "claims/index.html").read_text("utf-8")
    for name in ("good.py", "good.ipynb", "index.html"):
        assert (mini.site / "examples/cnn/good" / name).exists()
    assert (mini.site / "examples/cnn/good/good.py").read_text("utf-8") == GOOD
    example_page = (mini.site / "examples/cnn/good/index.html").read_text("utf-8")
    assert 'href="../../../cnn/"' in example_page
    assert 'id="slope"' in example_page


def test_nothing_changed_runs_nothing_and_rewrites_nothing(mini):
    build(mini)
    before = {path: path.stat().st_mtime_ns for path in mini.site.rglob("*")}
    assert build(mini).startswith("Nothing has changed")
    assert before == {path: path.stat().st_mtime_ns for path in mini.site.rglob("*")}


def test_downloads_are_made_when_asked_for_and_kept_while_they_fit(mini, monkeypatch):
    printed = types.ModuleType("printed")
    printed.make = lambda project, site, built: write(
        site, "downloads/cv-cheatsheet-a4.pdf", "%PDF"
    )
    monkeypatch.setitem(sys.modules, "printed", printed)
    monkeypatch.setitem(MAKERS, "pdf", "printed")
    packed, pdf = (mini.site / f"downloads/cv-cheatsheet-{name}" for name in ("site.zip", "a4.pdf"))
    build(mini)
    assert not packed.exists()
    assert "Built" in build(mini, frozenset({"zip"}))
    first = packed.read_bytes()
    assert build(mini).startswith("Nothing has changed")
    assert "Built" in build(mini, frozenset({"zip", "pdf"}))
    assert build(mini, frozenset({"pdf"})).startswith("Nothing has changed")
    assert packed.read_bytes() == first
    assert pdf.exists()
    assert "cv-cheatsheet-a4.pdf" in (mini.site / "cnn/index.html").read_text("utf-8")
    write(mini.root, "docs/cnn.md", PAGE + "\nMore.\n")
    build(mini)  # what was made of the old pages is gone, and is not offered
    assert not (mini.site / "downloads").exists()
    assert "cv-cheatsheet-site.zip" not in (mini.site / "cnn/index.html").read_text("utf-8")


def test_a_download_that_cannot_be_made_leaves_the_site_as_it_was(mini, monkeypatch):
    build(mini)
    before = snapshot(mini.site)
    broken = types.ModuleType("broken")
    monkeypatch.setitem(sys.modules, "broken", broken)
    monkeypatch.setitem(MAKERS, "pdf", "broken")

    def make(project, site, built):
        raise BadInput([Fault("site/cnn/index.html", None, "it cannot be printed", "mend it")])

    broken.make = make
    with pytest.raises(BadInput, match="it cannot be printed"):
        build(mini, frozenset({"pdf", "zip"}))
    assert snapshot(mini.site) == before


def test_the_archive_knows_its_site_and_asks_nobody(mini, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://example.org/repo/")
    monkeypatch.setenv("REPO_URL", "https://github.com/example/repo")
    build(mini, frozenset({"zip"}))
    page = (mini.site / "cnn/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/repo/cnn/">' in page
    assert 'data-md-component="source"' not in page  # would ask GitHub for its stars
    with zipfile.ZipFile(mini.site / "downloads/cv-cheatsheet-site.zip") as packed:
        page = packed.read("cv-cheatsheet/cnn/index.html").decode()
    assert '<link rel="canonical" href="https://example.org/repo/cnn/">' in page  # for copied links
    assert 'data-md-component="source"' not in page


def test_an_edited_page_runs_no_example_and_an_edited_example_runs_alone(mini):
    write(mini.root, "examples/cnn/other.py", GOOD.replace("A line", "Another line"))
    build(mini)
    write(mini.root, "docs/cnn.md", PAGE + "\nMore.\n")
    assert "2 examples (0 run)" in build(mini)
    write(mini.root, "examples/cnn/other.py", GOOD.replace("A line", "A third line"))
    assert "2 examples (1 run)" in build(mini)


def test_the_same_input_gives_the_same_bytes(mini, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    build(mini, frozenset({"zip"}))
    first = snapshot(mini.site) | snapshot(mini.cache / "examples")
    for path in mini.cache.rglob("*"):
        if path.is_file():
            path.unlink()
    build(mini, frozenset({"zip"}))
    second = snapshot(mini.site) | snapshot(mini.cache / "examples")
    # the sitemap is compressed with the hour of its making
    assert {name for name in first if first[name] != second.get(name)} <= {"sitemap.xml.gz"}
    assert first.keys() == second.keys()


BAD_EXAMPLES = {
    "raises": ('x = 1\nraise KeyError("gone")', 7, "cell 2: KeyError: 'gone'"),
    "slow": ("import time\ntime.sleep(60)", 6, "cell 2: it ran longer than 15 s"),
    "killed": ("import os\nos.kill(os.getpid(), 9)", 6, "cell 2: its process died (exit code -9)"),
    "empty": ("x = 1", None, "the example yields neither figure nor fact"),
    "syntax": ("x = 1\nx = = 2", 7, "cell 2: syntax error"),
    "twice": (
        'import matplotlib.pyplot as plt\nplt.figure("a")\n\n# %%\nplt.figure("a");',
        10,
        "cell 3: the figure name 'a' is used twice",
    ),
    "unnamed": (
        "import matplotlib.pyplot as plt\nplt.figure();",
        6,
        "cell 2: a figure has no name",
    ),
    "colour": (
        'import matplotlib.pyplot as plt\nfig, ax = plt.subplots(num="a")\nax.plot([0, 1], color="red");',
        6,
        "cell 2: figure 'a': the colour #ff0000 does not follow the theme",
    ),
    "not_a_number": (
        'facts = {"ratio": f"{float(chr(110) + chr(97) + chr(110))} x"}',
        6,
        "the fact 'ratio' is 'nan x'",
    ),
    "number": ('facts = {"ratio": 0.5}', 6, "the fact 'ratio' is 0.5, not a text"),
    "untitled": ("x = 1", 1, "the script does not open with a title"),
}  # name: (code of the second cell, line, fault)
BAD_LINES = {
    "See [x](example:cnn/goood#slope).": "there is no example 'cnn/goood'",
    "See [x](example:cnn/good#slop).": "there is no fact or figure in cnn/good called 'slop'",
    "![alt](example:cnn/good#lin)": "there is no figure in cnn/good called 'lin'",
    "See [1.5](example:cnn/good#slope).": "the page says '1.5', the run of cnn/good says '1.0'",
    "See [9.9](claim:9.9).": "there is no claim '9.9'",
    "See [Nobody](cite:nobody-1999).": "there is no reference 'nobody-1999'",
    "See [x](term:slop).": "there is no term 'slop'",
    "See $\\frac{1}{$.": "the formula '\\\\frac{1}{' does not parse",
    "See [there](nowhere.md).": "the link nowhere.md leads nowhere",
    "See [there](claims.md#nothing).": "the link claims.md#nothing leads nowhere",
    "See [there](#nothing).": "the link #nothing leads nowhere",
}


def test_all_bad_input_is_reported_at_once_and_the_old_site_stays(mini, monkeypatch):
    build(mini)
    before = snapshot(mini.site)
    monkeypatch.setattr(run, "LIMIT", 15)
    for name, (code, _, _) in BAD_EXAMPLES.items():
        opening = (
            "# %%\n" if name == "untitled" else "# %% [markdown]\n# # Title\n# Question?\n\n# %%\n"
        )
        write(mini.root, f"examples/cnn/{name}.py", opening + code + "\n")
    write(mini.root, "docs/cnn.md", PAGE + "\n" + "\n\n".join(BAD_LINES) + "\n")
    with pytest.raises(BadInput) as caught:
        build(mini)
    report = str(caught.value)
    for name, (_, line, fault) in BAD_EXAMPLES.items():
        place = f"examples/cnn/{name}.py" + (f":{line}" if line else "")
        assert f"{place}: {fault}" in report
    first = PAGE.count("\n") + 2
    for number, fault in enumerate(BAD_LINES.values()):
        assert f"docs/cnn.md:{first + 2 * number}: {fault}" in report
    assert "did you mean cnn/good" in report
    assert "did you mean slope" in report
    assert report.count("cure: ") == len(BAD_EXAMPLES) + len(BAD_LINES)
    assert snapshot(mini.site) == before


def test_a_faulty_ledger_names_entry_and_field(mini):
    bad = CLAIMS.replace("verdict: wrong", "verdict: maybe").replace(
        "sources: [he-2015]", "sources: [who-1900]"
    )
    missing = CLAIMS.replace('"1.1"', '"1.2"').replace("  at: cnn/#slope\n", "")
    bare = CLAIMS.replace('"1.1"', "1.4")
    write(mini.root, "docs/claims.yml", bad + missing + bare)
    with pytest.raises(BadInput) as caught:
        build(mini)
    report = str(caught.value)
    assert "docs/claims.yml:1: claim 1.1: the verdict is 'maybe'" in report
    assert "claim 1.1: the source 'who-1900' is not in references.yml" in report
    assert "docs/claims.yml:9: claim 1.2: the field at is missing" in report
    assert "claim 1.4: the field id is 1.4" in report


def test_evidence_that_does_not_exist_is_named_with_its_line(mini):
    write(
        mini.root,
        "docs/claims.yml",
        CLAIMS.replace('["example:cnn/good#slope"]', '["example:cnn/good#slop"]'),
    )
    fault = r"docs/claims.yml:7: there is no fact or figure in cnn/good called 'slop'"
    with pytest.raises(BadInput, match=fault):
        build(mini)


def test_a_claim_must_stand_where_it_says(mini):
    lost = CLAIMS.replace('"1.1"', '"1.3"').replace("#slope\n", "#gone\n")
    write(mini.root, "docs/claims.yml", CLAIMS + lost)
    with pytest.raises(BadInput, match=r"docs/claims.yml:16: the link cnn.md#gone leads nowhere"):
        build(mini)


def test_a_damaged_cache_mends_itself(mini):
    build(mini)
    for suffix in (".json", ".ipynb"):
        kept = mini.cache / f"examples/cnn/good{suffix}"
        kept.write_bytes(kept.read_bytes()[:100])
        write(mini.root, "docs/cnn.md", PAGE + suffix)
        assert "1 examples (1 run)" in build(mini)
    json.loads((mini.cache / "examples/cnn/good.json").read_text("utf-8"))


def test_orphans_are_deleted(mini):
    write(mini.root, "examples/cnn/other.py", GOOD)
    build(mini)
    (mini.root / "examples/cnn/other.py").unlink()
    build(mini)
    assert not list(mini.cache.glob("examples/cnn/other.*"))
    assert not (mini.site / "examples/cnn/other").exists()


def start(mini: Project) -> subprocess.Popen:
    code = f"from cheatsheet.build import build; from cheatsheet.project import Project; print(build(Project(__import__('pathlib').Path({str(mini.root)!r}))))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    return subprocess.Popen(
        [sys.executable, "-c", f"if __name__ == '__main__':\n    {code.replace('; ', chr(10) + '    ')}"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_an_interrupted_build_leaves_nothing_half(mini):
    build(mini)
    before = snapshot(mini.site)
    write(mini.root, "docs/cnn.md", PAGE + "\nMore.\n")
    process = start(mini)
    wait_for(lambda: (mini.cache / "site-new/assets").exists() or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert snapshot(mini.site) == before
    assert "Built" in build(mini)
    assert "More." in (mini.site / "cnn/index.html").read_text("utf-8")


def test_of_two_builds_the_second_waits_and_says_for_what(mini):
    write(
        mini.root,
        "examples/cnn/good.py",
        GOOD.replace("fig, ax", "import time; time.sleep(2)\nfig, ax"),
    )
    first = start(mini)
    wait_for(lambda: (mini.cache / "lock").exists() and (mini.cache / "lock").read_text())
    second = start(mini)
    told = [process.communicate(timeout=120) for process in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0], told
    assert "Built" in told[0][0]
    assert f"Waiting for scripts/build (process {first.pid}) to finish." in told[1][1]
    assert "Nothing has changed" in told[1][0]
