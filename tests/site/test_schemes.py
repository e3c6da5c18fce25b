"""Colours of the theme that our style sheet sets anew are not loaded; those that others are made of are."""

from cheatsheet.site.schemes import drop_scheme, scheme_variables


def test_what_is_set_wherever_the_dark_scheme_stands_is_set_anew():
    ours = 'body,[data-md-color-scheme="slate"]{--a:1;color:red}.x [data-md-color-scheme="slate"]{--b:1}'
    assert scheme_variables(ours) == {"--a"}


def test_it_is_dropped_from_the_schemes_alone():
    theme = (
        ":root,[data-md-color-scheme=default]{--a:2;--b:x}:root{--b:1}@media screen{"
        "[data-md-color-scheme=slate]{--a:3;--b:4;c:d}[data-md-color-scheme=slate] img{--a:5}}p{--a:6}"
    )
    left = drop_scheme(theme, {"--a"})
    assert left == theme.replace("--a:2;", "").replace("--a:3;", "")


def test_what_others_are_made_of_stays():
    theme = ":root{--a:1;--b:var(--a);--c:hsl(var( --b ),1%);--d:2}"
    assert (
        drop_scheme(theme, {"--a", "--b", "--d"})
        == ":root{--a:1;--b:var(--a);--c:hsl(var( --b ),1%)}"
    )
