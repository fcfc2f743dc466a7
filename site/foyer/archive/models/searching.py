"""Finding rows by the words the search index keeps of them."""

from __future__ import annotations

from typing import Any

from wagtail.search.backends import get_search_backend

LONGEST_QUERY = 100


def keys_found(model: Any, words: str) -> Any:
    """Return the keys of the rows that hold all of the words, as a query within a query."""
    from foyer.core.search_backend import split_query  # noqa: PLC0415  it needs the models ready

    asked, rows = words[:LONGEST_QUERY], model._default_manager.order_by()
    if not split_query(asked).strip(" ,.@-"):
        return rows.none().values("pk")
    results = get_search_backend().search(asked, rows, order_by_relevance=False)
    return results.get_queryset().order_by().values("pk")
