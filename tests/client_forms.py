"""What a browser sends when a form of the clients room is kept."""

_ROWS = {"addresses": (), "needs": (), "research_notes": ()}


def rows(name: str, *entries: dict[str, str], kept: int = 0) -> dict[str, str]:
    """Return the rows of one part of a form."""
    sent = {f"{name}-TOTAL_FORMS": str(len(entries)), f"{name}-INITIAL_FORMS": str(kept)}
    for n, entry in enumerate(entries):
        sent |= {f"{name}-{n}-{field}": value for field, value in entry.items()}
    return sent


def client_form(**values: str) -> dict[str, str]:
    """Return the whole form of a client."""
    sent = {"name": "杭州江南文化传媒有限公司", "kind": "organisation", "region": "domestic"}
    for name, entries in _ROWS.items():
        sent |= rows(name, *entries)
    return sent | values


def contact_form(**values: str) -> dict[str, str]:
    """Return the whole form of a contact."""
    sent = {"name": "王小明", "language": "zh-hans", "phone": "", "email": ""}
    return sent | rows("points") | values
