"""The chain of the audit: each act is sealed under the home's secret together with the seal of the act before it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.cases.acts import Anchor, AuditState
from workbench.errors import UsedWrongly

START = "0" * 64
SEALED = ("seq", "at", "person", "action", "object", "reason", "outcome", "previous")
_LEAST_SECRET = 16


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the audit as the store gives it; what somebody tampered with may be of any type."""

    sealed: tuple[object, ...]
    mac: object

    @property
    def seq(self) -> object:
        """The act's place."""
        return self.sealed[0]

    @property
    def previous(self) -> object:
        """The seal of the act before."""
        return self.sealed[-1]


def chain_key(secret: bytes) -> bytes:
    """The key of the chain, its own so that no token of the same secret can pass for a seal."""
    if len(secret) < _LEAST_SECRET:
        raise UsedWrongly(f"the secret is shorter than {_LEAST_SECRET} bytes; make one with secrets.token_bytes(32)")
    return hmac.new(secret, b"workbench audit chain 1", hashlib.sha256).digest()


def seal(key: bytes, sealed: tuple[object, ...]) -> str:
    """The seal of one act: HMAC-SHA256 over its columns in the order of `SEALED`, 64 hexadecimal digits."""
    # JSON because it keeps the columns apart; repr because a row that was tampered with may hold bytes.
    text = json.dumps(sealed, ensure_ascii=True, separators=(",", ":"), default=repr)
    return hmac.new(key, text.encode("ascii"), hashlib.sha256).hexdigest()


def look(lines: Iterable[Line], key: bytes, anchor: Anchor | None) -> AuditState:
    """Walk the chain from its first act and say where it breaks: at an edit, a cut, a reordering, or its tail."""
    count, head = 0, START
    for line in lines:
        fault = _fault(line, key, count + 1, head)
        if fault:
            return AuditState(False, count, head, count + 1, f"act {count + 1} {fault}")
        count, head = count + 1, str(line.mac)
        if anchor and anchor.count == count and anchor.head != head:
            return AuditState(False, count, head, count, f"act {count} is not the one that was anchored")
    if anchor and anchor.count > count:
        says = f"{anchor.count} acts were anchored and {count} stand: the tail was cut"
        return AuditState(False, count, head, count + 1, says)
    return AuditState(True, count, head, None, f"all {count} acts stand as they were written")


def _fault(line: Line, key: bytes, place: int, head: str) -> str:
    if line.seq != place:
        return "is missing"
    if line.previous != head:
        return "does not follow the act before it"
    if not isinstance(line.mac, str) or not hmac.compare_digest(
        line.mac.encode(errors="replace"), seal(key, line.sealed).encode()
    ):
        return "is not as it was written"
    return ""
