"""One request a script: modules joined in order, the words that Python shares with them, and no comments."""

import re

import pytest
from py_mini_racer import MiniRacer

from cheatsheet.base.problems import Problems
from cheatsheet.site.model import Site
from cheatsheet.site.scripts import flatten, join_scripts

FOLDER = "assets/javascripts/"


def joined(modules):
    """The scripts that are left, by name, and the problems."""
    site = Site({}, {FOLDER + name: text.encode() for name, text in modules.items()})
    problems = Problems()
    join_scripts(site, problems)
    scripts = {name.removeprefix(FOLDER): site.text(name) for name in site.files}
    return scripts, [(problem.path, problem.line, problem.what) for problem in problems]


MODULES = {
    "page.js": 'import { b } from "./b.js";\nimport { a, c } from "./a.js";\nlog("page", b, a, c);\n',
    "other.js": 'import {\n  c,\n} from "./c.js";\nlog("other", c);\n',
    "b.js": 'import { a } from "./a.js";\nexport const b = a + 1;\nlog("b");\n',
    "a.js": 'import { c } from "./c.js";\nexport const a = c + 1;\nlog("a");\n',
    "c.js": 'export let c = 1;\nlog("c");\n',
    "workers/search.js": 'import { x } from "./a.js";\n  // the theme\n',
}


def run(code):
    """What a script hands to `log`, in order."""
    lines = MiniRacer().eval(
        f"(() => {{ const lines = []; const log = (...all) => lines.push(all.join(' '));\n{code}\nreturn lines.join('; ') }})()"
    )
    return str(lines)


def test_each_module_runs_once_behind_what_it_imports():
    scripts, problems = joined(MODULES)
    assert problems == []
    assert run(scripts["page.js"]) == "c; a; b; page 3 2 1"
    assert run(scripts["other.js"]) == "c; other 1"


def test_modules_that_only_others_import_go_away_and_the_theme_s_stay_as_they_are():
    scripts, _ = joined(MODULES)
    assert set(scripts) == {"page.js", "other.js", "workers/search.js"}
    assert scripts["workers/search.js"] == MODULES["workers/search.js"]


def test_two_modules_of_one_script_may_not_define_one_name():
    modules = {
        "page.js": 'import { one } from "./a.js";\nimport { b } from "./b.js";\nconst page = 1;\n',
        "a.js": "export function one() {}\nasync function twice() {}\n  const inside = 1;\n",
        "b.js": "export const b = 1;\nexport async function twice() {}\n  const inside = 2;\n",
        "apart.js": "const page = 2;\n",
    }
    _, problems = joined(modules)
    assert problems == [
        ("docs/assets/javascripts/page.js", None, "two of its modules define twice")
    ]


def test_two_scripts_of_one_page_may_hold_the_same_module_also_as_classic_ones():
    scripts, _ = joined(MODULES)
    assert run(scripts["page.js"] + scripts["other.js"]) == "c; a; b; page 3 2 1; c; other 1"
    # One that stands alone is left as it is: what the build writes for pages is read by its first letters.
    alone, _ = joined({"headings.js": "window.studyHeadings={};\n"})
    assert alone["headings.js"] == "window.studyHeadings={};\n"


VOCABULARY = 'import { GENERIC, NAME, VERDICTS } from "./vocabulary.js";\nlog(NAME, Object.keys(VERDICTS), VERDICTS.conditions, GENERIC);\n'


def test_words_that_python_shares_exist_only_inside_the_scripts_that_ask_for_them():
    # A file of that name is for editors; the build's words count.
    modules = {
        "page.js": VOCABULARY,
        "plain.js": "log(typeof NAME);\n",
        "vocabulary.js": "export const NAME = 0;\n",
    }
    scripts, problems = joined(modules)
    assert problems == []
    assert set(scripts) == {"page.js", "plain.js"}
    # The worst verdict comes first: readers look for what was wrong.
    assert run(scripts["page.js"]) == (
        "cv-cheatsheet wrong,imprecise,conditions,correct correct under conditions at-a-glance,follow-ups,sources"
    )
    assert run(scripts["plain.js"]) == "undefined"


def test_readers_get_the_site_s_modules_without_comments_and_they_still_parse(root):
    paths = sorted((root / "docs" / FOLDER).glob("*.js"))
    scripts, problems = joined({path.name: path.read_text("utf-8") for path in paths})
    assert problems == []
    assert {"page.js", "search.js", "study.js", "ledger.js"} <= set(scripts)
    assert {"dom.js", "links.js", "terms.js"}.isdisjoint(scripts)
    for name, code in scripts.items():
        assert not re.search(r"^\s*(?://|/\*|\*)|@param|@type|^import|^export", code, re.M), name
        # Only a module may say where it lies; what is parsed here is none.
        MiniRacer().eval(f"async () => {{{code.replace('import.meta', '({})')}}}")


def test_comments_are_left_out_and_code_between_two_of_them_stays():
    module = """/**
 * Of several lines.
 * @param {string} url
 */
export function load(url) {
  /** @type {string} */
  const a = "/* kept */";
  // Of one line.
  return url * 2 /* kept */ ** 2;
}
/** The next. */
"""
    assert flatten([module]) == (
        'function load(url) {\nconst a = "/* kept */";\nreturn url * 2 /* kept */ ** 2;\n}\n'
    )


@pytest.mark.parametrize(
    ("code", "flat"),
    [
        ("export let a = 1;\n", "let a = 1;\n"),
        ("export async function f() {\n  await 1;\n}\n", "async function f() {\nawait 1;\n}\n"),
        ("exporting();\nexport const b = 1;\n", "exporting();\nconst b = 1;\n"),
        ('say("export const c");\n', 'say("export const c");\n'),
        ("\n\n  /** One line. */\n  a();\n\n\n  b();\n", "a();\nb();\n"),
        ("/** *starred* ** */\na();\n", "a();\n"),
    ],
)
def test_only_the_form_of_a_module_changes(code, flat):
    assert flatten([code]) == flat
