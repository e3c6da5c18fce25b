"""Bad input of every kind: all of it is reported at once, and the site stays as it was."""

from functools import partial

import pytest

from cheatsheet.base.problems import BadInput
from cheatsheet.commands.build import build
from cheatsheet.examples.renew import start_examples
from miniature import CLAIMS, PAGE, snapshot, write

BAD_EXAMPLES = {
    "raises": ('x = 1\nraise KeyError("gone")', 7, "cell 2: KeyError: 'gone'"),
    "slow": ("import time\ntime.sleep(60)", 6, "cell 2: it ran longer than 10 s"),
    "killed": ("import os\nos.kill(os.getpid(), 9)", 6, "cell 2: its process died (exit code -9)"),
    "empty": ("x = 1", None, "the example yields neither figure nor fact"),
    "syntax": ("x = 1\nx = = 2", 7, "cell 2: syntax error"),
    "twice": (
        'import matplotlib.pyplot as plt\nplt.figure("a")\n\n# %%\nplt.figure("a");',
        10,
        "cell 3: the figure name 'a' is used twice",
    ),
    "unnamed": (
        "import matplotlib.pyplot as plt\nplt.figure();",
        6,
        "cell 2: a figure has no name",
    ),
    "colour": (
        'import matplotlib.pyplot as plt\nfig, ax = plt.subplots(num="a")\nax.plot([0, 1], color="red");',
        6,
        "cell 2: figure 'a': the colour #ff0000 does not follow the theme",
    ),
    "not_a_number": (
        'x = sum([float("nan")])\ncomputed = {"ratio": f"{x} x"}',
        7,
        "the computed fact 'ratio' is 'nan x'",
    ),
    "number": ('computed = {"ratio": 0.5}', 6, "the computed fact 'ratio' is 0.5"),
    "typed": ('computed = {"ratio": "0.5"}', 6, "the computed fact 'ratio' is typed, not computed"),
    "untitled": ("x = 1", 1, "the script does not open with a title"),
}  # name: (code of the second cell, line, problem)
BAD_LINES = {
    "See [x](example:cnn/goood#slope).": "there is no example 'cnn/goood'",
    "See [x](example:cnn/good#slop).": "there is no fact or figure in cnn/good called 'slop'",
    "![alt](example:cnn/good#lin)": "there is no figure in cnn/good called 'lin'",
    "See [1.5](example:cnn/good#slope).": "the page says '1.5', the run of cnn/good says '1.0'",
    "See [9.9](claim:9.9).": "there is no claim '9.9'",
    "See [Nobody](cite:nobody-1999).": "there is no reference 'nobody-1999'",
    "See [x](term:slop).": "there is no term 'slop'",
    "See $\\frac{a}{$.": "the formula '\\\\frac{a}{' does not parse",
    "See [there](nowhere.md).": "the link nowhere.md leads nowhere",
    "See [there](claims.md#nothing).": "the link claims.md#nothing leads nowhere",
    "See [there](#nothing).": "the link #nothing leads nowhere",
}


def test_all_bad_input_is_reported_at_once_and_the_old_site_stays(styled, monkeypatch):
    build(styled)
    before = snapshot(styled.site)
    limited = partial(start_examples, limit=10)
    monkeypatch.setattr("cheatsheet.commands.build.start_examples", limited)
    for name, (code, _, _) in BAD_EXAMPLES.items():
        opening = (
            "# %%\n" if name == "untitled" else "# %% [markdown]\n# # Title\n# Question?\n\n# %%\n"
        )
        write(styled.root, f"examples/cnn/{name}.py", opening + code + "\n")
    write(styled.root, "docs/cnn.md", PAGE + "\n" + "\n\n".join(BAD_LINES) + "\n")
    with pytest.raises(BadInput) as caught:
        build(styled)
    report = str(caught.value)
    for name, (_, line, what) in BAD_EXAMPLES.items():
        place = f"examples/cnn/{name}.py" + (f":{line}" if line else "")
        assert f"{place}: {what}" in report
    first = PAGE.count("\n") + 2
    for number, what in enumerate(BAD_LINES.values()):
        assert f"docs/cnn.md:{first + 2 * number}: {what}" in report
    assert "did you mean cnn/good" in report
    assert "did you mean slope" in report
    count = len(BAD_EXAMPLES) + len(BAD_LINES)
    assert report.count("cure: ") == len(caught.value.problems) == count
    assert report.endswith(f"{count} problems.")
    assert snapshot(styled.site) == before


def test_a_faulty_ledger_names_entry_and_field(ran):
    bad = CLAIMS.replace("verdict: wrong", "verdict: maybe").replace(
        "sources: {he-2015: sec. 3}", "sources: {who-1900: sec. 3}"
    )
    missing = CLAIMS.replace('"1.1"', '"1.2"').replace("  at: cnn/#slope\n", "")
    bare = CLAIMS.replace('"1.1"', "1.4")
    write(ran.root, "docs/claims.yml", bad + missing + bare)
    with pytest.raises(BadInput) as caught:
        build(ran)
    report = str(caught.value)
    assert "docs/claims.yml:1: claim 1.1: the verdict is 'maybe'" in report
    assert "claim 1.1: the source 'who-1900' is not in references.yml" in report
    assert "docs/claims.yml:9: claim 1.2: the field at is missing" in report
    assert "claim 1.4: the field id is 1.4" in report


def test_evidence_that_does_not_exist_is_named_with_its_line(ran):
    write(
        ran.root,
        "docs/claims.yml",
        CLAIMS.replace('["example:cnn/good#slope"]', '["example:cnn/good#slop"]'),
    )
    what = r"docs/claims.yml:7: there is no fact or figure in cnn/good called 'slop'"
    with pytest.raises(BadInput, match=what):
        build(ran)


def test_a_claim_must_stand_where_it_says(ran):
    moved = CLAIMS.replace('"1.1"', '"1.3"').replace("#slope\n", "#gone\n")
    write(ran.root, "docs/claims.yml", CLAIMS + moved)
    with pytest.raises(BadInput, match=r"docs/claims.yml:16: the link cnn.md#gone leads nowhere"):
        build(ran)


TERMS = "Slope:\n  means: Rise over run.\n  at: [cnn/#gone]\n"


@pytest.mark.parametrize(
    ("name", "data", "named"),
    [
        (
            "docs/cnn.md",
            PAGE.replace("One", "Ön").encode("latin-1"),
            "docs/cnn.md:7: it is not UTF-8",
        ),
        ("docs/claims.yml", CLAIMS.replace("fall", "f\xe4ll").encode("latin-1"), "docs/claims.yml"),
        ("docs/cnn.md", b"", "docs/"),
        ("docs/terms.yml", TERMS.encode(), "docs/terms.yml:3: "),
    ],
    ids=["page", "ledger", "empty", "term"],
)
def test_what_a_problem_leaves_behind_is_no_crash(ran, name, data, named):
    build(ran)
    before = snapshot(ran.site)
    (ran.root / name).write_bytes(data)
    with pytest.raises(BadInput) as caught:
        build(ran)
    assert named in str(caught.value)
    assert snapshot(ran.site) == before
