"""One example run as a notebook: what is shown, where problems are, and that two runs are the same."""

import json
import sys

import pytest
from matplotlib import pyplot

from cheatsheet.examples.change import UNCHANGED, Change
from cheatsheet.examples.execute import execute
from cheatsheet.examples.model import Fact
from miniature import write

LABEL = "examples/cnn/pool.py"
OPENING = "# %% [markdown]\n# # A title\n# Why is\n# that?\n#\n# More.\n\n# %%\n"
# The line in front of the first line of the first code cell.
ABOVE = OPENING.count("\n")


@pytest.fixture
def run(tmp_path):
    """`run(code, **modules)` runs the code in the cells behind the opening; `run.position` is where it was last."""

    def run(code, opening=OPENING, **modules):
        for name, source in modules.items():
            write(tmp_path, f"{name}.py", source)
        path = tmp_path / "pool.py"
        path.write_text(opening + code, "utf-8")
        with pyplot.rc_context():
            return execute(path, LABEL, run.position)

    run.position = tmp_path / "position"
    return run


def problems_of(made) -> list[str]:
    return [str(problem).splitlines()[0] for problem in made.problems]


def cells_of(made) -> list[dict]:
    return json.loads(made.notebook)["cells"]


def test_a_run_shows_what_was_printed_and_the_last_value(run):
    made = run(
        'x = 3\nprint("a", x)\nx * 2\n\n# %%\nx;\n\n# %%\nNone\n\n# %% [markdown]\n# text\n\n'
        '# %%\ncomputed = {"x": f"{sum([x])}"}\n'
    )
    assert problems_of(made) == []
    assert (made.title, made.question) == ("A title", "Why is that?")
    assert made.facts == {"x": Fact("3")}
    assert made.seconds > 0
    cells = cells_of(made)
    assert [cell["id"] for cell in cells] == [f"cell-{number}" for number in range(1, 7)]
    first, quiet, none, text, facts = cells[1:]
    assert [output["output_type"] for output in first["outputs"]] == ["stream", "execute_result"]
    assert "".join(first["outputs"][0]["text"]) == "a 3\n"
    assert "".join(first["outputs"][1]["data"]["text/plain"]) == "6"
    assert first["execution_count"] == first["outputs"][1]["execution_count"] == 2
    assert quiet["outputs"] == none["outputs"] == []
    assert text["cell_type"] == "markdown"
    # The page shows its table instead.
    assert facts["metadata"] == {"tags": ["facts"]}
    assert [cell["metadata"] for cell in cells[:-1]] == [{}] * 5
    # Where a process that dies would have been.
    assert run.position.read_text("utf-8") == f"6 {ABOVE + 15}"


def test_values_that_differ_from_run_to_run_are_not_shown(run):
    made = run(
        "object()\n\n# %%\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots(num='a')\n"
        "ax.plot([0, 1])\n\n# %%\n'matters'\n"
    )
    assert [len(cell["outputs"]) for cell in cells_of(made)[1:]] == [0, 1, 1]
    assert cells_of(made)[2]["outputs"][0]["metadata"] == {"figure": "a"}


def test_a_run_with_other_seeds_draws_nothing_and_judges_no_figure(tmp_path):
    path = tmp_path / "pool.py"
    code = (
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(num='a')\n"
        "ax.set_title('tiny', fontsize=5)\nseen = plt.get_fignums()\n"
        "\n# %%\nassert not plt.get_fignums()\ncomputed = {'n': f'{seen}'}\n"
    )
    path.write_text(OPENING + code, "utf-8")
    with pyplot.rc_context():
        made = [
            execute(path, LABEL, tmp_path / "position", change)
            for change in (UNCHANGED, Change(1000))
        ]
    assert [len(problems_of(one)) for one in made] == [1, 0]
    assert list(made[1].figures) == []
    assert made[0].facts == made[1].facts == {"n": Fact("[1]")}


def test_every_run_begins_at_the_same_point(run):
    code = (
        "import random\nimport numpy\nimport torch\nimport matplotlib.pyplot as plt\n"
        "fig, ax = plt.subplots(num='a')\nax.scatter(numpy.random.rand(9), torch.rand(9))\n"
        "computed = {'r': f'{random.random()} {torch.get_num_threads()}'}\n"
    )
    first, second = run(code), run(code)
    assert problems_of(first) == []
    assert first.facts["r"].text == "0.8444218515250481 1"
    assert (first.notebook, first.facts) == (second.notebook, second.facts)
    assert first.figures == second.figures
    assert str(run.position.parent) not in first.notebook


@pytest.mark.parametrize(
    ("code", "line", "what"),
    [
        ("x = 1\nraise KeyError('gone')", 2, "cell 2: KeyError: 'gone'"),
        ("def f():\n    1 / 0\n\n# %%\nf()", 2, "cell 3: ZeroDivisionError: division by zero"),
        ("import json\n\njson.loads('{')", 3, "cell 2: JSONDecodeError: Expecting property name"),
        ("import sys\nsys.exit(3)", 2, "cell 2: SystemExit: 3"),
        ("raise ValueError", 1, "cell 2: ValueError: no message"),
        ("x = 1\n\n# %%\nx = 2\nx = = 2", 5, "cell 3: syntax error"),
        ("class A:\n    def __repr__(self):\n        return 1 / 0\n\nA()", 3, "cell 2: ZeroDiv"),
        ("import _broken", 1, "cell 2: RuntimeError: inside"),
        ("x = 1", None, "the example yields neither figure nor fact"),
    ],
)
def test_a_problem_is_named_with_cell_and_line_of_the_script(run, code, line, what):
    made = run(code + "\n", _broken="\nraise RuntimeError('inside')")
    place = LABEL if line is None else f"{LABEL}:{ABOVE + line}"
    (problem,) = problems_of(made)
    assert problem.startswith(f"{place}: {what}")


@pytest.mark.parametrize(
    "opening",
    ["# %%\n", "# %% [markdown]\n# # T\n\n# %%\n", "# %% [markdown]\n# T\n# Q?\n\n# %%\n",
     "import os\n# %% [markdown]\n# # T\n# Q?\n\n# %%\n"],
)  # fmt: skip
def test_a_script_opens_with_title_and_question(run, opening):
    (problem,) = problems_of(run("x = 1\n", opening))
    assert (
        problem
        == f"{LABEL}:1: the script does not open with a title and the question that it answers"
    )


def test_a_script_that_is_not_utf8_is_named_with_its_line(tmp_path):
    path = tmp_path / "pool.py"
    path.write_bytes(OPENING.encode() + b"x = '\xe9'\n")
    made = execute(path, LABEL, tmp_path / "position")
    assert problems_of(made) == [f"{LABEL}:{ABOVE + 1}: the script is not UTF-8"]


def test_modules_beside_the_script_are_found_during_the_run_alone(run):
    path = list(sys.path)
    made = run("import _near_pool\ncomputed = {'n': f'{_near_pool.n}'}\n", _near_pool="n = 7")
    assert made.facts == {"n": Fact("7")}
    run("raise ValueError\n")
    assert sys.path == path
    assert pyplot.get_fignums() == []


@pytest.mark.parametrize(
    ("code", "called"),
    [
        ("x = 1\n\n# %%\ncomputed = {'n': str(+x)}\n", ["begin", "end"]),
        ("raise ValueError('no')\n", ["begin"]),
        ("x = = 1\n", []),
    ],
)
def test_the_clock_runs_from_the_first_cell_to_the_last(tmp_path, code, called):
    """What comes before may take longer, and so may what comes behind."""
    path, heard = tmp_path / "pool.py", []
    path.write_text(OPENING + code, "utf-8")
    clock = (lambda: heard.append("begin"), lambda: heard.append("end"))
    with pyplot.rc_context():
        execute(path, LABEL, tmp_path / "position", clock=clock)
    assert heard == called


ODD = """
class Silent(Exception):
    def __str__(self):
        raise KeyboardInterrupt
class Mute:
    def __repr__(self):
        raise SystemExit(0)
"""


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("import sys\nsys.exit(0)", "cell 2: SystemExit: 0"),
        ("raise KeyboardInterrupt", "cell 2: KeyboardInterrupt: no message"),
        ("raise BaseException('all')", "cell 2: BaseException: all"),
        ("raise GeneratorExit", "cell 2: GeneratorExit: no message"),
        ("raise ValueError('\\ud800')", "cell 2: ValueError: \\ud800"),
        (f"{ODD}raise Silent", "cell 2: Silent: its message cannot be read"),
        (f"{ODD}Mute()", "cell 2: SystemExit: 0"),
        (
            f"{ODD}computed = {{'n': Mute()}}",
            "the computed fact 'n' is a Mute that cannot be shown",
        ),
        ("x = sum([0xd800])\ncomputed = {'n': chr(x)}", "the computed fact 'n' is '\\ud800'"),
        ("x = sum([0x202e])\ncomputed = {'n': chr(x)}", "the computed fact 'n' is '\\u202e'"),
        ("print('x' * 200_000)", "cell 2: TooLong: it prints more than 100 KB"),
        ("for _ in range(10**9): print('x' * 99)", "cell 2: TooLong: it prints more than 100 KB"),
        ("'x' * 200_000", "cell 2: TooLong: it shows a value of more than 100 KB"),
        ("def f(n): return f(n + 1)\nf(0)", "cell 2: RecursionError: maximum recursion depth"),
        ("assert 1 == 2, 'no'", "cell 2: AssertionError: no"),
    ],
)
def test_whatever_an_example_does_is_a_fault_of_that_example(run, code, what):
    problems = problems_of(run(code + "\n"))
    assert problems
    assert all(problem.startswith(LABEL) for problem in problems)
    assert what in problems[0]


def test_what_an_example_does_to_python_is_undone_before_its_cell_is_looked_at(run):
    made = run(
        "import builtins, sys\nimport matplotlib.pyplot as plt\nsys.stdout.close()\n"
        "plt.rcParams.update({'svg.fonttype': 'path', 'text.usetex': False, 'savefig.dpi': 1})\n"
        "fig, ax = plt.subplots(num='a')\nax.set_title('words')\nprint('a' + chr(0xd800) + chr(0))\n"
        "sys.setrecursionlimit(120)\ndel builtins.len, builtins.isinstance\n\n"
        "# %%\nx = [1]\ncomputed = {'n': f'{len(x)}'}\n"
    )
    assert problems_of(made) == []
    assert cells_of(made)[1]["outputs"][0]["text"] == ["a\\ud800\\x00\n"]
    assert ">words<" in made.figures["a"].svg
    assert made.facts == {"n": Fact("1")}


@pytest.mark.parametrize(
    ("data", "line", "what"),
    [
        (b"\xef\xbb\xbf" + OPENING.encode(), 1, "the script holds the control character"),
        (OPENING.encode() + b"x = 1\nx = '\0'\n", ABOVE + 2, "the script holds the control char"),
        (OPENING.encode("utf-16"), 1, "the script is not UTF-8"),
        (OPENING.encode() + b"(" * 90_000, ABOVE + 1, "cell 2: syntax error"),
        (OPENING.encode() + b"#" * 200_000, None, "the script has 200 KB, more than 100"),
        (
            OPENING.encode() + b"x = 1\n\n# %% [markdown]\nNo comment.\n",
            ABOVE + 4,
            "syntax error: ",
        ),
        (b"", 1, "the script does not open with a title"),
        (b"# ---\n# a: [\n# ---\n", 1, "the script"),
    ],
)
def test_a_script_of_another_form_is_named(tmp_path, data, line, what):
    path = tmp_path / "pool.py"
    path.write_bytes(data)
    (problem,) = problems_of(execute(path, LABEL, tmp_path / "position"))
    assert problem.startswith(LABEL if line is None else f"{LABEL}:{line}: ")
    assert what in problem


def test_lines_may_end_as_in_windows(run):
    made = run("x = 1\r\ncomputed = {'n': f'{2 * x}'}\r\n", OPENING.replace("\n", "\r\n"))
    assert (made.facts, problems_of(made)) == ({"n": Fact("2")}, [])
