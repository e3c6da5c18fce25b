"""Colours, type and SVG: how every plot and page looks."""
