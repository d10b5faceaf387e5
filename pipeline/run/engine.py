"""Calling Snakemake, showing its progress, and finding the one message that matters when it fails."""

from __future__ import annotations

import ctypes
import fcntl
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.datasets import ROOT

_STEPS = re.compile(r"^(\d+) of (\d+) steps \(")
_MESSAGE = re.compile(r"^Job (\d+): (.+)$")
_LOG = re.compile(r"^\s+log: (\S+)")
_PR_SET_PDEATHSIG = 1


class RunFailedError(Exception):
    """A stage failed; ``str()`` is what it said, ``bad_input`` whether the input was at fault."""

    def __init__(self, message: str, *, bad_input: bool) -> None:
        super().__init__(message)
        self.bad_input = bad_input


@contextmanager
def one_run_at_a_time(say: Callable[[str], None]) -> Iterator[None]:
    """Hold the checkout's run lock; it is the kernel's, so a killed run leaves none behind."""
    path = ROOT / "work" / ".lock"
    path.parent.mkdir(exist_ok=True)
    with open(path, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another run is using this checkout; waiting for it to end")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def run_snakemake(scenarios: list[str], cores: int, force: bool, say: Callable[[str], None]) -> int:
    """Run the DAG for the scenarios and return how many jobs ran.

    Raises
    ------
    RunFailedError
        A job failed. Its log is named and its error line quoted.
    """
    command = [
        sys.executable,
        "-m",
        "snakemake",
        "--cores",
        str(cores),
        "--nolock",  # our own lock is held: Snakemake's outlives a killed run
        "--rerun-incomplete",
        "--config",
        f"scenarios={','.join(scenarios)}",
        *(["--forceall"] if force else []),
    ]
    log_path = ROOT / "logs" / f"run-{'-'.join(scenarios)}.log"
    log_path.parent.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    with (
        open(log_path, "w", encoding="utf-8") as log,
        subprocess.Popen(  # noqa: S603 - our own interpreter and arguments
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            preexec_fn=_end_with_parent,
        ) as process,
    ):
        assert process.stdout is not None
        done, failed_logs = _follow(process.stdout, log.write, say)
    if process.returncode:
        raise _failure(failed_logs, log_path)
    return done


def _end_with_parent() -> None:
    """Have Linux end Snakemake when this process is killed, so that no headless run goes on."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _follow(
    lines: Iterator[str], keep: Callable[[str], object], say: Callable[[str], None]
) -> tuple[int, list[str]]:
    """Pass Snakemake's output to the log and its progress to the reader; collect the logs of failed jobs."""
    done, logs, in_error = 0, [], False
    for line in lines:
        keep(line)
        if match := _MESSAGE.match(line):
            say(f"  {match[2].strip()}")
        elif match := _STEPS.match(line):
            done = int(match[1])
            say(f"  {done} of {match[2]} stages done")
        if line.startswith("Error in rule"):
            in_error = True
        elif in_error and (match := _LOG.match(line)):
            logs.append(match[1])
            in_error = False
    return done, logs


def _failure(failed_logs: list[str], log_path: Path) -> RunFailedError:
    for name in failed_logs:
        path = ROOT / name
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        errors = [line.removeprefix("error: ") for line in text if line.startswith("error: ")]
        if errors:
            return RunFailedError(errors[0], bad_input=True)
        return RunFailedError("\n".join([*text[-15:], f"(the whole log is in {name})"]), bad_input=False)
    tail = log_path.read_text(encoding="utf-8").strip().splitlines()[-15:]
    where = log_path.relative_to(ROOT)
    return RunFailedError("\n".join([*tail, f"(the whole log is in {where})"]), bad_input=False)
