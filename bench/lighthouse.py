"""Lighthouse, mobile, on the section pages: the median of some cold runs, the page with the lowest counts."""

import json
import os
import subprocess
from pathlib import Path
from statistics import median

from tests.served import served

from bench.table import Failed, NotMeasured, Row, Task, at_least, say
from bench.tools import lighthouse_command
from bench.web import chromium, chromium_flags

TARGETS = {"performance": 100, "accessibility": 100, "best-practices": 100, "seo": 100}
LIMIT = 180  # seconds a run


def measure(task: Task) -> list[Row]:
    """Audit each section page `task.runs` times, each time in a new browser."""
    program, path = lighthouse_command(task.project), chromium()
    scores: dict[str, dict[str, float]] = {}
    with served(task.project.site) as server:
        for slug in task.pages:
            reports = [_audit(program, path, f"{server.address}{slug}/") for _ in range(task.runs)]
            scores[slug] = {
                name: median(_score(report, name) for report in reports) for name in TARGETS
            }
            say(f"{slug}: {', '.join(f'{name} {score:g}' for name, score in scores[slug].items())}")
            for name, target in TARGETS.items():
                if scores[slug][name] < target:
                    say(f"  {name}: {', '.join(_lost_points(reports[-1], name))}")
    rows = []
    for name, target in TARGETS.items():
        lowest = min(scores, key=lambda slug: scores[slug][name])
        note = f"lowest of {len(scores)} pages: {lowest}; median of {task.runs}"
        rows.append(
            at_least(
                f"Lighthouse mobile, {name}", scores[lowest][name], target, note=note, digits=0
            )
        )
    return rows


def _audit(program: Path, path: str, url: str) -> dict:
    """The report of one run."""
    command = [program, url, "--quiet", "--output=json", "--output-path=stdout",
               f"--only-categories={','.join(TARGETS)}",
               f"--chrome-flags={' '.join(['--headless=new', *chromium_flags()])}"]  # fmt: skip
    try:
        done = subprocess.run(command, env={**os.environ, "CHROME_PATH": path}, capture_output=True,
                              timeout=LIMIT, check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Failed(f"a run took more than {LIMIT} s at {url}") from None
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no message"]
        raise NotMeasured(f"Lighthouse does not run here: {words[-1]}")
    report = json.loads(done.stdout)
    if report.get("runtimeError"):
        raise Failed(f"{url}: {report['runtimeError']['message']}")
    return report


def _score(report: dict, category: str) -> float:
    return round((report["categories"][category]["score"] or 0) * 100)


def _lost_points(report: dict, category: str) -> list[str]:
    """Audits of a category that count and are not perfect, as `id score`."""
    audits = {ref["id"]: report["audits"][ref["id"]]["score"]
              for ref in report["categories"][category]["auditRefs"] if ref["weight"]}  # fmt: skip
    return [
        f"{name} {score:g}" for name, score in audits.items() if score is not None and score < 1
    ]
