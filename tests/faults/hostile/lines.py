"""JSON Lines that nobody should hand over: endless, nested, twice the same key, numbers that are none."""

from __future__ import annotations

import gzip
import json

from faults.hostile.file import MIB, Hostile

ROW = {"caller": "13800138000", "callee": "13900139000", "at": "2026-01-02 03:04:05", "seconds": "60"}
GOOD = json.dumps(ROW) + "\n"


def _lines(*lines: str) -> bytes:
    return (GOOD + "\n".join([*lines, ""])).encode()


def _with(value: str, key: str = "cell") -> str:
    return GOOD.replace("}", f', "{key}": {value}}}').strip()


LINES = (
    Hostile("calls_long.jsonl", _lines(_with('"' + "9" * 10 * MIB + '"')), 1, 1),
    Hostile("calls_long_key.jsonl", _lines(_with("1", "k" * MIB)), 1, 1),
    Hostile("calls_one.jsonl", b"[" + b"7," * 20 * MIB, says="no JSON Lines"),
    Hostile("calls_keys.jsonl", _lines("{" + ",".join(f'"k{n}":1' for n in range(90_000)) + "}"), says="4,096 columns"),
    Hostile("calls_deep.jsonl", _lines('{"a":' * 100_000, _with("[" * 100_000)), 1, 2),
    Hostile(
        "calls_nested.jsonl", _lines(_with('{"a": 1}'), _with("[1]"), _with('{"13800138000": 1}', "139001390000")), 2, 2
    ),
    Hostile("calls_twice.jsonl", _lines(_with("1", "caller")), 1, 1),
    Hostile(
        "calls_nan.jsonl", _lines(*(GOOD.replace('"60"', one).strip() for one in ("NaN", "-Infinity", "1e99"))), 1, 3
    ),
    Hostile("calls_digits.jsonl", _lines(GOOD.replace('"60"', "9" * 5000).strip()), 1, 1),
    Hostile("calls_surrogate.jsonl", _lines(_with('"\\ud800"', "note"), _with('"x"', "\\ud800")), 3),
    Hostile("calls_nul.jsonl", _lines(GOOD.strip().replace("138", "1\\u000038", 1), "\0" * 99), 1, 2),
    Hostile("calls_none.jsonl", _lines("[]", "1", '"x"', "null", "true", "{}", "{", "nothing"), 1, 8),
    Hostile("calls_list.jsonl", b"[\n" + GOOD.encode() * 3 + b"]\n", 3, 2),
    Hostile("calls_is_csv.jsonl", b"caller,callee,at,seconds\n" * 9, says="no JSON Lines"),
    Hostile("calls_empty.jsonl", b"\n \n", says="is empty"),
    Hostile("calls_utf16.jsonl", GOOD.encode("utf-16"), 1),
    Hostile("calls_latin.jsonl", GOOD.encode() + b'"\xff\xfe\xfd"\n', says="UTF-8"),
    Hostile("calls_packed.jsonl.gz", gzip.compress(_lines("[]", GOOD.strip()), mtime=0), 2, 1),
)
