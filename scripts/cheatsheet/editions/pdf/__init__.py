"""The printed editions: the book on two papers, each section by itself, the handout."""
