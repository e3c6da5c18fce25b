"""Questions and tasks as data: every part of a question, formulas as TeX, tables and code line by line."""

import json
from pathlib import Path

from lxml import html

from cheatsheet.base.project import Project
from cheatsheet.content.read import Content
from cheatsheet.content.tasks import Task
from cheatsheet.examples.model import Example
from cheatsheet.pages.question_data import as_file, questions_of
from miniature import result

ARTICLE = r"""<article><h1>Losses: questions</h1>
<h2 id="focal">Focal <code>loss</code><a class="headerlink" href="#focal">#</a></h2>
<div class="fold"><details class="question" id="q-why">
<summary>Why <a href="x">focal</a> at <code>core</code>? <span class="level">core</span></summary>
<p>Because <span class="arithmatex">\(\gamma\)</span> does it.</p>
<ul><li>one<br>more</li><li><p>two</p></li></ul>
<ol><li>Look <a class="claim wrong" href="x">5.5</a><ul><li>here</li><li>there</li></ul></li><li>Stop.</li></ol>
<div class="behind"><p class="question-title">What stands behind it</p>
<div class="formula" id="eq-a"><div class="arithmatex">\[x^2\]</div></div>
<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td><p>2</p></td></tr></table>
<div class="highlight"><pre><code>a = 1
b = 2</code></pre></div>
<figure id="fig-focal-curves"><svg><text>9</text></svg>
<figcaption>It falls. <a class="code" href="x">Code</a></figcaption></figure>
</div>
<div class="then"><p class="question-title">When not?</p><p>Never.</p><p>Or late.</p></div>
<div class="mistake"><p class="question-title">The usual mistake</p><p>To forget it.</p></div>
</details></div>
<details class="question"><summary>Without an address?</summary></details></article>"""


def test_a_question_has_all_its_parts_as_lines():
    [question] = questions_of("questions/losses/", "losses", html.fragment_fromstring(ARTICLE))
    assert question == {
        "address": "questions/losses/#q-why",
        "question": "Why focal at core?",
        "level": "core",
        "section": "losses",
        "concept": "Focal loss",
        "answer": "Because \\(\\gamma\\) does it.\n- one more\n- two\n1. Look\n  - here\n  - there\n2. Stop.",
        "behind": "\\[x^2\\]\nA | B\n1 | 2\na = 1\nb = 2\nIt falls.",
        "follow_ups": [{"question": "When not?", "answer": "Never.\nOr late."}],
        "mistake": "To forget it.",
        "figures": ["fig-focal-curves"],
    }


def test_a_task_has_its_first_solution(tmp_path):
    script = tmp_path / "dice.py"
    script.write_text(
        "# %% [markdown]\n# # Dice\n\n# %%\ndef check(f): ...\n\n"
        "# %% [markdown]\n# ## A first right solution\n# Words.\n\n"
        "# %%\ndef share(p):\n    return p\n\n\n# %%\ndef dice(p):\n    return share(p)\n\n\n"
        "# %% [markdown]\n# ## The vectorized one\n\n# %%\ndef fast(p): ...\n"
    )
    content = Content(
        Project(Path()),
        examples={"scratch/dice": Example("scratch", "dice", script)},
        results={"scratch/dice": result("Dice", "Write it.")},
        tasks=[
            Task("scratch/dice", "losses", "core", "Overlap"),
            Task("scratch/failed", "losses", "core", "Overlap"),
        ],
    )
    data = json.loads(as_file([{"question": "Why?"}], content))
    assert data["questions"] == [{"question": "Why?"}]
    [task] = data["tasks"]
    assert task["answer"] == ("def share(p):\n    return p\n\n\ndef dice(p):\n    return share(p)")
    assert (task["address"], task["question"]) == ("examples/scratch/dice/", "Write it.")
    assert (task["section"], task["level"], task["concept"]) == ("losses", "core", "Overlap")
