"""Other forms of the finished site: the copy that opens from a folder, and the PDFs."""
