"""Opening a file: its encoding is found over all of it or it is refused, and what comes out is UTF-8."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_loaders import opened
from graph_loaders.opened import file_hash, find_encoding, open_text
from workbench.errors import BadSource, UsedWrongly

CHINESE = "姓名,地址\n欧阳明月,成都市锦江区莲桂南路1号\n李伟,联通营业厅\n"


def _text(path: Path) -> tuple[str, str]:
    with open_text(path) as text:
        return text.stream.read().decode(), text.encoding


def _file(folder: Path, content: bytes) -> Path:
    file = folder / "a.csv"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("gb2312", "gb18030"),
    ],
)
def test_text_is_the_same_whatever_it_was_written_in(tmp_path: Path, written: str, encoding: str):
    assert _text(_file(tmp_path, CHINESE.encode(written))) == (CHINESE, encoding)


def test_utf_16_of_the_other_order_is_read(tmp_path: Path):
    assert _text(_file(tmp_path, b"\xfe\xff" + CHINESE.encode("utf-16-be"))) == (CHINESE, "utf-16")


@settings(deadline=None)
@given(st.text("abc,\n0123欧阳明月李伟张三𠮷é", max_size=200))
def test_any_text_in_gb18030_comes_back(text: str):
    content = text.encode("gb18030")
    with TemporaryDirectory() as folder:
        read, encoding = _text(_file(Path(folder), content))
    # Four bytes or so may be text in both; what decides is named, so that people can see it.
    assert read == text or (encoding == "utf-8" and content.decode() == read)


def test_characters_cut_by_the_edge_of_a_chunk_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(opened, "CHUNK", 7)
    for encoding in ("utf-8", "gb18030", "utf-16"):
        assert _text(_file(tmp_path, (CHINESE * 5).encode(encoding)))[0] == CHINESE * 5


def test_gb18030_that_begins_far_down_is_read(tmp_path: Path):
    text = "a,b\n" * 20 + CHINESE
    assert _text(_file(tmp_path, text.encode("gb18030")))[0] == text


@pytest.mark.parametrize(
    "content",
    [
        CHINESE.encode()[:-2] + b"\xff\xff\n",
        ("a,b\n" + CHINESE * 4).encode() + "联通".encode("gb18030"),
        (CHINESE * 4).encode() + b"\xe6\x9d",
        b"\xff\xfe" + CHINESE.encode("utf-16-le") + b"a",
        b"\xef\xbb\xbf" + CHINESE.encode("gb18030"),
        # As GB18030 this is whole, and every name in it another.
        ("中国人民银行成都" * 3 + "\n").encode() + "联通".encode("gb18030"),
        bytes(range(256)),
        b"PK\x03\x04\x14\x00\x08\x08\xff\xff\xff\xff",
    ],
    ids=[
        "bad octets",
        "two encodings",
        "cut",
        "odd UTF-16",
        "a wrong mark",
        "UTF-8 that fits GB18030",
        "binary",
        "zip",
    ],
)
def test_what_is_one_encoding_only_in_part_is_refused_whole(tmp_path: Path, content: bytes):
    with pytest.raises(BadSource, match=r"a\.csv is neither UTF-8 nor GB18030 text from beginning to end"):
        find_encoding(_file(tmp_path, content))


def test_a_hash_is_of_the_bytes_as_they_came(tmp_path: Path):
    content = CHINESE.encode("gb18030")
    assert file_hash(_file(tmp_path, content)) == hashlib.sha256(content).hexdigest()


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path):
    with pytest.raises(UsedWrongly, match=r"there is no file b\.csv"):
        file_hash(tmp_path / "b.csv")


def test_a_folder_is_no_file(tmp_path: Path):
    with pytest.raises(BadSource, match="cannot be read"):
        file_hash(tmp_path)
