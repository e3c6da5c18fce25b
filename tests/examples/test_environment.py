"""Two processes with other seeds and threads outside show the same, since the pool sets what is read at the start."""

import json
import os
import subprocess
import sys
from pathlib import Path

from miniature import write

CODE = """
import os
import torch

computed = {
    "order": " ".join({f"name-{number}" for number in range(40)}),
    "threads": " ".join(os.environ[f"{name}_NUM_THREADS"] for name in ("OMP", "MKL", "OPENBLAS")),
    "torch": f"{torch.get_num_threads()}",
    "process": f"{os.getppid()}",
}
"""
RUN = """
import json, sys
from pathlib import Path
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.examples.renew import run_examples

if __name__ == "__main__":
    problems = Problems()
    results, _ = run_examples(Project(Path(sys.argv[1])), problems)
    problems.stop_if_any()
    print(json.dumps({name: fact.text for name, fact in results["a/order"].facts.items()}))
"""


def test_the_order_of_a_set_and_the_threads_do_not_depend_on_the_outside(tmp_path, root):
    facts = []
    for seed in ("1", "2"):
        project = tmp_path / seed
        write(project, "run.py", RUN)
        write(project, "examples/a/order.py", f"# %% [markdown]\n# # T\n# Q?\n\n# %%{CODE}")
        outside = {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": "2", "MKL_NUM_THREADS": "2"}
        environment = {**os.environ, **outside, "PYTHONPATH": str(Path(root, "scripts"))}
        done = subprocess.run(
            [sys.executable, project / "run.py", project],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        facts.append(json.loads(done.stdout))
    assert facts[0]["process"] != facts[1]["process"]
    assert facts[0]["order"] == facts[1]["order"]
    assert facts[0]["threads"] == "1 1 1"
    assert facts[0]["torch"] == "1"
