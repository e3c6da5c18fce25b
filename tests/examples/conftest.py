"""A project of a few examples that run for real."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.examples.renew import run_examples


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


@pytest.fixture
def run(project):
    """`run()` gives the results, the addresses of what ran, and the problems."""

    def run(limit=600.0):
        problems = Problems()
        results, seconds = run_examples(project, problems, limit)
        return results, set(seconds), sorted(str(found).splitlines()[0] for found in problems)

    return run
