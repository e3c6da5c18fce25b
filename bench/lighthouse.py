"""Lighthouse, mobile, on the section pages: the median of some cold runs, the page with the lowest counts."""

import json
import os
import subprocess
from pathlib import Path
from signal import SIGINT
from statistics import median

from tests.budgets import lighthouse
from tests.served import served

from bench.table import Failed, NotMeasured, Row, Task, at_least, say
from bench.tools import lighthouse_command
from bench.web import chromium, chromium_flags

LIMIT = 180  # seconds a run
PATIENCE = 20  # seconds until its browser is gone


def measure(task: Task) -> list[Row]:
    """Audit each section page `task.runs` times, each time in a new browser."""
    program, path = lighthouse_command(task.project), chromium()
    scores: dict[str, dict[str, float]] = {}
    with served(task.project.site) as server:
        for slug in task.pages:
            reports = [audit(program, path, f"{server.address}{slug}/") for _ in range(task.runs)]
            scores[slug] = {
                name: median(score(report, name) for report in reports) for name in lighthouse()
            }
            say(f"{slug}: {', '.join(f'{name} {score:g}' for name, score in scores[slug].items())}")
            for name, target in lighthouse().items():
                if scores[slug][name] < target:
                    say(f"  {name}: {', '.join(lost_points(reports[-1], name))}")
    rows = []
    for name, target in lighthouse().items():
        lowest = min(scores, key=lambda slug: scores[slug][name])
        note = f"lowest of {len(scores)} pages: {lowest}; median of {task.runs}"
        rows.append(
            at_least(
                f"Lighthouse mobile, {name}", scores[lowest][name], target, note=note, digits=0
            )
        )
    return rows


def audit(program: Path, path: str, url: str, desktop: bool = False) -> dict:
    """The report of one run, on a slow phone or on a desktop."""
    command = [program, url, "--quiet", "--output=json", "--output-path=stdout",
               *(["--preset=desktop"] if desktop else []), f"--only-categories={','.join(lighthouse())}",
               f"--chrome-flags={' '.join(['--headless=new', *chromium_flags()])}"]  # fmt: skip
    with subprocess.Popen(command, env={**os.environ, "CHROME_PATH": path}, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:  # fmt: skip
        try:
            printed, complaints = process.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            _end(process)
            raise Failed(f"a run took more than {LIMIT} s at {url}") from None
        except KeyboardInterrupt:
            _end(process)
            raise
    if process.returncode:
        words = complaints.decode("utf-8", "replace").strip().splitlines() or ["no message"]
        raise NotMeasured(f"Lighthouse does not run here: {words[-1]}")
    report = json.loads(printed)
    if report.get("runtimeError"):
        raise Failed(f"{url}: {report['runtimeError']['message']}")
    return report


def _end(process: subprocess.Popen) -> None:
    """It closes its browser when it is interrupted, and leaves it behind when it is killed."""
    process.send_signal(SIGINT)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def score(report: dict, category: str) -> float:
    """Points of a category, of 100."""
    return round((report["categories"][category]["score"] or 0) * 100)


def lost_points(report: dict, category: str) -> list[str]:
    """Audits of a category that count and are not perfect, as `id score`."""
    audits = {ref["id"]: report["audits"][ref["id"]]["score"]
              for ref in report["categories"][category]["auditRefs"] if ref["weight"]}  # fmt: skip
    return [
        f"{name} {score:g}" for name, score in audits.items() if score is not None and score < 1
    ]
