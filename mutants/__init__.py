"""Planted faults: how good the tests are at noticing what a careless editor might do."""
