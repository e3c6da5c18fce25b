"""The benchmark behind scripts/bench: what the project promises, measured."""
