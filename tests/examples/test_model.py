"""What counts as an example, and which modules it shares."""

import pytest

from cheatsheet.base.project import Project
from cheatsheet.examples.model import find_examples
from miniature import write


@pytest.fixture
def project(tmp_path):
    sources = {
        "cnn/pool": "def f():\n    import _layers\n",
        "cnn/conv": "import numpy\nfrom _layers import relu\nfrom _absent import x\n",
        "cnn/_layers": "import _plots\n",
        "cnn/_plots": "import _layers, os\n",
        "cnn/_unused": "",
        "losses/conv": "import _layers, pool\n",
        "losses/pool": "x = 1\n",
    }
    for name, source in sources.items():
        write(tmp_path, f"examples/{name}.py", source)
    write(tmp_path, "examples/top.py", "")
    write(tmp_path, "examples/cnn/deep/er.py", "")
    write(tmp_path, "examples/cnn/notes.txt", "")
    return Project(tmp_path)


def test_scripts_of_folders_are_examples_in_the_order_of_their_addresses(project):
    examples = find_examples(project)
    assert [example.address for example in examples] == [
        "cnn/conv",
        "cnn/pool",
        "losses/conv",
        "losses/pool",
    ]
    assert examples[1].label == "examples/cnn/pool.py"
    assert examples[1].source == "def f():\n    import _layers\n"


def test_shared_modules_are_found_through_each_other_in_the_own_folder(project):
    shared = {
        example.address: [path.name for path in example.shared]
        for example in find_examples(project)
    }
    assert shared == {
        "cnn/conv": ["_layers.py", "_plots.py"],
        "cnn/pool": ["_layers.py", "_plots.py"],
        "losses/conv": [],
        "losses/pool": [],
    }


def test_a_script_that_is_not_utf8_can_be_looked_at(project):
    path = project.examples / "cnn/pool.py"
    path.write_bytes(b"import _layers  # \xe9\n")
    (project.examples / "cnn/_layers.py").write_bytes(b"import _plots  # \xe9\n")
    example = find_examples(project)[1]
    assert example.source.startswith("import _layers")
    assert [path.name for path in example.shared] == ["_layers.py", "_plots.py"]
