"""The e-book: the finished site as EPUB 3, with MathML and SVG, for any reader."""
