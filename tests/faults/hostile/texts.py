"""Separated text that nobody should hand over: ragged, unquoted, in no encoding, too long, under strange names."""

from __future__ import annotations

import gzip

import story

from faults.hostile.file import GOOD, HEAD, MIB, Hostile, calls

CARDS = "card,identity,opened_at\n"
SHUFFLED = GOOD.replace("13800138000", "{}")
RAGGED = (
    Hostile("calls_short.csv", calls("13800138000,13900139000\n"), 1, 1),
    Hostile("calls_long.csv", calls(GOOD.strip() + ",x,y,z\n"), 1, 1),
    Hostile("calls_all_ragged.csv", (HEAD + "a,b\n" * 5000).encode(), 0, 5000),
    Hostile("calls_million_fields.csv", calls("x" + "," * 1_000_000 + "\n"), 1, 1),
    Hostile("calls_million_blanks.csv", calls("," * 1_000_000 + "\n"), 1),
    Hostile(
        "calls_million_columns.csv",
        (",".join(f"c{n}" for n in range(1_000_000)) + "\n").encode(),
        says="more than 4,096 columns",
    ),
    Hostile("calls_no_header.csv", GOOD.encode() * 5, says="it has: 13*********, 13*********"),
    Hostile("calls_separators.csv", calls(",,,\n" * 5000), 1),
    Hostile("calls_header_again.csv", calls(HEAD, GOOD.replace("60", "61")), 2),
    Hostile("calls_header_only.csv", HEAD.encode(), 0),
    Hostile("calls_twice.csv", b"caller,caller,callee,at,seconds\n", says="twice"),
    Hostile("calls_other_columns.csv", b"a,b\n1,2\n", says="no column"),
)
QUOTES = (
    Hostile("calls_quote_first.csv", calls('"' + GOOD, GOOD * 50), says="quote"),
    Hostile("calls_quote_last.csv", calls(GOOD * 50, '"' + GOOD, GOOD * 3), says="quote"),
    Hostile("calls_quote_header.csv", ('"' + HEAD + GOOD * 50).encode(), says="column"),
    Hostile("calls_quotes.csv", calls('"""""",13900139000,2026-01-02 03:04:05,60\n'), 1, 1),
    Hostile("calls_cr_only.csv", (HEAD + GOOD * 3).replace("\n", "\r").encode(), 3),
    Hostile("calls_mixed_ends.csv", (HEAD.replace("\n", "\r\n") + GOOD + GOOD.replace("\n", "\r\n")).encode(), 2),
    Hostile("calls_no_end.csv", (HEAD + GOOD * 2).rstrip().encode(), 2),
)
OCTETS = (
    Hostile("calls_empty.csv", b"", says="empty"),
    Hostile("calls_blank.csv", b"\n \r\n\t\n" * 100, says="empty"),
    Hostile("calls_mark_only.csv", b"\xef\xbb\xbf", says="empty"),
    Hostile("calls_nul_value.csv", calls(SHUFFLED.format("138\0000138000")), 1, 1),
    Hostile("calls_nul_header.csv", ("\0" + HEAD + GOOD).encode(), says="no text"),
    Hostile("calls_all_nul.csv", b"\0" * MIB, says="no text"),
    Hostile("calls_newlines.csv", (HEAD + "\n" * 2_000_000 + GOOD).encode(), 1),
    Hostile(
        "calls_mixed.csv", calls("# 通话记录二零二六年\n") + "通话记录，二〇二六年\n".encode("gb18030"), says="UTF-8"
    ),
    Hostile("calls_utf16.csv", (HEAD + GOOD).encode("utf-16"), 1),
    Hostile("calls_utf16_unmarked.csv", (HEAD + GOOD).encode("utf-16-le"), says="UTF-16"),
    Hostile("calls_utf16_odd.csv", (HEAD + GOOD).encode("utf-16") + b"\0", says="UTF-8"),
    Hostile("calls_utf16_surrogate.csv", (HEAD + GOOD).encode("utf-16") + b"\0\xd8,\0", says="UTF-8"),
    Hostile("calls_surrogates.csv", "通话记录，二〇二六年\n".encode() + calls() + b"\xed\xa0\x80\n", says="UTF-8"),
    Hostile("calls_latin.csv", calls() + b"\xff\xfe\xfd\n", says="UTF-8"),
    Hostile("calls_gzip.csv", gzip.compress(calls(GOOD * 999), mtime=0), says=""),
    Hostile("calls_picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 40, says=""),
    Hostile("calls_program.csv", b"\x7fELF\x02\x01\x01" + b"\0" * 4096, says=""),
)
LONG = (
    Hostile("calls_long_field.csv", calls(SHUFFLED.format("9" * 10 * MIB)), 1, 1),
    Hostile("calls_long_quoted.csv", calls(SHUFFLED.format('"' + "9" * 10 * MIB + '"')), 1, 1),
    Hostile("calls_long_name.csv", ("x" * 10 * MIB + "," + HEAD + GOOD).encode(), says="longer than any header"),
    Hostile("calls_one_line.csv", b"7" * 50 * MIB, says="longer than any header"),
    Hostile("calls_long_row.csv", calls(SHUFFLED.format("9" * 2 * MIB)), 1, 1),
    Hostile("identities_marks.csv", f"identity,name\n{story.LI_WEI},a{'̈' * MIB}\n".encode(), 0, 1),
)
VALUES = (
    Hostile(
        "bank_cards_blank.csv",
        (CARDS + f"{story.LI_WEIS_CARD},{story.LI_WEI},2014-04-01\n,{story.LI_WEI},2014-04-01\n").encode(),
        1,
        1,
    ),
    Hostile("bank_cards_float.csv", (CARDS + f"6.22202E+18,{story.LI_WEI},2014-04-01\n").encode(), 0, 1),
    Hostile(
        "calls_huge.csv", calls(*(GOOD.replace("60", one) for one in ("9" * 400, "1e99", "-1", "NaN", "inf"))), 1, 5
    ),
    Hostile("calls_times.csv", calls(*(GOOD.replace("2026-01-02", one) for one in ("9999-99-99", "0000-00-00"))), 1, 2),
    Hostile(
        "calls_formula.csv", calls(*(SHUFFLED.format(one) for one in ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0"))), 1, 3
    ),
    Hostile("identities_formula.csv", f"identity,name\n{story.LI_WEI},=HYPERLINK(A1)\n".encode(), 1),
    Hostile("identities_path.csv", f"identity,name\n{story.LI_WEI},../../../etc/passwd\n".encode(), 1),
    Hostile("calls_unseen.csv", calls(SHUFFLED.format("x‮138‬y"), SHUFFLED.format("﻿‏unknown​")), 1, 2),
    Hostile("calls_escape.csv", calls(SHUFFLED.format("\x1b[2Jred")), 1, 1),
)
NAMES = (
    Hostile("calls_‮gnp.csv", calls(), 1),
    Hostile("calls_\x1b[2J.csv", calls(GOOD), 2),
    Hostile("calls_'; DROP TABLE x;--.csv", calls(GOOD * 2), 3),
    Hostile("calls_..%2f..%2fetc.csv", calls(GOOD * 3), 4),
    Hostile("calls_{}$(id)`id`*?.csv", calls(GOOD * 4), 5),
    Hostile("calls_two\nlines.csv", calls(GOOD * 5), 6),
)
