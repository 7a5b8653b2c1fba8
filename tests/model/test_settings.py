"""Settings: one file, overlaid by the environment, refused when they cannot be meant."""

import pytest

from graph.errors import ConfigurationError
from graph.settings import Settings


@pytest.fixture(autouse=True)
def _no_settings_outside(monkeypatch):
    monkeypatch.delenv("LIAISON_GRAPH", raising=False)
    monkeypatch.delenv("LIAISON_LEDGER", raising=False)


def test_without_a_file_the_embedded_engines_are_used(tmp_path):
    settings = Settings.of(tmp_path)
    assert (settings.ledger, settings.graph) == ("", "ladybug")


def test_one_line_moves_the_graph_to_neo4j(tmp_path):
    (tmp_path / "settings.toml").write_text('graph = "bolt://graph.example:7687"')
    assert Settings.of(tmp_path).graph == "bolt://graph.example:7687"


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    (tmp_path / "settings.toml").write_text('graph = "bolt://graph.example:7687"')
    monkeypatch.setenv("LIAISON_GRAPH", "ladybug")
    assert Settings.of(tmp_path).graph == "ladybug"


def test_a_password_does_not_show_itself(tmp_path, monkeypatch):
    monkeypatch.setenv("LIAISON_GRAPH_PASSWORD", "sesame")
    settings = Settings.of(tmp_path)
    assert "sesame" not in repr(settings)
    assert settings.graph_password.get_secret_value() == "sesame"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("graf = 'ladybug'", "key graf: not a setting"),
        ("graph = 3", "key graph: Input should be a valid string"),
        ("graph = ", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_its_name(tmp_path, content, said):
    (tmp_path / "settings.toml").write_text(content)
    with pytest.raises(ConfigurationError, match=r"settings\.toml.*" + said):
        Settings.of(tmp_path)
