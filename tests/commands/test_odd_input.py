"""Files and settings of odd forms: each is one sentence with file, line and cure, and none hides another."""

import os

import pytest

from cheatsheet.base.problems import BadInput
from cheatsheet.commands.build import build
from cheatsheet.material import page
from miniature import GOOD, TERMS, said, write


def test_settings_of_another_form_are_named_with_their_lines_and_together(rich):
    config = (rich.root / "mkdocs.yml").read_text("utf-8")
    config = config.replace("site_description: >-\n", "site_description:\nsite_descriptio: >-\n", 1)
    config = config.replace("site_author: The", "site_author: 99.4% <b> The")
    config = config.replace("Text and figures", "<script>alert(1)</script> Text and figures")
    config = config.replace("Link to this part", "Link 94.4% right")
    config += "site_name: X\nnav: [index.md]\nsite_dir: [1]\nrepo_name: 95.5% right\n"
    write(rich.root, "mkdocs.yml", config)
    write(rich.root, "docs/named.md", "# A { #a }\n\nSee [x](claim:9.9).\n")
    report = said(rich)
    for what in (
        "mkdocs.yml:2: site_description is no text",
        "mkdocs.yml:3: there is no setting 'site_descriptio'",
        "mkdocs.yml:6: site_author holds what a page would take for HTML",
        "mkdocs.yml:7: copyright holds what a page would take for HTML",
        "site_name stands twice",
        "nav stands twice",
        "site_dir is no text",
        "the number '94.4%' is printed",
        "the number '95.5%' is printed",
        "docs/named.md:3: there is no claim '9.9'",
    ):
        assert report.count(what) == 1, what
    assert report.count("\n") == 9


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("1\n", "mkdocs.yml:1: the settings are no mapping"),
        ("[" * 3000, "mkdocs.yml:1: not YAML: it is nested too deep"),
        (
            "INHERIT: /etc/passwd\nsite_name: A\n",
            "mkdocs.yml:1: INHERIT brings settings of another",
        ),
        ("site_name: A\n", "mkdocs.yml:1: the plugin cheatsheet is missing"),
        ("site_name: A\nplugins:\n", "mkdocs.yml:2: the plugin cheatsheet is missing"),
        (
            "site_name: A\nhooks: a\nplugins: [cheatsheet]\n",
            "mkdocs.yml:2: hooks is no list of paths",
        ),
        ("site_name: A\nhooks: [[a]]\nplugins: [cheatsheet]\n", "mkdocs.yml:2: hooks is no list"),
        ("site_name: A\nextra_css: [1]\nplugins: [cheatsheet]\n", "mkdocs.yml:2: extra_css is no"),
    ],
)
def test_settings_that_cannot_be_read_are_named_with_their_line(rich, text, what):
    write(rich.root, "mkdocs.yml", text)
    assert what in said(rich)


@pytest.mark.parametrize("text", ["", "{", "# A { #a }\n\n<!-- terms -->\n\n# A { #b }\n"])
def test_a_list_needs_one_title(rich, text):
    write(rich.root, "docs/terms.md", text)
    assert "docs/terms.md:1: it has not one title" in said(rich)


def test_what_is_no_file_is_named_and_nothing_waits_for_it(rich):
    for name in ("docs/claims.yml", "docs/a.png", "docs/pipe.md", "examples/cnn/pipe.py"):
        (rich.root / name).unlink(missing_ok=True)
        os.mkfifo(rich.root / name)
    (rich.docs / "plans.yml").unlink()
    (rich.docs / "plans.yml").symlink_to("/dev/zero")
    (rich.docs / "loop.md").symlink_to("loop.md")
    (rich.examples / "cnn/gone.py").symlink_to("/nowhere")
    write(rich.root, "docs/numbers.yml", "- 5\n")
    report = said(rich)
    pipes = (
        "docs/claims.yml",
        "docs/a.png",
        "docs/pipe.md",
        "examples/cnn/pipe.py",
        "docs/plans.yml",
    )
    for name in pipes:
        assert report.count(f"{name}: it is no file, but a pipe or a device") == 1, name
    assert "docs/loop.md: it cannot be read: Too many levels" in report
    assert "examples/cnn/gone.py: it cannot be read: No such file" in report
    assert "docs/numbers.yml:1: " in report


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
@pytest.mark.parametrize("name", ["mkdocs.yml", "docs/claims.yml", "docs/terms.yml"])
def test_data_that_are_no_file_are_one_problem_and_hide_no_other(rich, name, make):
    (rich.root / name).unlink()
    make(rich.root / name)
    write(rich.root, "docs/numbers.yml", "- 5\n")
    report = said(rich)
    assert report.count(f"{name}: it is no file") + report.count(f"{name}: it cannot be read") == 1
    assert "docs/numbers.yml:1: " in report
    assert "stumbled" not in report


def test_a_hidden_character_does_not_hide_other_faults(rich):
    path = rich.docs / "claims.yml"
    path.write_text(path.read_text("utf-8").replace("verdict: wrong", "verdict: wrung\u202e"))
    report = said(rich)
    assert "docs/claims.yml:4: it holds the character U+202E" in report
    assert "claim 1.1: the verdict is 'wrung'" in report


def test_a_page_of_another_ending_is_named_as_it_is_called(rich):
    write(rich.root, "docs/x.markdown", "# X { #x }\n")
    assert said(rich) == "docs/x.markdown: only files *.md become pages"


@pytest.mark.parametrize(
    "evidence", ["https://a.org/x", "term:line", "cnn.md", "example:cnn/good", "nope.md"]
)
def test_evidence_that_is_no_fact_of_an_example_is_named_with_line_and_claim(rich, evidence):
    path = rich.docs / "claims.yml"
    path.write_text(path.read_text("utf-8").replace('example:cnn/good#slope"]', f'{evidence}"]'))
    report = said(rich)
    assert f"docs/claims.yml:7: claim 1.1: the evidence '{evidence}' is no fact or plot" in report


def test_a_place_that_is_none_is_named_with_line_and_claim(rich):
    path = rich.docs / "claims.yml"
    path.write_text(path.read_text("utf-8").replace("at: cnn/#slope", "at: nowhere"))
    assert "docs/claims.yml:8: claim 1.1: at is 'nowhere', no place on a page" in said(rich)


def test_an_error_of_the_program_at_one_page_hides_no_other_page(rich, monkeypatch):
    def finish(name, *rest):
        if name in ("cnn/index.html", "index.html"):
            raise ValueError(f"unforeseen in {name}")
        return usual(name, *rest)

    usual = page.finish_page
    monkeypatch.setattr("cheatsheet.material.finish.finish_page", finish)
    write(rich.root, "docs/named.md", "# A { #a }\n\nSee [x](claim:9.9) and $\\frac{a}{$.\n")
    report = said(rich)
    assert "docs/cnn.md: the program stumbled over it: " in report
    assert "ValueError: unforeseen in cnn/index.html" in report
    # What is to be reported holds both.
    kept = (rich.cache / "traceback.txt").read_text("utf-8")
    assert [f"unforeseen in {name}" in kept for name in ("cnn/index.html", "index.html")] == [
        True,
        True,
    ]
    assert "docs/named.md:3: there is no claim '9.9'" in report
    assert "docs/named.md:3: the formula" in report


def test_a_page_without_a_title_is_named(rich):
    write(rich.root, "docs/headed.md", "# A { #a }\n\nWords.\n")
    write(rich.root, "docs/lined.md", "A\n=\n{ #a }\n\nWords.\n")
    write(rich.root, "docs/said.md", "---\ntitle: A\n---\nWords.\n")
    write(rich.root, "docs/index.md", "Words.\n")
    build(rich)
    write(rich.root, "docs/bare.md", "Words.\n\n    # code\n")
    write(rich.root, "docs/below.md", "---\ndescription: A.\n---\n## A { #a }\n\nWords.\n")
    write(rich.root, "docs/empty.md", "")
    pages = ("bare", "below", "empty")
    assert said(rich) == "\n".join(f"docs/{name}.md:1: the page has no title" for name in pages)


def test_a_mark_for_no_plan_is_named_with_the_plans_that_exist(rich):
    words = (
        "# Lists { #study }\n\n<!-- plan shrt -->\n\n<!-- plan short -->\n\n    <!-- plan x -->\n"
    )
    write(rich.root, "docs/study.md", words)
    with pytest.raises(BadInput) as caught:
        build(rich)
    [problem] = caught.value.problems
    assert str(problem) == (
        "docs/study.md:3: there is no plan 'shrt'\n    cure: name a plan of docs/plans.yml: short"
    )
    # One that is faulty itself is there.
    write(rich.root, "docs/plans.yml", "- id: shrt\n")
    report = said(rich)
    assert "docs/plans.yml:1: the field title is missing" in report
    assert "docs/study.md" not in report


def test_a_plan_that_goes_is_missed_by_a_page_that_stays(rich):
    build(rich)
    (rich.docs / "plans.yml").unlink()
    assert said(rich) == "docs/study.md:3: there is no plan 'short'"


FAULTY = "# Named {{ #named }}\n\nSee [x](claim:9.9), [y](example:cnn/good#slop), $\\frac{{a}}{{$ {more}.\n"


def named(report):
    """What a report says of the page of that text, a word for each."""
    lines = [line for line in report.split("\n") if line.startswith("docs/named.md:3: ")]
    words = ("claim", "slop", "formula", "number")
    return [next(word for word in words if word in line) for line in lines]


def test_pages_that_are_not_utf_8_are_named_among_the_faults_of_others(rich):
    for name in ("cnn", "study", "terms"):
        path = rich.docs / f"{name}.md"
        path.write_bytes(path.read_bytes() + "\nÖ\n".encode("latin-1"))
    # What stands on them is not missed: their headings, terms and marks.
    write(rich.root, "docs/terms.yml", TERMS + "Slope:\n  means: A ratio.\n")
    write(rich.root, "docs/named.md", FAULTY.format(more="[z](cnn.md#slope) [line](term:one)"))
    report = said(rich)
    assert named(report) == ["formula", "claim", "slop"]
    for place in ("docs/cnn.md:18", "docs/study.md:5", "docs/terms.md:5"):
        assert f"{place}: it is not UTF-8" in report
    assert report.count("\n") == 5


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("claims", "yaml"),
        ("claims", "utf-8"),
        ("references", "yaml"),
        ("references", "utf-8"),
        ("terms", "list"),
        ("plans", "utf-8"),
        ("numbers", "utf-8"),
    ],
)
def test_what_a_file_would_hold_is_not_missed_where_it_cannot_be_read(rich, name, kind):
    path = rich.docs / f"{name}.yml"
    text = path.read_text("utf-8")
    bad = {"yaml": f"{text}  - [\n", "utf-8": f"{text}# Ö\n", "list": "word\n"}[kind]
    path.write_bytes(bad.encode("latin-1"))
    write(rich.root, "docs/named.md", FAULTY.format(more="“9.9 of them” [e](term:gradient)"))
    report = said(rich)
    lost = {"claims": {"claim", "number"}, "numbers": {"number"}}.get(name, set())
    faults = ("formula", "number", "claim", "slop")
    assert named(report) == [fault for fault in faults if fault not in lost]
    [own] = [line for line in report.split("\n") if not line.startswith("docs/named.md:3: ")]
    assert own.startswith(f"docs/{name}.yml:")


def test_icons_that_do_not_exist_are_named_with_their_lines_and_hide_nothing(rich):
    config = (rich.root / "mkdocs.yml").read_text("utf-8")
    config = config.replace("repo: material/source-branch", "logo: material/eye-chekc")
    config = config.replace("    logo: material/eye-check-outline\n", "")
    social = "extra:\n  social:\n    - {icon: fontawesome/brands/githb, link: https://a.org/x}\n"
    write(rich.root, "mkdocs.yml", config + social)
    write(rich.root, "docs/named.md", FAULTY.format(more=""))
    with pytest.raises(BadInput) as caught:
        build(rich)
    [logo, brand] = [each for each in caught.value.problems if each.path == "mkdocs.yml"]
    lines = (rich.root / "mkdocs.yml").read_text("utf-8").split("\n")
    for problem, icon, near in (
        (logo, "material/eye-chekc", "material/eye-check"),
        (brand, "fontawesome/brands/githb", "fontawesome/brands/github"),
    ):
        assert problem.what == f"there is no icon {icon!r}"
        assert icon in lines[problem.line - 1]
        assert near in problem.cure
    assert named(str(caught.value)) == ["formula", "claim", "slop"]


def test_a_hook_that_does_not_exist_is_named_with_its_line_and_hides_nothing(rich):
    config = (rich.root / "mkdocs.yml").read_text("utf-8")
    hooks = ["def on_page_content(html, **_):", "    return html + '<p>9.9 s</p>'"]
    write(rich.root, "there.py", "\n".join(hooks))
    write(rich.root, "mkdocs.yml", f"hooks:\n  - there.py\n  - gone.py\n{config}")
    write(rich.root, "docs/named.md", FAULTY.format(more=""))
    report = said(rich)
    assert "mkdocs.yml:3: hooks: The path 'gone.py' isn't an existing file" in report
    # The other one takes part.
    assert named(report) == ["formula", "number", "claim", "slop"]


def test_what_a_host_needs_is_published(rich):
    write(rich.root, "docs/CNAME", "cheatsheet.example.org\n")
    write(rich.root, "docs/robots.txt", "User-agent: *\nAllow: /\n")
    build(rich)
    assert (rich.site / "CNAME").read_text("utf-8") == "cheatsheet.example.org\n"
    assert (rich.site / "robots.txt").is_file()


@pytest.mark.parametrize("script", ["<script>alert(9.9)</script>", "<script>…"])
def test_a_script_is_named_once_wherever_it_is_written(rich, script):
    claims = (rich.docs / "claims.yml").read_text("utf-8")
    write(rich.root, "docs/claims.yml", claims.replace("They rise", f"{script} They rise"))
    write(rich.root, "examples/cnn/good.py", GOOD.replace("Does a", f"Does {script} a"))
    write(rich.root, "docs/named.md", f"# A {{ #a }}\n\nIt is 94.4% right.\n\nA {script} b.\n")
    what = "the page holds the element <script>"
    assert said(rich).split("\n") == [
        f"docs/claims.yml:5: {what}",
        "docs/named.md:3: the number '94.4%' is printed, and nothing checks it",
        f"docs/named.md:5: {what}",
        f"examples/cnn/good.py:3: {what}",
    ]
