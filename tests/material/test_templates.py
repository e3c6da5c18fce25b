"""The theme's files without its icons: those that MkDocs would copy anyway."""

from mkdocs.config import load_config
from mkdocs.structure.files import Files
from mkdocs.theme import Theme

from cheatsheet.base.cache import Cache
from cheatsheet.base.problems import Problems
from cheatsheet.material.templates import lighten


def test_the_files_of_the_theme_are_the_same_and_icons_are_found(root, tmp_path):
    config = load_config(str(root / "mkdocs.yml"))
    found = []
    for light in (False, True):
        theme = Theme("material", custom_dir=str(root / "overrides"))
        if light:
            lighten(theme, Cache(tmp_path), root, Problems())
        environment, files = theme.get_env(), Files([])
        files.add_files_from_theme(environment, config)
        found.append({file.src_uri for file in files})
        assert environment.get_template(".icons/material/pencil-outline.svg").render()
    assert found[0] == found[1]
    assert len(found[0]) > 10
