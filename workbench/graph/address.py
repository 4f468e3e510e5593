"""The address of a Neo4j: where it is, who we are there, and that it may be spoken to at all."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from workbench.errors import UsedWrongly

_SCHEMES = ("bolt", "bolt+s", "neo4j", "neo4j+s")


@dataclass(frozen=True, slots=True)
class Address:
    """A Neo4j: `server` as the driver takes it, `shown` as people may see it; `database` is empty for its default."""

    server: str
    shown: str
    user: str
    password: str = field(repr=False)
    database: str = ""


def address_of(url: str, password: str = "") -> Address:
    """The parts of `bolt://user:password@host:port/database`; the password beside it counts where the URL has none.

    Raises UsedWrongly for another scheme, and for unencrypted talk with another machine.
    """
    parts = _split(url)
    host = parts.hostname or ""
    if not parts.scheme.endswith("+s") and not _is_here(host):
        raise UsedWrongly(f"{parts.scheme}:// to another machine is not encrypted: use {parts.scheme}+s://")
    user = unquote(parts.username or "neo4j")
    where = parts.netloc.rpartition("@")[2]
    starred = f"{user}:***@" if parts.password or password else f"{user}@"
    return Address(
        server=f"{parts.scheme}://{where}",
        shown=f"{parts.scheme}://{starred}{where}{parts.path}",
        user=user,
        password=unquote(parts.password or "") or password,
        database=parts.path.strip("/"),
    )


def _split(url: str) -> SplitResult:
    wrong = "the graph's address is ladybug:FOLDER, or bolt://, bolt+s://, neo4j:// or neo4j+s:// with a host"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise UsedWrongly(wrong) from None
    if parts.scheme not in _SCHEMES or not parts.hostname or parts.query or parts.fragment:
        raise UsedWrongly(wrong)
    return parts


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
