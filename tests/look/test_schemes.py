"""A page knows every colour in both schemes, in words that browsers of 2022 understand."""

import re

import pytest
import tinycss2

from cheatsheet.look.palette import PALETTE, SCHEMES, colour
from cheatsheet.look.schemes import OPACITIES, SURFACES, palette_css

RULE = re.compile(r"([^{}]+)\{ color-scheme: (\w+);((?: --[\w-]+: #\w{3,8};)+) \}")


def declared() -> dict[str, tuple[str, dict[str, str]]]:
    """Who: scheme and variables."""
    return {
        who.strip(): (scheme, dict(re.findall(r"--([\w-]+): (#\w+);", lines)))
        for who, scheme, lines in RULE.findall(palette_css())
    }


def test_both_schemes_have_the_same_variables_and_hold_nothing_but_colours():
    names = {
        *(f"fig-{role}" for role in PALETTE),
        *(f"fig-{role}-{part}" for role, parts in OPACITIES.items() for part in parts),
        *SURFACES,
    }
    assert [scheme for scheme, _ in declared().values()] == ["light", "dark", "dark"]
    assert all(variables.keys() == names for _, variables in declared().values())
    # All that stands there was found above, and is understood.
    assert palette_css().count("--") == 3 * len(names)
    assert not [rule for rule in tinycss2.parse_stylesheet(palette_css()) if rule.type == "error"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_scheme_has_its_colours(scheme):
    for found, variables in declared().values():
        if found == scheme:
            assert {role: variables[f"fig-{role}"] for role in PALETTE} == {
                role: colour(role, scheme) for role in PALETTE
            }
            assert variables["fig-5-30"] == colour("5", scheme) + "4c"
            assert variables["raised"] == SURFACES["raised"][SCHEMES.index(scheme)]


def test_the_dark_is_for_screens_only():
    light, *dark = tinycss2.parse_stylesheet(palette_css(), skip_whitespace=True)
    assert tinycss2.serialize(light.prelude).strip() == "body"
    assert [tinycss2.serialize(rule.prelude).split()[0] for rule in dark] == ["screen", "screen"]
