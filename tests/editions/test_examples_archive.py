"""The archive of all examples: what is in it runs, and says what it needs."""

import io
import re
import subprocess
import sys
import zipfile
from importlib.metadata import version

from cheatsheet.editions.examples_archive import examples_archive, requirements
from cheatsheet.site.model import Site


def unpacked(data: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def test_scripts_and_notebooks_stand_by_section_and_the_same_site_gives_the_same_bytes(built):
    site = Site.read(built.site)
    made = examples_archive(built, site, 1_700_000_000)
    assert made == examples_archive(built, Site.read(built.site), 1_700_000_000)
    files = unpacked(made)
    assert sorted(files) == [
        "cv-cheatsheet-examples/README.md",
        "cv-cheatsheet-examples/cnn/good.ipynb",
        "cv-cheatsheet-examples/cnn/good.py",
        "cv-cheatsheet-examples/requirements.txt",
    ]
    readme = files["cv-cheatsheet-examples/README.md"].decode()
    assert "python cnn/good.py" in readme
    assert "- `cnn/good.py`: A line. Does a line rise?" in readme
    needed = files["cv-cheatsheet-examples/requirements.txt"].decode()
    assert needed == f"matplotlib=={version('matplotlib')}\n"


def test_what_a_script_needs_is_pinned_to_what_ran_it_without_the_build():
    sources = ["import torch.nn\nimport math\nimport _shapes", "from sklearn.datasets import x"]
    torch, sklearn = version("torch").partition("+")[0], version("scikit-learn")
    assert requirements(sources) == f"scikit-learn=={sklearn}\ntorch=={torch}\n"


def test_every_script_is_there_and_one_that_shares_a_module_runs_from_the_archive(
    site, root, tmp_path, monkeypatch
):
    with zipfile.ZipFile(site / "downloads/cv-cheatsheet-examples.zip") as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "cv-cheatsheet-examples"
    ours = {path.relative_to(root / "examples") for path in (root / "examples").glob("*/*.py")}
    assert {path.relative_to(folder) for path in folder.glob("*/*.py")} == ours
    listed = re.findall(r"^- `(.+?)`: ", (folder / "README.md").read_text("utf-8"), re.M)
    assert sorted(listed) == sorted(path.as_posix() for path in ours if path.name[0] != "_")
    named = (folder / "requirements.txt").read_text("utf-8")
    assert re.findall(r"^(.+)==", named, re.M) == ["matplotlib", "numpy", "scikit-learn", "torch"]
    assert "save beside" not in (folder / "pitfalls/nan_hunt.py").read_text("utf-8")
    monkeypatch.setenv("MPLBACKEND", "agg")
    ran = subprocess.run(
        [sys.executable, "hardware/zero_stages.py"], cwd=folder, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    assert list(folder.glob("zero_stages-*.png"))
    assert (folder / "LICENSE").read_bytes() == (root / "LICENSE").read_bytes()
