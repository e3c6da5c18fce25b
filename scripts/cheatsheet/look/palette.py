"""The colours and the type of plots and pages, in one place."""

from pathlib import Path

# Static ones: TTF for matplotlib, WOFF2 for pages.
FONTS = Path(__file__).parents[3] / "docs/assets/fonts"

# role: (what matplotlib draws, light, dark). A page gets them as variables, see schemes.py.
PALETTE = {
    "1": ("#0a0001", "#1d5fa6", "#7db4f0"),  # blue
    "2": ("#0a0002", "#b8480a", "#f0935a"),  # vermilion
    "3": ("#0a0003", "#0b7a5e", "#4fc7a3"),  # green
    "4": ("#0a0004", "#8a3d8f", "#d594da"),  # purple
    "5": ("#0a0005", "#826000", "#e0bd55"),  # ochre
    "6": ("#0a0006", "#56616e", "#a6b2bf"),  # slate
    "ink": ("#000000", "#1f2430", "#dce2ea"),
    "muted": ("#808080", "#5f6875", "#9aa5b2"),
    "faint": ("#d9d9d9", "#dcdfe4", "#353c47"),
    "paper": ("#ffffff", "#fdfcfa", "#15191f"),
}
SCHEMES = ("light", "dark")


def colour(role: str, scheme: str) -> str:
    """The colour of a role in the scheme `light` or `dark`."""
    return PALETTE[role][1 + SCHEMES.index(scheme)]


def font_files() -> list[Path]:
    """The fonts with which matplotlib measures and Pillow draws."""
    return sorted(FONTS.glob("*.ttf"))
