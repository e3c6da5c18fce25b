"""The original's ten sections by the names of their pages, written by hand: these addresses never change."""

SECTIONS = [
    "cnn",
    "optimization",
    "regularization",
    "architectures",
    "detection",
    "losses",
    "normalization",
    "hardware",
    "pitfalls",
    "system-design",
]
