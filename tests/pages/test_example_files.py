"""What a reader downloads of an example runs by itself: numbers are printed, figures appear, on any ground."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cheatsheet.examples.model import Example, Fact
from cheatsheet.look.palette import colour
from cheatsheet.pages.example_files import SHOW, files_of
from miniature import result

# As clean_svg leaves it.
PLOT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 216" fill="var(--fig-ink,#1f2430)">'
    '<text style="font-size:9px;font-family:Inter;fill:var(--fig-muted,#5f6875)">a</text></svg>'
)


@pytest.fixture
def example(tmp_path) -> Example:
    """An example that imports one module, which imports another; a third is not its own."""
    for name, text in {
        "good": "import _shapes\nimport _absent",
        "_shapes": "from _deeper import x",
        "_deeper": "x = 1",
        "_foreign": "",
    }.items():
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
    return Example("cnn", "good", tmp_path / "good.py")


@pytest.fixture
def notebook(tmp_path) -> Path:
    """An executed notebook with one figure."""
    figure = new_output("display_data", {"image/svg+xml": PLOT}, metadata={"figure": "line"})
    code = new_code_cell("import math\nimport _shapes", outputs=[figure], execution_count=2)
    cells = [new_markdown_cell("# A line"), code, new_code_cell("from _shapes import x")]
    path = tmp_path / "kept.ipynb"
    path.write_text(nbformat.writes(new_notebook(cells=cells)), "utf-8")
    return path


def test_the_script_the_notebook_and_shared_modules_are_there(example, notebook, tmp_path):
    files = files_of(example, result(notebook=notebook))
    names = ["_deeper.py", "_shapes.py", "good.py", "good.ipynb"]
    assert list(files) == [f"examples/cnn/good/{name}" for name in names]
    for name in names[:2]:
        assert files[f"examples/cnn/good/{name}"]() == (tmp_path / name).read_bytes()


# --- The script ----------------------------------------------------------------------------------


@pytest.fixture
def run(example, notebook, tmp_path):
    """`run(source, encoding)` downloads the example with this source, alone in a folder, and runs it."""
    folder = tmp_path / "downloads"
    (folder / "matplotlib").mkdir(parents=True)
    (folder / "matplotlib/__init__.py").write_text("", "utf-8")
    shows = 'def get_backend():\n    return "TkAgg"\n\ndef show():\n    print("figures")\n'
    (folder / "matplotlib/pyplot.py").write_text(shows, "utf-8")

    def download(source: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
        example.path.write_text(source, "utf-8")
        script = folder / "good.py"
        files = files_of(example, result(notebook=notebook))
        script.write_bytes(files["examples/cnn/good/good.py"]())
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        command = [sys.executable, script]
        return subprocess.run(command, capture_output=True, env=environment, encoding=encoding)

    return download


def test_a_script_that_is_downloaded_prints_its_numbers_and_shows_its_figures(run):
    ran = run(
        'x = 2\ncomputed = {"x": f"{x}"}\nmeasured = {"y": (f"{x} to 3", "it grows", x < 3)}\n'
    )
    assert ran.stdout.splitlines() == ["x: 2 (computed)", "y: 2 to 3 (measured)", "figures"]


def test_without_a_screen_the_figures_are_saved_and_their_places_said(example, notebook, tmp_path):
    source = 'import matplotlib.pyplot as plt\n\nplt.subplots(num="line")\nplt.figure()\n'
    example.path.write_text(source, "utf-8")
    files = files_of(example, result(notebook=notebook))
    here = tmp_path / "höme"
    here.mkdir()
    (here / "good.py").write_bytes(files["examples/cnn/good/good.py"]())
    environment = {**os.environ, "MPLBACKEND": "agg", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-W", "error", "good.py"]
    ran = subprocess.run(command, cwd=here, env=environment, capture_output=True, text=True)
    assert ran.stderr == ""
    said = [line.rpartition(" ")[2] for line in ran.stdout.splitlines()]
    places = [here / "good-line.png", here / "good-2.png"]
    assert said == [ascii(str(place))[1:-1] for place in places]
    assert all(place.read_bytes().startswith(b"\x89PNG") for place in places)


@pytest.mark.parametrize(
    ("encoding", "lines"),
    {
        "utf-8": ["10⁻⁴⁷ to 10⁸ times", "−0.24 → ∞", "0.9×", "40 µs, 27 C²", "0, …, 12–58", "φ"],
        "cp1252": ["10^-47 to 10^8 times", "-0.24 -> inf", "0.9×", "40 µs, 27 C²", "0, …, 12–58", r"\u03c6"],
        "ascii": ["10^-47 to 10^8 times", "-0.24 -> inf", "0.9x", "40 us, 27 C^2", "0, ..., 12-58", r"\u03c6"],
    }.items(),
)  # fmt: skip
def test_a_console_without_a_character_gets_the_number_all_the_same(run, encoding, lines):
    texts = ["10⁻⁴⁷ to 10⁸ times", "−0.24 → ∞", "0.9×", "40 µs, 27 C²", "0, …, 12–58", "φ"]
    ran = run(f"computed = dict(enumerate({texts!r}))\n", encoding)
    said = [f"{number}: {line} (computed)" for number, line in enumerate(lines)]
    assert ran.stdout.splitlines() == [*said, "figures"], ran.stderr


def test_a_script_that_lacks_its_modules_says_what_to_save(run):
    source = (
        "from __future__ import annotations\nfrom _shapes import (\n    x,\n)\nimport _deeper\n"
    )
    hint = "from _shapes import (  # save beside this script, from its page: _deeper.py, _shapes.py"
    ran = run(source)
    assert hint in ran.stderr
    assert ran.stderr.count("save beside") == 1


def test_a_script_that_shares_nothing_is_offered_as_it_stands(example, notebook):
    source = "from __future__ import annotations\n"
    example.path.write_text(source, "utf-8")
    files = files_of(example, result(notebook=notebook))
    assert files["examples/cnn/good/good.py"]().decode() == source + SHOW


# --- The notebook --------------------------------------------------------------------------------


def downloaded(example, shown):
    return json.loads(files_of(example, shown)["examples/cnn/good/good.ipynb"]())


def source_of(cell):
    return "".join(cell["source"])


def test_a_figure_of_a_notebook_can_be_read_on_any_ground_without_the_sites_style(
    example, notebook
):
    made = downloaded(example, result(notebook=notebook))
    [output] = made["cells"][1]["outputs"]
    svg = "".join(output["data"]["image/svg+xml"])
    assert "var(" not in svg
    drawn = ET.fromstring(svg)
    ground = drawn[0]
    assert ground.tag.endswith("}rect")
    assert ground.get("fill") == colour("paper", "light")
    assert [ground.get(side) for side in ("x", "y", "width", "height")] == ["0", "0", "360", "216"]
    assert "font-family:Inter," in svg
    assert "sans-serif" in svg
    assert (drawn.get("width"), drawn.get("height")) == ("480", "288")


def test_the_last_cell_of_a_notebook_prints_its_numbers_and_has_done_so(example, notebook, capsys):
    facts = {
        "y": Fact("2 to 3", "measured", means="it grows"),
        "x": Fact("2"),
        "quote": Fact("4", "quoted", source="He 2015, Table 1", conditions="one crop"),
    }
    made = downloaded(example, result(notebook=notebook, facts=facts))
    last = made["cells"][-1]
    script = {"computed": {"x": "2"}, "measured": {"y": ("2 to 3", "it grows", True)}}
    exec(source_of(last), script | {"quoted": {"quote": ("4", "He 2015, Table 1", "one crop")}})
    printed = capsys.readouterr().out
    assert printed == "x: 2 (computed)\ny: 2 to 3 (measured)\nquote: 4 (quoted)\n"
    assert "".join(last["outputs"][0]["text"]) == printed
    nbformat.validate(made)


def test_a_notebook_says_once_what_to_save_beside_it(example, notebook):
    made = downloaded(example, result(notebook=notebook))
    assert [source_of(cell).count("save beside") for cell in made["cells"]] == [0, 1, 0]
    assert "_deeper.py, _shapes.py" in source_of(made["cells"][1])


def test_a_notebook_without_numbers_gets_no_cell(example, notebook):
    assert len(downloaded(example, result(notebook=notebook))["cells"]) == 3
