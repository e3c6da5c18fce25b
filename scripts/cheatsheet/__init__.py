"""The pipeline from examples and pages to the site, one module a stage."""
