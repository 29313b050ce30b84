"""The marker of a route: who may see its page. Every route wears exactly one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from werkzeug.wrappers import Response

View = Callable[..., Any]


def mark(view: View, audience: str, guard: Callable[[dict[str, Any]], Response | None]) -> View:
    """The view behind its guard, which raises or answers for whoever may not see it. Raises TypeError for a second."""
    if hasattr(view, "audience"):
        raise TypeError(f"{view.__name__} wears two markers")

    @wraps(view)
    def guarded(**values: Any) -> Any:
        refusal = guard(values)
        return refusal if refusal is not None else view(**values)

    guarded.audience = audience  # type: ignore[attr-defined]
    return guarded
