"""Redirects: each entry of the file is checked, and an old address is followed to its end or to nowhere."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.redirects import Redirect, destination, read_redirects
from miniature import write


def read(root, text):
    problems = Problems()
    write(root, "docs/redirects.yml", text)
    return read_redirects(Project(root), problems), [str(problem) for problem in problems]


def test_an_entry_knows_its_line(tmp_path):
    redirects, problems = read(tmp_path, "# Moved.\nloss/: losses/\nlosses/#fl: losses/#focal\n")
    assert problems == []
    assert redirects == {
        "loss/": Redirect("loss/", "losses/", 2),
        "losses/#fl": Redirect("losses/#fl", "losses/#focal", 3),
    }


def test_no_file_holds_no_redirects(tmp_path):
    problems = Problems()
    assert read_redirects(Project(tmp_path), problems) == {}
    assert not len(problems)


FORM = "\n    cure: write OLD: NEW, one a line, each like losses/ or losses/#focal"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("loss: losses/\n", f"1: 'loss' is not an address{FORM}"),
        ("a/: b/\nloss/: losses\n", f"2: 'losses' is not an address{FORM}"),
        ("loss/:\n", f"1: 'None' is not an address{FORM}"),
        ("loss/: [losses/]\n", f"1: \"['losses/']\" is not an address{FORM}"),
        ("- loss/\n", f"1: not a mapping{FORM}"),
        ("a/: cnn/\nb/: c/\na/: losses/\n", "3: a/ stands in line 1 already\n    cure: keep one"),
    ],
)
def test_a_faulty_entry_is_named_with_its_line(tmp_path, text, problem):
    redirects, problems = read(tmp_path, text)
    assert problems == [f"docs/redirects.yml:{problem}"]
    assert "loss/" not in redirects
    # The first of two stays.
    assert redirects.get("a/", Redirect("", "cnn/", 0)).new in ("cnn/", "b/")


OFFERED = ("./", "cnn/", "cnn/#slope", "losses/", "losses/#focal", "losses/#part")


@pytest.mark.parametrize(
    ("entries", "address", "end"),
    [
        # What is offered stays, whatever a redirect says.
        ("cnn/: losses/", "cnn/", "cnn/"),
        ("old/: cnn/", "old/", "cnn/"),
        # A chain is followed to its end.
        ("a/: b/\nb/: c/\nc/: cnn/", "a/", "cnn/"),
        ("a/#x: b/#y\nb/#y: cnn/#slope", "a/#x", "cnn/#slope"),
        # A page takes its parts along, through a chain of pages too.
        ("old/: losses/", "old/#focal", "losses/#focal"),
        ("a/: b/\nb/: losses/", "a/#focal", "losses/#focal"),
        # A part that the new page lacks leads nowhere.
        ("old/: losses/", "old/#gone", None),
        # A part's own entry counts more than its page's.
        ("old/: losses/\nold/#focal: cnn/#slope", "old/#focal", "cnn/#slope"),
        # A page that became a part: all of its parts lead there.
        ("old/: losses/#part", "old/", "losses/#part"),
        ("old/: losses/#part", "old/#focal", "losses/#part"),
        # A part's entry says nothing of its page, nor of other parts.
        ("old/#focal: losses/#focal", "old/", None),
        ("old/#focal: losses/#focal", "old/#part", None),
        # Loops end.
        ("a/: a/", "a/", None),
        ("a/: b/\nb/: a/", "a/", None),
        ("a/: b/\nb/: a/", "a/#x", None),
        # The ends of chains must be there.
        ("a/: gone/", "a/", None),
        ("", "a/", None),
    ],
)
def test_where_an_address_leads(tmp_path, entries, address, end):
    redirects, problems = read(tmp_path, entries)
    assert problems == []
    assert destination(address, redirects, OFFERED) == end
