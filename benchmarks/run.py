"""Measure whole processes with hyperfine, in one run, as ratios, and write the tables of README.md beside it.

Needs hyperfine; compares with miller, jq, sqlite-utils and csvkit where they are there. `--quick` runs each thing
twice, to see that it works.
"""

import argparse
import datetime
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import registries

PAGE = Path(__file__).with_name("README.md")
MARK = "<!-- what follows is written by benchmarks/run.py -->\n"
BIN = Path(sys.executable).parent
ROUNDS = 5
"""So often all commands of a table are measured, one after the other."""

BARE = "import typer\napp = typer.Typer()\n\n@app.command()\ndef main() -> None:\n    print('hello')\n\napp()\n"
JQ = """jq -r '.[] | select(.sector == "culture") | .id'"""
LOAD = "import sys, tomli\n\nwith open(sys.argv[1], 'rb') as file:\n    tomli.load(file)\n"


class Bench:
    """Commands measured in one folder."""

    def __init__(self, folder: Path, runs: int) -> None:
        self.folder = folder
        self.runs = runs
        home = folder / "home"
        home.mkdir()
        self.env = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}

    def medians(self, commands: Sequence[str], runs: int | None = None, prepare: str | None = None) -> list[float]:
        """Return the median time of each command, in seconds.

        They are measured in rounds, each command a few times in each: a machine is not as fast at every minute.
        """
        report = self.folder / "report.json"
        each = max(1, (runs or self.runs) // ROUNDS)
        options = ["--shell=none", "--warmup=1", f"--runs={max(each, 2)}", f"--export-json={report}", "--style=none"]
        options += [f"--prepare={prepare}"] if prepare else []
        times: list[list[float]] = [[] for _ in commands]
        for _ in range(ROUNDS if (runs or self.runs) > ROUNDS else 1):
            subprocess.run(  # noqa: S603  # the commands are those below
                ["hyperfine", *options, *commands],  # noqa: S607
                cwd=self.folder,
                env=self.env,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for measured, result in zip(times, json.loads(report.read_text())["results"], strict=True):
                measured.extend(result["times"])
        return [statistics.median(measured) for measured in times]

    def peak(self, command: str) -> int:
        """Return the most memory that a command takes, in bytes."""
        code = (
            "import resource, subprocess, sys; "
            "subprocess.run(sys.argv[1].split(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        run = [sys.executable, "-c", code, command]
        done = subprocess.run(run, cwd=self.folder, env=self.env, check=True, capture_output=True)  # noqa: S603
        return int(done.stdout) * 1024


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table of Markdown."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def milliseconds(seconds: float) -> str:
    """Return a time for people."""
    return f"{seconds * 1000:.0f} ms" if seconds < 10 else f"{seconds:.1f} s"


def start_up(bench: Bench) -> str:
    """Measure what starts and lists what ships, against a Typer program that prints a line."""
    (bench.folder / "bare.py").write_text(BARE)
    c2c = BIN / "c2c"
    python = sys.executable
    ours = {
        "Python alone": f"{python} -c pass",
        "a Typer program that prints a line": f"{python} bare.py",
        "`c2c --version`": f"{c2c} --version",
        "`c2c --help`": f"{c2c} --help",
        "`c2c list --sector culture`": f"{c2c} list --sector culture",
        "`c2c show ICDH`": f"{c2c} show ICDH",
        "`c2c meetings --year 2018`": f"{c2c} meetings --year 2018",
        "`c2c cadence --year 2018`": f"{c2c} cadence --year 2018",
        "TAB behind `c2c list --sector cul`": f"env _C2C_COMPLETE=1 {c2c} list --sector cul",
        "`c2c list --sector culture --format table`": f"{c2c} list --sector culture --format table",
    }
    others = {
        "`mlr --icsv --ojson filter`": ("mlr", "mlr --icsv --ojson filter '$sector==\"culture\"' 7.csv"),
        "`jq select`": ("jq", f"{JQ} 7.json"),
        "`sqlite-utils rows --where`": ("sqlite-utils", "sqlite-utils rows 7.db centre --where \"sector='culture'\""),
        "`csvgrep`": ("csvgrep", "csvgrep -c sector -m culture 7.csv"),
    }
    found = {name: command for name, (program, command) in others.items() if shutil.which(program)}
    times = bench.medians([*ours.values(), *found.values()], runs=4 * bench.runs)
    bare = times[1]
    rows = [(name, milliseconds(time), f"{time / bare:.2f}") for name, time in zip([*ours, *found], times, strict=True)]
    return table(("what, on what ships or the same seven centres", "median", "against bare Typer"), rows)


SIZES = (7, 100, 1_000, 10_000)

COMMANDS = {
    "piped filter": "list --sector culture --data work.toml",
    "check": "check work.toml",
    "add centre": "add centre X --name X --sector culture --country KR --data work.toml",
    "add event": "add event C00003 closed --date 2020 --data work.toml",
    "edit centre": "edit centre C00003 --city Seoul --data work.toml",
    "remove": "remove M00003 --data work.toml",
    "import as many": "import new-{size}.csv --data work.toml",
}
"""What is measured of each size, on a fresh copy of the registry each time."""


def sizes(bench: Bench) -> str:
    """Measure registries of each size, against the parser alone on the same file, and how the times grow."""
    (bench.folder / "load.py").write_text(LOAD)
    times: dict[int, list[float]] = {}
    for size in SIZES:
        ours = [f"{BIN / 'c2c'} {command.format(size=size)}" for command in COMMANDS.values()]
        load = f"{sys.executable} load.py work.toml"
        times[size] = bench.medians([load, *ours], prepare=f"cp {size}.toml work.toml")
    rows: list[Sequence[object]] = [
        (f"{size:,}", milliseconds(load), *(f"{milliseconds(time)} ({time / load:.2f})" for time in ours))
        for size, (load, *ours) in times.items()
    ]
    grown = zip(times[7], times[1_000], times[10_000], strict=True)
    factors = [f"{(large - start) / (middle - start):.1f}" for start, middle, large in grown]
    rows.append(("10,000 against 1,000, start-up taken off", *factors))
    return table(("centres, and as many meetings", "`tomli.load` alone", *COMMANDS), rows)


def memory(bench: Bench) -> str:
    """Measure the peak memory above that of the same command on a registry of seven centres."""
    rows = []
    file = (bench.folder / "10000.toml").stat().st_size
    for name, command in COMMANDS.items():
        peaks = []
        for size in (7, 10_000):
            shutil.copy(bench.folder / f"{size}.toml", bench.folder / "work.toml")
            peaks.append(bench.peak(f"{BIN / 'c2c'} {command.format(size=size)}"))
        base, peak = peaks
        rows.append((name, f"{base >> 20} MB", f"{peak >> 20} MB", f"{(peak - base) / file:.1f}"))
    return table(("command", "7 and 7", "10,000 and 10,000", "times the file, above that"), rows)


def side_by_side(bench: Bench) -> str:
    """Measure what people use instead, on the same 10,000 centres."""
    commands = {
        "`c2c list --sector culture` (TOML, checked)": f"{BIN / 'c2c'} list --sector culture --data 10000.toml",
        "`mlr filter` (CSV)": "mlr --icsv --ojson filter '$sector==\"culture\"' 10000.csv",
        "`jq select` (JSON)": f"{JQ} 10000.json",
        "`sqlite-utils rows --where` (a database)": "sqlite-utils rows 10000.db centre --where \"sector='culture'\"",
        "`csvgrep` (CSV)": "csvgrep -c sector -m culture 10000.csv",
    }
    found = {name: command for name, command in commands.items() if shutil.which(command.split()[0])}
    times = bench.medians([*found.values()])
    rows = [(name, milliseconds(time), f"{time / times[0]:.2f}") for name, time in zip(found, times, strict=True)]
    return table(("what, on 10,000 centres", "median", "against c2c"), rows)


def main() -> None:
    """Make the registries, measure, and write the tables down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="run each thing twice, and write nothing down")
    quick = parser.parse_args().quick
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), 2 if quick else 10)
        for size in SIZES:
            registries.make(bench.folder, size)
            if shutil.which("sqlite-utils"):
                insert = ["sqlite-utils", "insert", f"{size}.db", "centre", f"{size}.json", "--pk", "id"]
                subprocess.run(insert, cwd=folder, check=True, capture_output=True)  # noqa: S603
        packages = ("typer", "rich", "tomli", "c2c-cli")
        text = (
            f"\n{datetime.date.today()}, Python {platform.python_version()}, {platform.system()} on "  # noqa: DTZ011
            f"{os.cpu_count()} cores; {', '.join(f'{name} {version(name)}' for name in packages)}. "
            f"Medians of {bench.runs} runs, of start-up {4 * bench.runs}, in rounds.\n\n"
            f"## Start-up\n\n{start_up(bench)}\n"
            f"## Size\n\nIn brackets the ratio to the parser alone.\n\n{sizes(bench)}\n"
            f"## Memory\n\n{memory(bench)}\n## Beside what people use instead\n\n{side_by_side(bench)}"
        )
    sys.stdout.write(text)
    if not quick:
        PAGE.write_text(PAGE.read_text().partition(MARK)[0] + MARK + text)


if __name__ == "__main__":
    main()
