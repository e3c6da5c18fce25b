"""The finished site as a value, and the steps that check and change it."""
