"""The colours of pages in light and dark, as the variables that their style sheets read."""

from cheatsheet.look.palette import PALETTE, SCHEMES, colour

# What pages have besides the colours of plots: name of the variable, light, dark.
SURFACES = {
    "raised": ("#f4f2ed", "#1d232b"),
    "tint-1": ("#eef3f9", "#1a2430"),
    "tint-2": ("#fbf0e9", "#2a2019"),
    "shadow-2": ("#0002", "#0008"),
    "shadow-3": ("#0003", "#000a"),
}
# role: how opaque, in percent, pages need it besides: `--fig-5-28`.
OPACITIES = {"paper": (70, 30), "2": (12,), "5": (30, 28, 22)}
# Who reads in the dark: who chose it, and whose system has it where no script has read a choice. Paper is white.
DARK = {
    'body[data-md-color-scheme="slate"]': "screen",
    ".no-js body": "screen and (prefers-color-scheme: dark)",
}


def palette_css() -> str:
    """The rules by which pages know the colours: `body { color-scheme: light; --fig-1: #1d5fa6; … }`.

    Each scheme is written out. A browser that does not know `light-dark()` or `color-mix()` keeps a variable that holds
    one, finds no colour in it, and looks at no declaration before.
    """
    dark = [f"@media {media} {{ {_rule(who, 'dark')} }}" for who, media in DARK.items()]
    return "\n".join([_rule("body", "light"), *dark, ""])


def _rule(selector: str, scheme: str) -> str:
    values = {f"fig-{role}": colour(role, scheme) for role in PALETTE}
    for role, percents in OPACITIES.items():
        for percent in percents:
            values[f"fig-{role}-{percent}"] = f"{colour(role, scheme)}{round(percent * 2.55):02x}"
    values |= {name: pair[SCHEMES.index(scheme)] for name, pair in SURFACES.items()}
    lines = "".join(f" --{name}: {value};" for name, value in values.items())
    return f"{selector} {{ color-scheme: {scheme};{lines} }}"
