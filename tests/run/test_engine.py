"""What the reader sees of Snakemake, and which message is shown when a stage fails."""

from pathlib import Path

import pytest

from pipeline.run import engine

OUTPUT = """Building DAG of jobs...
[Mon Jan  1 00:00:00 2026]
Job 2: Building an hourly year of weather for every site
1 of 9 steps (11%) done
Error in rule weather:
    jobid: 2
    output: work/default/weather.npy
    log: logs/default/weather.log (check log file(s) for error details)
    shell:
"""


def follow(text: str) -> tuple[list[str], int, list[str]]:
    said: list[str] = []
    done, logs = engine._follow(iter(text.splitlines(keepends=True)), lambda line: None, said.append)
    return said, done, logs


def test_progress_and_failed_logs_are_picked_out() -> None:
    said, done, logs = follow(OUTPUT)
    assert said == ["  Building an hourly year of weather for every site", "  1 of 9 stages done"]
    assert done == 1
    assert logs == ["logs/default/weather.log"]


@pytest.mark.parametrize(
    ("log", "message", "bad_input"),
    [
        ("weather: reading\nerror: a.csv, row 3: not allowed\n", "a.csv, row 3: not allowed", True),
        (
            "Traceback\nValueError: odd\n",
            "Traceback\nValueError: odd\n(the whole log is in logs/w.log)",
            False,
        ),
    ],
)
def test_the_stages_own_words_are_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: str, message: str, bad_input: bool
) -> None:
    monkeypatch.setattr(engine, "ROOT", tmp_path)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "w.log").write_text(log)
    (tmp_path / "logs" / "run.log").write_text("MissingInputException\n")
    failure = engine._failure(["logs/w.log"], tmp_path / "logs" / "run.log")
    assert (str(failure), failure.bad_input) == (message, bad_input)
    lost = engine._failure(["logs/none.log"], tmp_path / "logs" / "run.log")
    assert str(lost) == "MissingInputException\n(the whole log is in logs/run.log)"
    assert not lost.bad_input


def test_a_second_run_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr(engine, "ROOT", tmp_path)
    said: list[str] = []
    order: list[str] = []

    def second() -> None:
        with engine.one_run_at_a_time(said.append):
            order.append("second")

    with engine.one_run_at_a_time(said.append):
        thread = threading.Thread(target=second)
        thread.start()
        while not said:
            pass
        order.append("first")
    thread.join(timeout=10)
    assert order == ["first", "second"]
    assert said == ["another run is using this checkout; waiting for it to end"]
