"""Hooks of mkdocs.yml that raise, or give what MkDocs has no use for: each is a problem, and the build goes on without."""

import traceback
from collections.abc import Callable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from cheatsheet.base.problems import Problems

CURE = "mend it, or take the hook out of mkdocs.yml"
KINDS = (str, dict, Files)  # of which MkDocs and plugins hand on kinds of their own


def guard_hooks(config: MkDocsConfig, problems: Problems) -> None:
    """Let each event of each hook note what is wrong with it, once."""
    for path, module in config["hooks"].items():
        for event, methods in config.plugins.events.items():
            own = getattr(module, f"on_{event}", None)
            if own in methods:
                guarded = _guarded(own, path, f"on_{event}", problems)
                methods[methods.index(own)] = guarded


def _guarded(
    method: Callable[..., Any], path: str, name: str, problems: Problems
) -> Callable[..., Any]:
    code = getattr(method, "__code__", None)
    start, file = (code.co_firstlineno, code.co_filename) if code else (None, "")
    noted: set[tuple[int | None, str]] = set()

    def note(line: int | None, what: str) -> None:
        if (line, what) not in noted:
            noted.add((line, what))
            problems.add(path, line, what, CURE)

    def guarded(*items: Any, **context: Any) -> Any:
        try:
            result = method(*items, **context)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            frames = traceback.extract_tb(error.__traceback__)
            lines = [frame.lineno for frame in frames if frame.filename == file]
            said = " ".join(str(error).split())[:200] or "no message"
            note(lines[-1] if lines else start, f"{name} raises {type(error).__name__}: {said}")
            return None
        wanted = _kind(items[0]) if items else None
        if result is None or wanted is None or isinstance(result, wanted):
            return result
        note(start, f"{name} gives {type(result).__name__}, and {wanted.__name__} is wanted")
        return None

    return guarded


def _kind(item: object) -> type:
    return next((kind for kind in KINDS if isinstance(item, kind)), type(item))
