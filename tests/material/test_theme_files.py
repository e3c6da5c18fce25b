"""A theme that is not whole stops the build."""

from importlib.metadata import PathDistribution

import pytest

from cheatsheet.base.crash import sentence_of
from cheatsheet.base.project import Project
from cheatsheet.material import theme_files
from cheatsheet.material.theme_files import check_theme

RECORD = """\
theme/templates/base.html,sha256=a,4
theme/templates/assets/worker.js,sha256=b,5
theme/templates/.icons/gone.svg,sha256=c,6
theme/plugin.py,sha256=d,7
theme/templates/__pycache__/x.pyc,,
"""


@pytest.fixture
def theme(tmp_path, monkeypatch):
    """The folder of an installed theme of which an icon and a module are missing."""
    (tmp_path / "theme-1.dist-info").mkdir()
    (tmp_path / "theme-1.dist-info/RECORD").write_text(RECORD)
    (tmp_path / "theme/templates/assets").mkdir(parents=True)
    (tmp_path / "theme/templates/base.html").write_text("base")
    (tmp_path / "theme/templates/assets/worker.js").write_text("12345")
    whole = PathDistribution(tmp_path / "theme-1.dist-info")
    monkeypatch.setattr(theme_files, "distribution", lambda name: whole)
    return tmp_path / "theme/templates"


def test_a_whole_theme_is_no_fault(theme):
    check_theme()


def test_the_installed_theme_is_whole():
    check_theme()


@pytest.mark.parametrize("text", ["", "1234", None])
def test_a_file_that_is_missing_or_cut_is_named(theme, text):
    path = theme / "assets/worker.js"
    path.unlink() if text is None else path.write_text(text)
    with pytest.raises(FileNotFoundError) as raised:
        check_theme()
    assert raised.value.filename == str(path)


def test_the_sentence_names_the_file_and_the_cure(theme, tmp_path, monkeypatch):
    (theme / "base.html").unlink()
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    try:
        check_theme()
    except FileNotFoundError as error:
        said = sentence_of(error, Project(tmp_path))
    assert "theme/templates/base.html" in said
    assert "cure: " in said
