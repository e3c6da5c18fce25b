"""The line about a section page."""

from cheatsheet.page_facts import tell_facts

LEAD = '<p class="lead">One sentence.</p>'


def facts(html: str) -> str:
    told = tell_facts(LEAD + html)
    return told.partition('<p class="page-facts">')[2].partition("</p>")[0]


def words(count: int) -> str:
    return f"<p>{'word ' * count}</p>"


def test_minutes_leave_out_what_is_folded_drawn_or_listed():
    folded = f'<details class="follow-up" id="q-a">{words(400)}</details>'
    drawn = f'<figure class="plot"><svg><text>{words(900)}</text></svg></figure>'
    listed = f'<ul class="sources"><li>{words(900)}</li></ul>'
    told = "5 minutes · 2 more for the follow-ups · 1 plot"
    assert facts(words(1000) + folded + drawn + listed) == told


def test_a_corrected_claim_counts_once_and_what_is_none_is_not_told():
    mark = '<a class="claim wrong" href="../claims/#1.1">1.1</a>'
    right = '<a class="claim conditions" href="../claims/#1.2">1.2</a>'
    checked = '<a class="checked" href="#">1</a>'
    assert facts(mark + mark + right + checked) == "1 minute · 1 checked number · 1 correction"
