"""Scripts and style sheets keep a form that can be read. `scripts/check-web` checks their types too, but needs Node."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "docs/assets/javascripts"
SCRIPTS = sorted([*MODULES.glob("*.js"), *(ROOT / "scripts").rglob("*.js")])
STYLES = sorted(
    [*(ROOT / "docs/assets/stylesheets").glob("*.css"), *(ROOT / "scripts").rglob("*.css")]
)
TYPES = sorted([*MODULES.glob("*.d.ts"), *(ROOT / "scripts").rglob("*.d.ts")])
# A line of a style sheet starts a rule, ends one, holds one declaration, or is part of a long one.
ONE_THING = re.compile(r" *(?:[^{};]*[{;,(]?|\}|\);)")
TRAILING_COMMENT = re.compile(r"\S.* // ")


def crowded(css: str) -> list[str]:
    """The lines that hold more than one selector's end, one declaration or one bracket."""
    lines = re.sub(r"/\*.*?\*/", "", css, flags=re.S).splitlines()
    return [line for line in lines if not ONE_THING.fullmatch(line)]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES, *TYPES], ids=named)
def test_no_line_is_longer_than_120_characters(path):
    lines = path.read_text("utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > 120] == []


@pytest.mark.parametrize("path", STYLES, ids=named)
def test_a_line_of_a_style_sheet_holds_one_thing(path):
    assert crowded(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "a { color: red; }",
        "a { color: red }",
        "color: red; margin: 0;",
        "} b {",
        "}}",
        "margin: 0; }",
    ],
)
def test_a_crowded_line_is_found(line):
    assert crowded(f"a {{\n{line}\n") == [line]


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_comment_stands_above_its_line(path):
    lines = path.read_text("utf-8").splitlines()
    assert [line for line in lines if TRAILING_COMMENT.search(line)] == []


def test_each_script_is_in_one_type_check():
    """A script that is moved or new would else be left out without a word."""
    checked = []
    for name in ("tsconfig.json", "tsconfig.workers.json"):
        for pattern in json.loads((ROOT / name).read_text("utf-8"))["include"]:
            found = [path for path in ROOT.glob(pattern) if path.suffix == ".js"]
            assert found or pattern.endswith(".d.ts"), f"{name}: nothing is {pattern}"
            checked += found
    assert sorted(checked) == SCRIPTS
