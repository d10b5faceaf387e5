"""Results are current only while inputs and outputs have the checksums that the manifest records."""

import json
from pathlib import Path

import pytest

from pipeline.files import sha256_of
from pipeline.run import state


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(state, "ROOT", tmp_path)
    folder = tmp_path / "results" / "plan"
    folder.mkdir(parents=True)
    (tmp_path / "maps").mkdir()
    (folder / "ranking.csv").write_text("rank\n1\n")
    (tmp_path / "maps" / "plan.html").write_text("<p>map</p>")
    outputs = {name: sha256_of(tmp_path / name) for name in ("results/plan/ranking.csv", "maps/plan.html")}
    (folder / "manifest.json").write_text(json.dumps({"inputs_digest": "d", "outputs": outputs}))
    return tmp_path


def test_current_while_nothing_changed(root: Path) -> None:
    assert state.is_current("plan", "d")


def test_other_inputs_are_not_current(root: Path) -> None:
    assert not state.is_current("plan", "e")


@pytest.mark.parametrize("name", ["results/plan/ranking.csv", "maps/plan.html"])
def test_an_edited_or_lost_output_is_not_current(root: Path, name: str) -> None:
    path = root / name
    path.write_text(path.read_text() + " ")
    assert not state.is_current("plan", "d")
    path.unlink()
    assert not state.is_current("plan", "d")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"inputs_digest": "d"}'])
def test_a_broken_manifest_is_not_current(root: Path, text: str) -> None:
    (root / "results" / "plan" / "manifest.json").write_text(text)
    assert not state.is_current("plan", "d")


def test_superseded_results_are_moved_and_kept_once(root: Path) -> None:
    folder = state.set_aside("plan")
    assert folder == root / "results" / "plan" / "superseded"
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "plan.html", "ranking.csv"]
    assert state.result_files("plan") == []
    (root / "results" / "plan" / "report.html").write_text("new")
    assert state.set_aside("plan") == folder
    assert [path.name for path in folder.iterdir()] == ["report.html"]
    assert state.set_aside("plan") is None


@pytest.mark.parametrize("name", ["..", "../results", "/etc", "a/b", "", "Plan"])
def test_only_scenario_names_are_touched(root: Path, name: str) -> None:
    assert state.set_aside(name) is None
    assert state.is_current("plan", "d")


def test_the_overview_is_made_again_after_a_kill(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.run import overview

    calls: list[list[str]] = []

    def made(arguments: list[str], **_: object) -> None:
        calls.append(arguments)
        for page in overview.PAGES:
            (root / page).write_text("page")

    monkeypatch.setattr(overview, "ROOT", root)
    monkeypatch.setattr(overview, "scenario_names", lambda: ["plan"])
    monkeypatch.setattr(overview.subprocess, "run", made)
    manifest = root / "results" / "plan" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"config": {"title": "A plan"}}))
    assert overview.write_overview()
    assert not overview.write_overview(), "nothing has changed"
    (root / overview.PAGES[0]).unlink()
    assert overview.write_overview(), "a page is missing"
    manifest.write_text(manifest.read_text().replace('"d"', '"e"'))
    assert overview.write_overview(), "another run has finished since"
    manifest.unlink()
    assert not overview.write_overview(), "there is nothing to link"
    assert len(calls) == 3
    assert "A plan" in calls[0]
