"""Where a place keeps its data and which engines it uses.

Each setting stands in `settings.toml` of the data folder or in the environment, which wins:
`LIAISON_GRAPH=bolt://localhost:7687` is the one setting that moves the graph to Neo4j.
"""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from graph.errors import ConfigurationError

SETTINGS_FILE = "settings.toml"


class Settings(BaseSettings):
    """Every setting of one data folder; read with `Settings.of(home)`."""

    model_config = SettingsConfigDict(env_prefix="LIAISON_", extra="ignore", frozen=True)

    ledger: str = Field(
        default="",
        description="Where the ledger is: empty for a SQLite file in the data folder, "
        "or postgresql://user@host/database",
    )
    ledger_password: SecretStr = Field(
        default=SecretStr(""), description="The password of a PostgreSQL ledger"
    )
    graph: str = Field(
        default="ladybug",
        description="The graph engine: ladybug (embedded), or bolt://, neo4j://, neo4j+s://host",
    )
    graph_user: str = Field(default="neo4j", description="The user name at a Neo4j server")
    graph_password: SecretStr = Field(
        default=SecretStr(""), description="The password at a Neo4j server; empty: none is asked"
    )

    @classmethod
    def of(cls, home: Path) -> "Settings":
        """The settings of a data folder, its file overlaid by the environment.

        Raises ConfigurationError naming the file or variable, the key and the reason.
        """
        file = home / SETTINGS_FILE
        _refuse_unknown_keys(file)
        try:
            return _reading(file)()
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            raise ConfigurationError(f"{file}, key {key}: {first['msg']}") from error


def _refuse_unknown_keys(file: Path) -> None:
    if not file.exists():
        return
    try:
        content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file} cannot be read: {error}") from error
    unknown = sorted(set(content) - set(Settings.model_fields))
    if unknown:
        known = ", ".join(Settings.model_fields)
        raise ConfigurationError(f"{file}, key {unknown[0]}: not a setting; known are {known}")


def _reading(file: Path) -> type[Settings]:
    class FromFile(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file))

    return FromFile
