"""Settings: which word counts, what is refused, and that the README says the same."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from workbench.errors import UsedWrongly
from workbench.settings import Settings, load_settings

README = Path(__file__).resolve().parents[2] / "README.md"


def test_without_a_word_the_defaults_hold(tmp_path: Path):
    assert load_settings(tmp_path, {}) == Settings()


def test_the_environment_counts_more_than_the_file_and_the_file_more_than_the_default(tmp_path: Path):
    (tmp_path / "workbench.toml").write_text('home = "from-the-file"\nport = 9001\nperson = "李警官"\n', "utf-8")
    settings = load_settings(tmp_path, {"WORKBENCH_PORT": "9002", "WORKBENCH_HOME": "~/x", "WORKBENCH_TEST_NEO4J": "y"})
    assert (settings.person, settings.port) == ("李警官", 9002)
    assert settings.home == Path("~/x").expanduser()
    assert settings.tolerance == Settings().tolerance


def test_neo4js_own_variable_gives_the_password_where_ours_does_not(tmp_path: Path):
    assert load_settings(tmp_path, {"NEO4J_PASSWORD": "a"}).graph_password == "a"
    both = {"NEO4J_PASSWORD": "a", "WORKBENCH_GRAPH_PASSWORD": "b"}
    assert load_settings(tmp_path, both).graph_password == "b"


def test_settings_never_show_a_password(tmp_path: Path):
    given = {"WORKBENCH_GRAPH": "bolt://neo4j:secret-one@127.0.0.1", "NEO4J_PASSWORD": "secret-two"}
    assert "secret" not in repr(load_settings(tmp_path, given))


@pytest.mark.parametrize(
    ("text", "says"),
    [("haven = 'x'", "haven"), ("port = 'many'", "port"), ("tolerance = 'much'", "tolerance"), ("port", "TOML")],
)
def test_what_cannot_be_set_is_told(tmp_path: Path, text: str, says: str):
    (tmp_path / "workbench.toml").write_text(text)
    with pytest.raises(UsedWrongly, match=says):
        load_settings(tmp_path, {})


def test_a_variable_that_cannot_be_is_told(tmp_path: Path):
    with pytest.raises(UsedWrongly, match="environment sets port"):
        load_settings(tmp_path, {"WORKBENCH_PORT": "many"})


def _table() -> dict[str, str]:
    """The README's settings with their defaults."""
    lines = README.read_text("utf-8").splitlines()
    start = lines.index("| setting | default | says |") + 2
    rows: dict[str, str] = {}
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        setting, default, says = (cell.strip() for cell in line.strip("|").split("|"))
        assert says
        rows[setting.strip("`")] = default
    return rows


def test_the_readme_lists_each_setting_with_its_default():
    table = _table()
    assert list(table) == [field.name for field in fields(Settings)]
    defaults = {name: str(getattr(Settings(), name)) for name in table}
    # A default that is empty is said in words, or not at all.
    assert {name: f"`{one}`" for name, one in defaults.items() if one} == {
        name: table[name] for name, one in defaults.items() if one
    }
    assert [name for name, one in defaults.items() if not one and table[name].startswith("`")] == []
