"""What scripts/audit says of what it finds: the worst first, beside the controls, without what a checker says wrongly."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from bench import __main__ as command
from bench import audit, nu, tools
from bench.findings import Figure, Findings
from bench.table import Failed, NotMeasured
from playwright.sync_api import Error as BrowserError

from cheatsheet.base.project import Project

ROOM = {"": 50, "cnn/": 100, "losses/": 100}
SIZE = Figure("size", lambda page: ROOM[page], "KB", 1)
POINTS = Figure("points", lambda page: 100, is_least=True, is_relative=True)
CONTROLS = {"plain/": "plain"}


def found(figure, values, beside=()):
    findings = Findings(CONTROLS)
    for page, value in values.items():
        findings.note(figure, page, value, [f"why {page}"])
    for value in beside:
        findings.note(figure, "plain/", value)
    return findings


def lines_of(findings):
    table = findings.table().partition("\n\n")[0]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]


def test_the_page_that_is_furthest_from_its_own_target_stands_first():
    findings = found(SIZE, {"cnn/": 99, "losses/": 80, "": 51})
    assert findings.ordered(SIZE) == ["", "cnn/", "losses/"]
    [[_, worst, _, target, met]] = lines_of(findings)
    assert worst == "/ 51.0 KB, /cnn/ 99.0 KB, /losses/ 80.0 KB"
    assert (target, met) == ("≤ 50.0 KB to 100.0 KB", "NO")
    assert not findings.is_met()
    # Why is said of the pages that miss it alone.
    assert "  / 51.0 KB, target 50.0 KB\n    why " in findings.table()
    assert "why cnn/" not in findings.table()


def test_where_more_is_better_the_page_with_the_least_stands_first():
    findings = found(POINTS, {"cnn/": 100, "losses/": 97, "": 98})
    assert findings.ordered(POINTS) == ["losses/", "", "cnn/"]
    assert not findings.is_met()


def test_a_page_need_not_be_better_than_a_control_on_the_same_machine():
    findings = found(POINTS, {"cnn/": 100, "losses/": 97}, beside=[90, 97, 98])
    [[_, _, plain, target, met]] = lines_of(findings)
    assert (plain, target, met) == ("97", "≥ 97 (the best control)", "yes")
    assert findings.is_met()
    findings.note(POINTS, "", 96)
    assert not findings.is_met()
    # A target that is not relative stays.
    assert not found(SIZE, {"cnn/": 101}, beside=[200]).is_met()


def test_a_figure_that_misses_its_target_stands_first_and_what_is_not_measured_last():
    findings = found(POINTS, {"cnn/": 100, "losses/": 100})
    findings.note(SIZE, "cnn/", 101)
    findings.not_measured("html", "npm is missing")
    lines = lines_of(findings)
    assert [line[0] for line in lines] == ["size", "points", "html"]
    assert lines[1][1] == "100 on 2 pages"
    assert lines[2][1] == "not measured: npm is missing"


def said(kind, message, extract="", **more):
    return {"type": kind, "message": message, "extract": extract, "url": "http://a/cnn/", **more}


POLICY = "Inline script violates Content Security Policy (meta tag): blocked"


@pytest.mark.parametrize(
    ("one", "faults"),
    [
        (said("error", "Stray end tag"), 1),
        (said("info", "A warning", subType="warning"), 1),
        (said("info", "A hint"), 0),
        (said("info", POLICY, '<script id="x" type="application/json">', subType="warning"), 0),
        (said("info", POLICY, "<script>let x</script>", subType="warning"), 1),
    ],
)
def test_errors_and_warnings_count_but_for_what_the_checker_says_wrongly(one, faults):
    by_page = nu.by_page([one], "http://a/", ["", "cnn/"])
    assert {page: len(lines) for page, lines in by_page.items()} == {"": 0, "cnn/": faults}


def test_a_page_that_cannot_be_read_is_no_page_without_a_fault():
    with pytest.raises(Failed, match="Forbidden host"):
        nu.by_page([said("non-document-error", "Forbidden host.")], "http://a/", ["cnn/"])


@pytest.mark.parametrize(
    ("patterns", "pages"),
    [
        ("", ["", "cnn/", "examples/", "examples/cnn/dilation/", "404.html"]),
        ("home", [""]),
        ("cnn, 404.html", ["cnn/", "404.html"]),
        ("examples/cnn/*", ["examples/cnn/dilation/"]),
        ("examples/", ["examples/"]),
        ("nothing", []),
    ],
)
def test_pages_are_chosen_by_their_addresses(patterns, pages):
    known = ["", "cnn/", "examples/", "examples/cnn/dilation/", "404.html"]
    assert audit.chosen(known, patterns) == pages


@pytest.mark.parametrize(
    ("absent", "start", "sentence"),
    [
        ("npm", tools.nu_command, "npm is missing: "),
        ("npm", tools.lighthouse_command, "npm is missing: "),
        ("node", tools.lighthouse_command, "Node.js is missing: "),
        ("java", tools.nu_command, "Java is missing: "),
    ],
)
def test_a_tool_that_is_missing_is_one_sentence(monkeypatch, tmp_path, absent, start, sentence):
    monkeypatch.setattr(
        tools.shutil, "which", lambda name: None if name.endswith(absent) else f"/bin/{name}"
    )
    with pytest.raises(NotMeasured, match=sentence) as raised:
        start(Project(tmp_path))
    assert "\n" not in str(raised.value)


@pytest.fixture
def measured(monkeypatch):
    """`measured(*steps)` runs these instead of what is measured; it gives whether it came to its end, and the findings."""

    @contextmanager
    def hosted(*arguments):
        yield SimpleNamespace(name="a host", address="http://a/", folder=None)

    def run(*steps):
        kinds = {f"kind {number}": step for number, step in enumerate(steps)}
        monkeypatch.setattr(audit, "hosted", run.hosted)
        monkeypatch.setattr(audit, "_fullest", lambda *arguments: "cnn")
        monkeypatch.setattr(audit, "KINDS", kinds)
        findings = Findings(CONTROLS)
        project = SimpleNamespace(site=None)
        return audit.measure_all(project, ["cnn/"], list(kinds), 1, findings), findings

    run.hosted = hosted
    return run


def finds(task):
    task.findings.note(SIZE, "cnn/", 1)


def stopped(task):
    raise KeyboardInterrupt


def lacks(task):
    raise NotMeasured("npm is missing")


def test_what_was_found_before_an_interruption_is_known(measured):
    came_to_its_end, findings = measured(finds, stopped, lacks)
    assert not came_to_its_end
    assert lines_of(findings)[0][:2] == ["size", "/cnn/ 1.0 KB"]


def hangs(task):
    raise BrowserError("Timeout 30000ms exceeded.\nCall log: …")


def test_the_bench_says_in_one_line_what_a_browser_waited_for(monkeypatch):
    monkeypatch.setattr(command, "GROUPS", {"thread": hangs})
    [row] = command._measure("thread", None, None)
    assert (row.measured, row.ok) == ("failed: Timeout 30000ms exceeded.", False)


def test_an_audit_without_a_host_ends_with_a_sentence(measured, monkeypatch):
    @contextmanager
    def silent(*arguments):
        raise TimeoutError("nginx does not answer within 60 s")
        yield

    monkeypatch.setattr(measured, "hosted", silent)
    with pytest.raises(SystemExit, match="scripts/audit: nginx does not answer within 60 s"):
        measured(finds)


def test_what_cannot_be_measured_stops_nothing_else(measured):
    came_to_its_end, findings = measured(lacks, hangs, finds)
    assert came_to_its_end
    assert [line[:2] for line in lines_of(findings)] == [
        ["size", "/cnn/ 1.0 KB"],
        ["kind 0", "not measured: npm is missing"],
        ["kind 1", "not measured: Timeout 30000ms exceeded."],
    ]
