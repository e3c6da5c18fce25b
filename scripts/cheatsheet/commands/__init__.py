"""What scripts/build, scripts/serve and the README's picture call."""
