"""The one door to MkDocs and its theme."""
