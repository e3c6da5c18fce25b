"""Shared by all tests: the project's folders and the namespaces of its examples."""

import functools
import runpy
from pathlib import Path

import matplotlib
import pytest
import torch

ROOT = Path(__file__).parents[1]
matplotlib.use("svg")
torch.set_num_threads(1)  # two test processes on two cores; more threads only wait for each other


@functools.cache
def _namespace(name: str) -> dict:
    from matplotlib import pyplot

    namespace = runpy.run_path(str(ROOT / f"examples/{name}.py"))
    pyplot.close("all")
    return namespace


@pytest.fixture(scope="session")
def example():
    """`example("cnn/receptive_field")` runs that script once and returns what it defined."""
    return _namespace
