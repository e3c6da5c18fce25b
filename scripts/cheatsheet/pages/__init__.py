"""What each page says beyond its Markdown: example pages, overviews, the index, social cards."""
