"""Scripts in, results out: find the examples, run the changed ones, keep what they showed. Knows nothing of pages."""
