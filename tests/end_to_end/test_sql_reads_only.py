"""`c2c sql`: no statement writes a byte or opens a file, and every query ends."""

import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_system_calls import works

from conftest import Program
from samples import PROGRAM, SMALL, centre, environment, meeting

HOSTILE = [
    "attach 'evil.db' as evil",
    "attach database ':memory:' as evil",
    "attach 'file:evil.db?mode=rwc' as evil",
    "detach main",
    "vacuum",
    "vacuum into 'evil.db'",
    "VACUUM main INTO 'evil.db'",
    "explain vacuum into 'evil.db'",
    "pragma journal_mode = wal",
    "pragma temp_store_directory = '/tmp'",
    "pragma data_store_directory = '/tmp'",
    "pragma writable_schema = 1",
    "pragma hard_heap_limit = 0",
    "pragma trusted_schema = 1",
    "pragma database_list",
    "create table evil (x)",
    "create temp table evil (x)",
    "create temporary view evil as select 1",
    "create virtual table evil using fts5(x)",
    "create virtual table evil using csv(filename = '/etc/passwd')",
    "create trigger evil after insert on centre begin select 1; end",
    "create index evil on centre (id)",
    "insert into centre (id) values ('X')",
    "insert or replace into centre (id) values ('X') returning *",
    "update centre set id = 'X'",
    "update centre set name = (select load_extension('evil.so'))",
    "delete from centre",
    "delete from centre returning *",
    "replace into centre (id) values ('X')",
    "drop table centre",
    "alter table centre rename to evil",
    "alter table centre add column evil",
    "reindex",
    "analyze",
    "analyze centre",
    "begin",
    "begin exclusive",
    "commit",
    "end",
    "rollback",
    "savepoint evil",
    "release evil",
    "explain select 1",
    "explain query plan select 1",
    "with x as (select 1) insert into centre (id) select * from x",
    "with x as (select 1) update centre set id = 'X'",
    "with x as (select 1) delete from centre",
    "select load_extension('evil.so')",
    "select load_extension('evil.so', 'main') from centre",
    "select LOAD_EXTENSION(name) from centre",
    "select fts3_tokenizer('simple')",
    "select fts3_tokenizer('simple', x'0000000000000000')",
    "select icu_load_collation('en_US', 'evil')",
    "select readfile('/etc/passwd')",
    "select writefile('evil', 'x')",
    "select edit('x', 'touch evil')",
    "select fsdir('/')",
    "select * from fsdir('/')",
    "select * from csv('/etc/passwd')",
    "select * from pragma_database_list",
    "select * from pragma_table_info('centre')",
    "select count(*) from pragma_journal_mode('wal')",
    "select count(*) from centre join pragma_table_info('centre') using (name)",
    "select * from sqlite_schema",
    "select * from sqlite_master",
    "select * from sqlite_temp_schema",
    "select * from dbstat",
    "select * from sqlite_dbpage",
    "select * from fts3tokenize('simple', 'x')",
    "select * from temp.centre",
    "select * from evil.centre",
    "select 1; attach 'evil.db' as evil",
    "select 1;;;vacuum into 'evil.db'",
    "select 1; -- x\nvacuum into 'evil.db'",
    "/* select */ attach 'evil.db' as evil",
    "-- select\nattach 'evil.db' as evil",
    ";attach 'evil.db' as evil",
    "\ufeffattach 'evil.db' as evil",
    "select 1 into 'evil'",
    "select 1 where load_extension('evil.so') or 1",
    "select (select load_extension('evil.so'))",
    "select zeroblob(1000000000)",
    "select randomblob(1000000000)",
    "select printf('%.*c', 1000000000, 'x')",
    "select replace(hex(zeroblob(400000)), '0', 'xxxxxxxx')",
    "select json_extract('" + "[" * 2000 + "]" * 2000 + "', '$')",
    "select " + "(" * 2000 + "1" + ")" * 2000,
    "select " + "+".join(["1"] * 5000),
    "select " + ",".join(["1"] * 5000),
    "select " + "case when 1 then " * 2000 + "1" + " end" * 2000,
    "select * from " + ",".join(f"centre c{number}" for number in range(100)),
    "select 1 " + "union select 1 " * 5000,
    "select 1 where " + " and ".join(f"'{number}' like '%'" for number in range(5000)),
    "select like('" + "%a" * 1000 + "', 'x')",
    "select '" + "x" * 999_000,
    "select ?",
    "select ?999999",
    "select $a",
    "select 'a\0b'",
    "select \0",
    'select "no such column"',
    "select id from centre where " + "x" * 100_000,
    "select * from " + "y" * 100_000,
    "select " + "z" * 100_000 + "()",
    "select \x1b[31m",
    "select '\x1b]0;t\x07' nope from centre where",
    "",
    ";",
    "--",
    "/*",
    "(",
    "select",
]  # fmt: skip
"""Statements that may write, read a file, take all memory, or crash."""


@pytest.mark.parametrize("statement", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_statement_is_refused_in_one_line(c2c: Program, statement: str) -> None:
    file = c2c.write(SMALL + centre() + meeting(), "r.toml")
    before = file.read_text(), file.stat().st_mtime_ns
    run = c2c("sql", "-", "--data", "r.toml", stdin=statement.encode(), code=None)
    assert run.code in {0, 2}, run.err[:200]
    assert run.err.count("\n") == (run.code == 2)
    assert len(run.err) < 400
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", run.err)
    assert [found.name for found in c2c.folder.iterdir()] == ["r.toml"]
    assert (file.read_text(), file.stat().st_mtime_ns) == before


TRACED = """
import os, sys
from c2c_cli.cli import main
from test_sql_reads_only import HOSTILE
from conftest import run
for mark in ("warm", "begin"):
    try:
        os.open(f"/mark-{mark}", os.O_RDONLY)
    except OSError:
        pass
    for statement in [*HOSTILE, *sys.argv[1:]]:
        run("sql", "-", "--data", "r.toml", stdin=statement.encode())
"""

SORTS = [
    "with recursive n(i) as (select 1 union all select i + 1 from n limit 200000) "
    "select max(x) from (select printf('%100d', abs(random())) x from n order by 1 limit 150000)",
    "with recursive n(i) as (select 1 union all select i + 1 from n limit 200000) "
    "select count(*) from (select distinct printf('%100d', i) from n)",
]
"""Queries whose temporary tables are larger than the cache of SQLite."""

OPENING = re.compile(r"(?:open|openat|openat2|creat)\((?:AT_FDCWD, )?\"([^\"]*)\"")
CHANGING = re.compile(r"\b(?:creat|rename\w*|unlink\w*|mkdir\w*|link\w*|symlink\w*|truncate|chmod|socket|connect|execve|fork|vfork)\(")  # fmt: skip


@pytest.mark.process
@pytest.mark.skipif(
    not works("strace", "-o", "/dev/null", "true"),
    reason="requires strace, which may trace processes",
)
def test_no_statement_opens_or_changes_a_file(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text(SMALL + centre() + meeting())
    calls = tmp_path / "calls"
    tests = Path(__file__).parent
    env = environment(tmp_path, PYTHONPATH=f"{tests}:{tests.parent}", PYTHONDONTWRITEBYTECODE="1")
    strace = shutil.which("strace") or ""
    traced = "trace=file,network,process,truncate,ftruncate,pwrite64"
    subprocess.run(
        [strace, "-f", "-o", calls, "-e", traced, sys.executable, "-c", TRACED, *SORTS],
        cwd=tmp_path,
        env=env,
        check=True,
    )
    lines = calls.read_text().split("/mark-begin")[1].splitlines()[1:]
    opened = {found[1] for line in lines for found in OPENING.finditer(line)}
    assert {"r.toml"} <= opened
    # the seed of random numbers, and the time zone
    assert opened - {"r.toml", "/dev/urandom", "/etc/localtime"} == set()
    assert [line for line in lines if CHANGING.search(line) or "pwrite" in line] == []


ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"


@pytest.mark.posix
@pytest.mark.process
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15)])
def test_signal_ends_a_query(tmp_path: Path, number: signal.Signals, code: int) -> None:
    (tmp_path / "r.toml").write_text(SMALL)
    with subprocess.Popen(
        [PROGRAM, "sql", ENDLESS, "--data", "r.toml"],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        time.sleep(2)  # until the query runs
        running.send_signal(number)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err) == (code, b"", b"")


MANY = (
    "with recursive n(i) as (select 1 union all select i + 1 from n limit 1000) "
    "select count(*) from (select zeroblob(900000) z from n order by z, random())"
)


@pytest.mark.process
def test_query_that_needs_too_much_memory_is_ended(tmp_path: Path) -> None:
    """Run it in a process of its own, because SQLite never raises a lower limit again."""
    (tmp_path / "r.toml").write_text(SMALL)
    code = (
        "import sys; from c2c_cli.output import database; database.MAX_HEAP = 32 << 20; "
        "from c2c_cli.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "sql", MANY, "--data", "r.toml"],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        check=False,
    )
    message = b"c2c: error: QUERY: query needs too much memory\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", message)
