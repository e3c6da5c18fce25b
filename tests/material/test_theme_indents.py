"""Pages lose the indents of their templates and no word or space of what they say."""

from cheatsheet.base.markup import page_text, parse_page
from cheatsheet.material.theme import drop_indents
from cheatsheet.site.model import Site

PAGE = """<html>

  <head>
    <title>T</title>
  </head>
  <body>
    <p>one

      two</p>  <b>three</b>
    <!-- a mark -->
    <article>
  <pre>a

  b</pre>
</article>

  <footer>  x  y</footer>
  </body>
</html>"""


def test_a_template_loses_its_indents_and_an_article_none():
    site = Site({"index.html": parse_page(PAGE), "cnn/index.html": parse_page(PAGE)})
    drop_indents(site)
    for root in site.pages.values():
        assert page_text(root).partition("<body>")[2].rpartition("</body>")[0] == (
            "\n<p>one\ntwo</p>  <b>three</b>\n<!-- a mark -->\n"
            "<article>\n  <pre>a\n\n  b</pre>\n</article>\n<footer>  x  y</footer>\n"
        )
        assert "<head>\n<title>T</title>\n</head>" in page_text(root)
