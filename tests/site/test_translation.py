"""A browser that translates a page leaves formulas, code, plots and checked numbers as they are."""

from cheatsheet.base.markup import page_text, parse_page
from cheatsheet.site.model import Site
from cheatsheet.site.translation import keep_words


def kept(body):
    site = Site({"index.html": parse_page(f"<html><body>{body}</body></html>")}, {})
    keep_words(site)
    return page_text(site.pages["index.html"]).partition("<body>")[2].partition("</body>")[0]


def test_only_the_outermost_is_marked():
    assert kept("<pre><code>x</code></pre>") == '<pre translate="no"><code>x</code></pre>'
    assert kept("<p>a <code>b</code></p>") == '<p>a <code translate="no">b</code></p>'
    assert kept('<a class="big checked">1 <code>px</code></a>') == (
        '<a class="big checked" translate="no">1 <code>px</code></a>'
    )


def test_of_a_plot_the_caption_alone_is_translated():
    plot = "<svg><text>px</text></svg>"
    assert kept(f'<figure>{plot}<figcaption>a <a class="checked">1</a></figcaption></figure>') == (
        f'<figure translate="no">{plot}<figcaption translate="yes">a '
        '<a class="checked" translate="no">1</a></figcaption></figure>'
    )


def test_what_has_no_words_or_is_marked_stays():
    for body in (
        '<svg><path d="M0"></path></svg>',
        '<code translate="yes">x</code>',
        '<p class="uncited">x</p>',
    ):
        assert kept(body) == body
