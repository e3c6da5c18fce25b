"""The dialect of the pages, for any builder on Python-Markdown: checked addresses, figures, formulas, links to parts."""
