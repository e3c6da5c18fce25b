"""Run one share of the examples and keep the results: other machines run the others, and a build joins them."""

from cheatsheet.base.memory import remembered
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project, only_one
from cheatsheet.examples.model import find_examples
from cheatsheet.examples.pool import workers
from cheatsheet.examples.renew import run_examples
from cheatsheet.examples.share import Share


def run_share(project: Project, share: Share) -> str:
    """Bring the results of a share up to date; say in one line what was done. Raises BadInput."""
    problems = Problems()
    with only_one(project, "scripts/build --shard"), remembered(project.cache):
        examples = find_examples(project)
        _, seconds = run_examples(project, problems, examples=examples, share=share)
    problems.stop_if_any()
    mine = len(share.of(examples))
    return (
        f"Share {share.number} of {share.count}: {mine} of {len(examples)} examples are up to date"
        f" ({len(seconds)} run by {workers()} processes). The results lie in {project.cache / 'examples'}."
    )
