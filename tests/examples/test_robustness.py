"""What a robustness run finds, keeps and refuses."""

import json

import pytest

from cheatsheet.base.problems import BadInput, Problems
from cheatsheet.base.project import Project
from cheatsheet.commands.robustness import robustness
from cheatsheet.examples import robustness as module
from cheatsheet.examples.change import Change
from cheatsheet.examples.model import Fact, find_examples
from cheatsheet.examples.robustness import FILE, Record, Trial, judge, read_records, write_records
from cheatsheet.examples.run import Run
from miniature import write

SCRIPT = """# %% [markdown]
# # A mean
# How near a half?

# %%
import random

SEEDS = range(10)
SIZE = 400
means = [sum(map(Random.random, [Random(seed)] * SIZE)) / SIZE for seed in SEEDS]

# %%
computed = {"count": f"{len(means)}"}
measured = {
    "mean": (f"{min(means):.2f} to {max(means):.2f}", "close together", max(means) - min(means) < 0.2)
}
setup = f"{SIZE} numbers, {len(SEEDS)} seeds"
varied = {"SIZE": (200, 800)}
""".replace("import random", "from random import Random")


def project(root, **scripts: str) -> Project:
    for name, text in scripts.items():
        write(root, f"examples/cnn/{name}.py", text)
    (root / "docs").mkdir(exist_ok=True)
    return Project(root)


@pytest.fixture
def tried(capsys):
    """`tried(project, words)` gives what a run prints, and whether all facts hold."""

    def tried(made, words=(), everything=False):
        holds = robustness(made, list(words), everything)
        return capsys.readouterr().out.strip(), holds

    return tried


def test_what_holds_is_kept_and_not_run_again_until_it_changes(tmp_path, tried):
    made = project(tmp_path, mean=SCRIPT)
    table, holds = tried(made)
    assert holds
    assert "holds in 12 of 12: cnn/mean#mean; farthest: " in table
    assert "holds in 10 of 10: cnn/mean#count" in table
    assert table.endswith("Facts that hold: 2 of 2, examples run: 1.")
    record = read_records(made, Problems())["cnn/mean"]
    assert record.trials["mean"].under
    assert record.trials["count"].farthest == "10"
    unchanged = "Not changed since their last run: 1; --all runs them too."
    assert tried(made) == (f"Facts that hold: 0 of 0, examples run: 0.\n{unchanged}", True)
    project(tmp_path, mean=SCRIPT + "# changed\n")
    assert "Facts that hold: 2 of 2" in tried(made, ["cnn/"])[0]


def test_a_word_that_no_address_holds_is_named(tmp_path):
    made = project(tmp_path, mean=SCRIPT)
    with pytest.raises(BadInput, match="no example's address holds 'other'"):
        robustness(made, ["mean", "other"], everything=False)


def test_a_measured_example_needs_a_seed_that_can_be_changed(tmp_path):
    script = SCRIPT.replace("import Random", "import Random as Draws").replace(
        "(Random.", "(Draws."
    )
    script = script.replace("[Random(", "[Draws(")
    made = project(tmp_path, mean=script)
    for _ in range(2):
        with pytest.raises(BadInput, match="it measures, but no seed in it can be changed"):
            robustness(made, [], everything=False)
        assert read_records(made, Problems()) == {}


def test_a_fault_of_an_example_drops_its_record(tmp_path, tried):
    made = project(tmp_path, mean=SCRIPT)
    assert tried(made)[1]
    project(tmp_path, mean=SCRIPT.replace("SIZE = 400", "SIZE = 400\nassert False"))
    with pytest.raises(BadInput, match="AssertionError"):
        robustness(made, [], everything=False)
    assert read_records(made, Problems()) == {}


def test_the_record_of_an_example_that_is_gone_goes(tmp_path, tried):
    made = project(tmp_path, mean=SCRIPT, other=SCRIPT)
    assert tried(made)[1]
    (tmp_path / "examples/cnn/other.py").unlink()
    assert tried(made)[1]
    assert list(read_records(made, Problems())) == ["cnn/mean"]


@pytest.mark.parametrize(
    ("old", "new", "failure"),
    [
        ("(200, 800)", "(2, 800)", "cnn/mean#mean; farthest"),
        ('f"{len(means)}"', 'f"{means[0]:.4f}"', "cnn/mean#count; farthest"),
        # True of seed 0 alone.
        ("# %%\ncomputed", "assert f'{means[0]:.6f}' == '0.513975'\n\n# %%\ncomputed", "AssertionError"),
    ],
)  # fmt: skip
def test_what_fails_is_named_and_not_kept(tmp_path, tried, old, new, failure):
    script = SCRIPT.replace(old, new)
    assert script != SCRIPT
    made = project(tmp_path, mean=script)
    table, holds = tried(made)
    assert not holds
    assert "FAILS in " in table
    assert "Reword a sentence that fails" in table
    assert failure in table
    assert json.loads((tmp_path / FILE).read_text("utf-8")) == {}


def test_a_record_that_holds_no_longer_is_dropped(tmp_path, tried, monkeypatch):
    made = project(tmp_path, mean=SCRIPT)
    assert tried(made)[1]
    monkeypatch.setattr(module, "judge", lambda *_: Trial(12, ("seeds + 1000: 3",)))
    assert not tried(made, everything=True)[1]
    assert read_records(made, Problems()) == {}


def test_a_record_is_of_what_ran_not_of_what_it_was_edited_to_meanwhile(tmp_path, monkeypatch):
    made, path = project(tmp_path, mean=SCRIPT), tmp_path / "examples/cnn/mean.py"
    (before,) = find_examples(made)
    run_tasks = module.run_tasks

    def edited(*arguments):
        for done in run_tasks(*arguments):
            path.write_text(SCRIPT + "# changed\n", "utf-8")
            yield done

    digest = before.digest
    monkeypatch.setattr(module, "run_tasks", edited)
    assert robustness(made, [], everything=False)
    assert path.read_text("utf-8") != SCRIPT
    (record,) = read_records(made, Problems()).values()
    assert record.source == digest
    assert module.stale(find_examples(made), read_records(made, Problems()))


def test_a_fault_of_an_example_is_a_problem(tmp_path):
    made = project(tmp_path, bad=SCRIPT.replace("SEEDS = range(10)", "SEEDS = 1 / 0"))
    with pytest.raises(BadInput, match=r"examples/cnn/bad.py:8: cell 2: ZeroDivisionError"):
        robustness(made, [], everything=False)


@pytest.mark.parametrize("text", ["{", "[]", '{"cnn/mean": {}}', '{"cnn/mean": 1}'])
def test_a_damaged_record_is_named(tmp_path, text):
    problems = Problems()
    write(tmp_path, FILE, text)
    assert read_records(Project(tmp_path), problems) == {}
    (problem,) = problems
    assert problem.path == FILE
    assert problem.what.startswith("it is no record of robustness runs: ")


def test_a_record_that_no_run_has_written_is_named_and_made_anew(tmp_path):
    project, record = Project(tmp_path), Record("a", "2026-11-26", {"x": Trial(10, (), "8.0")})
    write_records(project, {"cnn/a": record, "cnn/b": record})
    problems = Problems()
    assert read_records(project, problems) == {"cnn/a": record, "cnn/b": record}
    path = tmp_path / FILE
    path.write_text(path.read_text("utf-8").replace('"runs": 10', '"runs": 941', 1), "utf-8")
    assert read_records(project, problems) == {"cnn/b": record}
    [problem] = problems
    assert str(problem).startswith(f"{FILE}:2: the record of cnn/a is not as a run has written it")
    assert read_records(project, problems, made_anew=True) == {"cnn/b": record}
    assert len(problems) == 1


def test_a_run_with_a_problem_counts_as_failed_though_its_facts_are_there():
    fact = Fact("3", "measured", means="three")
    run = Run(facts={"a": fact})
    run.problems.add("examples/cnn/a.py", 9, "AssertionError", "see the line")
    assert judge("a", fact, {Change(shift=1): run}).failed == ("seeds + 1: AssertionError",)


def test_a_run_that_died_counts_as_failed():
    fact = Fact("3", "measured", means="three")
    trial = judge("a", fact, {Change(shift=1): None, Change(shift=2): Run(facts={"a": fact})})
    assert (trial.runs, trial.failed, trial.holds) == (3, ("seeds + 1: no result",), False)
