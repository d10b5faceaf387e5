"""Options that several commands share: numbers that are numbers, files that can be written."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline.cli_types import Finite, NewFile
from pipeline.facility.cli import facility
from pipeline.weather.cli import weather


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "91", "north"])
def test_a_latitude_is_a_number_in_its_range(text: str) -> None:
    with pytest.raises(click.BadParameter):
        Finite(-90, 90).convert(text, None, None)
    assert Finite(-90, 90).convert("-12.5", None, None) == -12.5


def test_a_file_to_write_needs_its_folder_and_its_suffix(tmp_path: Path) -> None:
    kind = NewFile(".png", ".svg")
    assert kind.convert(str(tmp_path / "a.PNG"), None, None) == tmp_path / "a.PNG"
    with pytest.raises(click.BadParameter, match=r"a\.qqq does not end in \.png, \.svg"):
        kind.convert(str(tmp_path / "a.qqq"), None, None)
    with pytest.raises(click.BadParameter, match="nowhere does not exist"):
        kind.convert(str(tmp_path / "nowhere" / "a.png"), None, None)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (facility, ("--lat", "1", "--lon", "nan", "--design", "waterside_tower")),
        (facility, ("--lat", "1", "--lon", "2", "--design", "waterside_tower", "--it-mw", "inf")),
        (weather, ("--lat", "nan", "--lon", "2")),
        (weather, ("--lat", "1", "--lon", "2", "--csv", "no-such-folder/x.csv")),
    ],
)
def test_the_commands_use_them(command: click.Command, words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(command, list(words))
    assert result.exit_code == 2
    assert "Invalid value" in result.output
