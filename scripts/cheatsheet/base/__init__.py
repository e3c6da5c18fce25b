"""What every room may use: files, problems, the cache, links, words that stand once. Knows nothing of a site."""
