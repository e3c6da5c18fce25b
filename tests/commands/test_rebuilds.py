"""A build makes anew what an edit touches, and leaves the site that a build from nothing gives."""

import os
import random
import re
import shutil
from pathlib import Path

import pytest

from cheatsheet.base.problems import BadInput
from cheatsheet.base.project import Project
from cheatsheet.commands.build import build
from cheatsheet.material import finish as finishing
from miniature import GOOD, enrich, snapshot, write

CNN = "docs/cnn.md"
OTHER = GOOD.replace("# A line", "# Another line").replace("2, 2", "3, 3")


def edit(name: str, old: str, new: str):
    """Replace some words in a file of the project."""

    def change(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        assert old in text, (name, old)
        write(root, name, text.replace(old, new))

    return change


def drop_example(root: Path) -> None:
    (root / "examples/cnn/other.py").unlink()


EDITS = {
    "words": edit(CNN, "One sentence.", "Another sentence, with Ω."),
    "a title": edit(CNN, "# 1. Miniature", "# 1. Smallest"),
    "a heading": edit(CNN, "## 1. Slope {", "## 1. Slope here {"),
    "a formula": edit(CNN, "\\frac{1}{2}", "\\sqrt{3}"),
    "a description": edit(CNN, "A page of the miniature.", "A page."),
    "an alternative text": edit(CNN, "A rising line", "A line that rises"),
    "a page that shows an example": edit(
        "docs/index.md", "<!-- map -->", "[1.0](example:cnn/good#slope)\n\n<!-- map -->"
    ),
    "what an example says": edit("examples/cnn/good.py", "Does a line rise?", "Does it?"),
    "another example": lambda root: write(root, "examples/cnn/other.py", OTHER),
    "an example that goes": drop_example,
    "what a term means": edit("docs/terms.yml", "How steep a line is.", "How much it rises."),
    "a claim": edit("docs/claims.yml", "They rise by", "They go up by"),
    "a verdict": edit("docs/claims.yml", "verdict: wrong", "verdict: imprecise"),
    "a source": edit("docs/references.yml", "Deep residual learning", "Deep learning"),
    "a plan": edit("docs/plans.yml", "line: Only this.", "line: Only that."),
    "an old address": edit("docs/redirects.yml", "cnn/#steepness: cnn/#slope", "cnn/#steepness: cnn/#cnn"),
    "a style sheet": edit("mkdocs.yml", "Ten short pages", "Some short pages"),
    "a new page": lambda root: write(root, "docs/more.md", "# More { #more }\n\nWords.\n"),
}  # fmt: skip
# What a build from nothing does not find; the results of examples it does.
NOT_COPIED = shutil.ignore_patterns(
    "mkdocs", "mkdocs-kept", "site", "site.*", "light", "templates", "formulas", "memory.json"
)
# Which edit needs another before it.
BEHIND = {"an example that goes": "another example"}


def site_of(project: Project) -> dict[str, bytes]:
    build(project)
    return snapshot(project.site)


@pytest.fixture
def rich(ran, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    enrich(ran)
    text = (ran.root / CNN).read_text("utf-8")
    write(ran.root, CNN, text.replace("\n## 1.", "\nA [line](term:gradient).\n\n## 1."))
    return ran


def test_after_any_edits_the_site_is_that_of_a_build_from_nothing(rich, tmp_path_factory):
    """The edits in an order that is drawn, some of them together; the seed is no choice of a result."""
    names = list(EDITS)
    draw = random.Random(1)
    draw.shuffle(names)
    for late, early in BEHIND.items():
        names.remove(late)
        names.insert(draw.randint(names.index(early) + 1, len(names)), late)
    build(rich)
    while names:
        count = draw.randint(2, 5)
        done, names = names[:count], names[count:]
        for name in done:
            EDITS[name](rich.root)
        again = Project(tmp_path_factory.mktemp("anew"))
        shutil.copytree(rich.root, again.root, symlinks=True, dirs_exist_ok=True, ignore=NOT_COPIED)
        rebuilt, whole = site_of(rich), site_of(again)
        assert rebuilt.keys() == whole.keys(), done
        assert [name for name in whole if whole[name] != rebuilt[name]] == [], done


CODED = GOOD.replace(
    "# %%\ncomputed",
    "def double(x):\n    return 2 * x\n\n\nassert double(2) == 4\n\n# %%\ncomputed",
)
ASKED = """# Miniature: questions { #cnn-questions }

## More { #more }

/// question | Why does it rise?
    attrs: {id: q-why}
    level: core

Because.

//// behind
![Code](example:cnn/coded#def-double "It doubles.")
////
///
"""
ASKED_EDITS = {
    "the code of a listing": edit("examples/cnn/coded.py", "2 * x", "x + x"),
    "a question": edit("docs/questions/cnn.md", "does it rise", "does it go up"),
    "a level": edit("docs/questions/cnn.md", "level: core", "level: senior"),
    "a heading that is led back to": edit(CNN, "{ #more }", "{ #most }"),
}


def test_pages_of_questions_and_those_that_list_them_follow_every_edit(ran, tmp_path_factory):
    write(ran.root, "examples/cnn/coded.py", CODED)
    write(ran.root, "docs/questions/cnn.md", ASKED)
    write(ran.root, "docs/questions.md", "# Questions { #questions }\n\n<!-- all-questions -->\n")
    text = (ran.root / CNN).read_text("utf-8")
    write(
        ran.root,
        CNN,
        text.replace("## Sources", "## More { #more }\n\n<!-- questions -->\n\n## Sources"),
    )
    build(ran)
    page = ran.site / "questions/cnn/index.html"
    assert "On the section page" in page.read_text("utf-8")
    for name, change in ASKED_EDITS.items():
        change(ran.root)
        again = Project(tmp_path_factory.mktemp("anew"))
        shutil.copytree(ran.root, again.root, symlinks=True, dirs_exist_ok=True, ignore=NOT_COPIED)
        rebuilt, whole = site_of(ran), site_of(again)
        assert [page for page in whole if whole[page] != rebuilt[page]] == [], name
    text = page.read_text("utf-8")
    assert "does it go up" in text
    assert "On the section page" not in text
    assert "x + x" in re.sub(r"<[^>]*>", "", text)


@pytest.fixture
def made(monkeypatch):
    """Names of the pages that a build makes anew."""
    names = []
    finish_page = finishing.finish_page

    def note(name, *given):
        names.append(name)
        return finish_page(name, *given)

    monkeypatch.setattr(finishing, "finish_page", note)
    return names


SHOWN_BY = {
    "words": {"cnn/index.html"},
    "an alternative text": {"cnn/index.html", "examples/cnn/good/index.html"},
    "what an example says": {
        "cnn/index.html", "claims/index.html", "examples/cnn/good/index.html", "examples/index.html",
    },
    "what a term means": {"cnn/index.html", "terms/index.html"},
    "a claim": {"claims/index.html", "cnn/index.html"},
    "a source": {"claims/index.html", "cnn/index.html"},
    "a plan": set(),
}  # fmt: skip


def test_an_edit_makes_those_pages_anew_that_show_it(rich, made):
    build(rich)
    for change, touched in SHOWN_BY.items():
        made.clear()
        EDITS[change](rich.root)
        build(rich)
        # The page for unknown addresses is none of the project's; the home page shows the figures of all sections.
        assert set(made) - {"404.html"} <= touched | {"index.html"}, change
        assert set(made) >= touched, change


def test_a_file_that_stays_is_the_same_file(rich):
    build(rich)
    before = {path.relative_to(rich.site): path.stat().st_ino for path in rich.site.rglob("*.*")}
    EDITS["words"](rich.root)
    build(rich)
    names = ["examples/cnn/good/index.html", "examples/cnn/good/good.ipynb", "claims/index.html"]
    assert all((rich.site / name).stat().st_ino == before[Path(name)] for name in names)


def test_a_kept_page_that_somebody_changed_is_made_anew(rich, made):
    build(rich)
    whole = snapshot(rich.site)
    for name in ("cnn/index.html", "cnn/index.html.json"):
        made.clear()
        path = rich.cache / "mkdocs-kept" / name
        path.write_bytes(path.read_bytes().replace(b"1.0", b"9.9"))
        os.utime(rich.site / "cnn/index.html", ns=(1, 1))
        build(rich)
        assert "cnn/index.html" in made
        assert snapshot(rich.site) == whole


def test_a_page_with_a_fault_is_not_kept(rich, made):
    build(rich)
    edit(CNN, "[1.0](example", "[1.5](example")(rich.root)
    for _ in range(2):
        with pytest.raises(BadInput, match=re.escape("the page says '1.5'")):
            build(rich)
    edit(CNN, "[1.5](example", "[1.0](example")(rich.root)
    made.clear()
    build(rich)
    # As it was before: it is there still.
    assert "cnn/index.html" not in made


def pages_of(project: Project) -> dict[str, bytes]:
    """The pages that Markdown or an example makes."""
    return {
        name: data
        for name, data in site_of(project).items()
        if b"</article>" in data and name != "404.html"
    }


def test_a_hook_and_a_variable_that_change_make_every_page_anew(rich, monkeypatch):
    config = (rich.root / "mkdocs.yml").read_text("utf-8")
    asked = "hooks: [hook.py]\nsite_author: !ENV [WRITTEN_BY, nobody]\n"
    write(rich.root, "mkdocs.yml", asked + re.sub("site_author:.*\n", "", config))
    hook = "def on_page_content(html, **_):\n    return html + '<p>Before.</p>'\n"
    # Of one size and one second: bytecode that Python keeps would be taken for that of both.
    write(rich.root, "hook.py", hook)
    os.utime(rich.root / "hook.py", (1e9, 1e9))
    site_of(rich)
    write(rich.root, "hook.py", hook.replace("Before", "Behind"))
    os.utime(rich.root / "hook.py", (1e9, 1e9))
    pages = pages_of(rich)
    assert len(pages) > 3
    assert [
        name for name, data in pages.items() if b"Behind." not in data or b"Before." in data
    ] == []
    write(
        rich.root,
        "hook.py",
        "import pathlib\nhere = pathlib.Path(__file__).parent\n"
        + hook.replace("'<p>Before.</p>'", "(here / 'said').read_text()"),
    )
    for said in ("<p>One.</p>", "<p>Another.</p>"):
        # What it reads is no file that the settings name.
        write(rich.root, "said", said)
        assert all(said.encode() in data for data in pages_of(rich).values())
    monkeypatch.setenv("WRITTEN_BY", "Ada")
    pages = pages_of(rich)
    assert all(b'content="Ada"' in data for data in pages.values())
