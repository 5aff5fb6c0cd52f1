"""`c2c check` in hooks and CI: known warnings, errors only, annotations, and a name for standard input."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from conftest import Program
from samples import SMALL, centre, environment, event, meeting, read_page, rule

HEADS = rule("heads", until=2019) + rule("heads", since=2020)
WARNS = SMALL + centre("A") + event("evaluated") + HEADS + meeting("m", status="planned")
"""A registry with five warnings."""

ALL = [
    "no-sources centre A",
    "no-sources cadence heads 2018",
    "no-sources cadence heads 2020",
    "no-sources meeting m",
    "past-meeting meeting m",
]


@pytest.mark.parametrize(
    ("ignored", "left"),
    [
        (["no-sources"], ALL[4:]),
        (["NO-SOURCES,past-meeting"], []),
        (["no-sources", "past-meeting:m"], []),
        (["no-sources:a"], ALL[1:]),
        (["no-sources:Centre A"], ALL[1:]),
        (["no-sources:heads"], [ALL[0], *ALL[3:]]),
        (["no-sources:heads 2018"], [ALL[0], *ALL[2:]]),
        (["no-sources:cadence heads 2020,no-sources:m"], [*ALL[:2], ALL[4]]),
    ],
)
def test_ignored_warnings_are_left_out(c2c: Program, ignored: list[str], left: list[str]) -> None:
    c2c.write(WARNS, "a.toml")
    options = [word for value in ignored for word in ("--ignore", value)]
    for form in ("json", "jsonl", "tsv", "text", "github"):
        run = c2c("check", "a.toml", "--as-of", "2026", "--format", form, *options)
        assert run.out.count("\n") == len(left) or form == "json"
        number = len(ALL) - len(left)
        noun = "warning" if number == 1 else "warnings"
        summary = f"c2c: {len(left)} warnings in a.toml ({number} {noun} ignored)\n"
        assert run.err == (summary.replace("1 warnings in", "1 warning in") if left else "")
        if form == "json":
            found = [f"{row['code']} {row['record']}" for row in json.loads(run.out)]
            assert found == left
        strict = c2c("check", "a.toml", "--strict", "--format", form, *options, code=None)
        assert strict.code == int(bool(left))
    shown = c2c("check", "a.toml", "--as-of", "2026", *options, terminal=True).err
    assert f"({len(ALL) - len(left)} warning" in shown


def test_ignored_warnings_of_several_files_are_counted_together(c2c: Program) -> None:
    c2c.write(WARNS, "a.toml")
    c2c.write(WARNS + "x = 1\n", "b.toml")
    run = c2c("check", "a.toml", "b.toml", "--ignore", "no-sources", "--as-of", "2026", code=1)
    assert run.err == "c2c: 1 error and 1 warning in 2 files (7 warnings ignored)\n"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("past-meeting:n", '"past-meeting:n" matches no warning; omit it'),
        ("no-sources:head", '"no-sources:head" matches no warning; omit it'),
        ("past-meeting:2018-1", '"past-meeting:2018-1" matches no warning; omit it'),
        ("no-approval", '"no-approval" matches no warning; omit it'),
        ("no-sources:cadence", '"no-sources:cadence" matches no warning; omit it'),
        ("no-sources:head 2018", '"no-sources:head 2018" matches no warning; did you mean "no-sources:heads 2018"?'),
    ],
)  # fmt: skip
def test_ignored_warning_that_does_not_occur_is_only_reported(
    c2c: Program, value: str, sentence: str
) -> None:
    c2c.write(WARNS, "a.toml")
    run = c2c("check", "a.toml", "--as-of", "2026", "--ignore", value)
    assert run.err == f"c2c: warning: --ignore {sentence}\nc2c: 5 warnings in a.toml\n"
    # beside an error, warnings may be missing
    c2c.write(WARNS + "x = 1\n", "a.toml")
    assert "matches" not in c2c("check", "a.toml", "--ignore", value, code=1).err
    c2c.write(SMALL, "a.toml")
    assert "matches" not in c2c("check", "a.toml", "no.toml", "--ignore", value, code=3).err


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ("--ignore past-meting", '--ignore: unknown code "past-meting"; did you mean "past-meeting"?'),
        ("--ignore bad-date:m", '--ignore: cannot ignore error "bad-date"; correct the file'),
        ("--ignore no-year,Syntax", '--ignore: cannot ignore error "Syntax"; correct the file'),
        ("--ignore no-year:", '--ignore: record is empty in "no-year:"; omit the colon for all records'),
        ("--errors-only --strict", "--errors-only cannot be used with --strict or --ignore"),
        ("--errors-only --ignore no-year", "--errors-only cannot be used with --strict or --ignore"),
        ("a.toml --stdin-name x", "--stdin-name requires standard input; pass - as FILE"),
        ("- --stdin-name=", "--stdin-name: file name is empty"),
    ],
)  # fmt: skip
def test_options_that_make_no_sense_are_refused(c2c: Program, args: str, sentence: str) -> None:
    c2c.write(WARNS, "a.toml")
    assert c2c("check", *args.split(), code=2) == (2, "", f"c2c: error: {sentence}\n")


def test_unknown_code_lists_the_codes_of_warnings(c2c: Program) -> None:
    err = c2c("check", "--ignore", "xyz", code=2).err
    assert err.startswith('c2c: error: --ignore: unknown code "xyz"; expected past-meeting, ')
    assert "bad-date" not in err


def test_errors_only(c2c: Program) -> None:
    c2c.write(WARNS, "a.toml")
    assert c2c("check", "a.toml", "--errors-only") == (0, "", "")
    c2c.write(WARNS + "x = 1\n", "b.toml")
    run = c2c("check", "b.toml", "--errors-only", "--format", "tsv", code=1)
    assert [row.split("\t")[5] for row in run.out.splitlines()] == ["error"]
    assert run.err == "c2c: 1 error in b.toml\n"


def test_standard_input_has_the_given_name(c2c: Program) -> None:
    wrong = (SMALL + "x = 1\n").encode()
    told = (
        "19:1: error: [organisation NATCOM] x: unknown key; expected id, name, names or contact\n"
    )
    run = c2c("check", "-", "--stdin-name", "data/my lake.toml", stdin=wrong, code=1)
    assert run == (1, f"data/my lake.toml:{told}", "c2c: 1 error in data/my lake.toml\n")
    rows = c2c("check", "--data", "-", "--stdin-name", "x", "--format", "tsv", stdin=wrong, code=1)
    assert rows.out.startswith("x\t19\t1\t")
    # another file may have the same name
    c2c.write(WARNS, "a.toml")
    both = c2c("check", "a.toml", "-", "--stdin-name", "a.toml", stdin=wrong, code=1)
    assert both.err == "c2c: 1 error and 5 warnings in 2 files\n"


def test_annotations_are_escaped_as_github_requires(c2c: Program) -> None:
    name = "a,b:50%\r\n.toml"
    c2c.write(SMALL + 'x = "50%"\n' + meeting("m", title="50%\x07"), name)
    lines = c2c("check", name, "--format", "github", code=1).out.splitlines()
    assert lines == [
        "::error file=a%2Cb%3A50%25%0D%0A.toml,line=19,endLine=19,col=1,endColumn=2,title=unknown-key::"
        "a,b:50%25%0D%0A.toml:19:1: [organisation NATCOM] x: unknown key; expected id, name, names or contact",
        "::warning file=a%2Cb%3A50%25%0D%0A.toml,line=20,endLine=20,col=1,endColumn=12,title=no-sources::"
        'a,b:50%25%0D%0A.toml:20:1: [meeting m] missing sources; add sources = ["https://…"]',
        "::warning file=a%2Cb%3A50%25%0D%0A.toml,line=22,endLine=22,col=9,endColumn=20,title=control-character::"
        "a,b:50%25%0D%0A.toml:22:9: [meeting m] title: unexpected invisible character U+0007; remove it",
    ]


def test_annotations_name_the_file_as_github_does(c2c: Program) -> None:
    text = SMALL + centre("A", note="a\nb\x07")
    c2c.write(text.replace('"a\\nb\\u0007"', '"""a\nb\\u0007"""'), "sub/a.toml")
    file = str(c2c.folder / "sub/a.toml")
    # columns are only for problems within a line
    start = "::warning file=sub/a.toml,line=24,endLine=25,title=control-character::"
    assert c2c("check", file, "--format", "github").out.startswith(f"{start}{file}:24:8: ")
    assert c2c("check", "./sub/../sub/a.toml", "--format", "github").out.startswith(start)
    stdin = Path(file).read_bytes()
    named = c2c("check", "-", "--stdin-name", "sub/a.toml", "--format", "github", stdin=stdin)
    assert named.out.startswith(start)
    unnamed = c2c("check", "-", "--format", "github", stdin=stdin).out
    assert unnamed.startswith("::warning title=control-character::<stdin>:24:8: [centre A] note: ")
    c2c.write(SMALL, "valid.toml")
    assert c2c("check", "valid.toml", "--format", "github") == (0, "", "")


def test_shell_completes_the_codes_of_warnings(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_C2C_COMPLETE", "1")
    assert c2c("check", "--ignore", "past").out == "past-meeting\n"
    assert (
        c2c("check", "--ignore", "no-year,not-a").out == "no-year,not-a-url\nno-year,not-an-email\n"
    )
    assert c2c("check", "--ignore", "bad").out == ""
    assert c2c("check", "--stdin-name", "").out == ":files\n"


HOOK = re.findall(r"^#!/bin/sh\n.*?^}\n", read_page("automate"), re.DOTALL | re.MULTILINE)[0]

WRONG = WARNS + "x = 1\n"


@pytest.mark.posix
@pytest.mark.process
class TestHook:
    """The hook of docs/guides/automate.md, in a repository with a valid registry."""

    @pytest.fixture(autouse=True)
    def _repository(self, c2c: Program) -> None:
        self.folder = c2c.folder
        self.git("init", "-q", "-b", "main")
        hook = c2c.write(HOOK, ".git/hooks/pre-commit")
        hook.chmod(0o755)
        c2c.write('[project]\nname = "x"\n', "pyproject.toml")
        c2c.write(WARNS)
        self.git("add", ".")
        assert self.commit() == (0, "")

    def git(self, *args: str) -> tuple[int, str]:
        author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        done = subprocess.run(
            ["git", *author, *args],
            cwd=self.folder,
            env=environment(self.folder),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def commit(self, *args: str) -> tuple[int, str]:
        return self.git("commit", "-qm", "x", *args)

    def refuses(self, name: str, *args: str) -> bool:
        code, out = self.commit(*args)
        return (
            code == 1 and out.startswith(f"{name}:") and out.endswith(f"c2c: 1 error in {name}\n")
        )

    @pytest.mark.parametrize(
        "name", ["data/c.toml", "c.TOML", "our data/my centres.toml", "a/b/유네스코.toml"]
    )
    def test_renamed_registry_is_checked(self, c2c: Program, name: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", "data/centres.toml", name)
        assert self.commit() == (0, "")
        c2c.write(WRONG, name)
        assert self.refuses(name, "-a")
        self.git("add", ".")
        self.git("mv", name, "d.toml")
        assert self.refuses("d.toml")

    def test_staged_version_is_checked(self, c2c: Program) -> None:
        file = c2c.write(WRONG)
        self.git("add", ".")
        c2c.write(WARNS)
        assert self.refuses("data/centres.toml")
        file.unlink()
        assert self.refuses("data/centres.toml")
        c2c.write("x = 1\n" + WARNS)
        self.git("add", ".")
        c2c.write("x", "other.txt")
        self.git("add", "other.txt")
        assert self.refuses("data/centres.toml")

    def test_error_that_hides_the_network_is_found(self, c2c: Program) -> None:
        c2c.write(WARNS.replace("schema = 1", "").replace("[network]", "[netwrk]"))
        code, out = self.commit("-a")
        assert code == 1
        assert "unknown table" in out

    def test_deleted_registry_and_other_files_are_no_errors(self) -> None:
        self.git("rm", "-q", "data/centres.toml")
        assert self.commit() == (0, "")
        assert self.commit("--allow-empty") == (0, "")

    def test_settings_of_git_do_not_matter(self, c2c: Program) -> None:
        c2c.write(WRONG)
        c2c.write("*.toml binary\n", ".gitattributes")
        self.git("add", ".")
        for setting in ("color.ui=always", "core.quotePath=true", "grep.lineNumber=true"):
            self.git("config", *setting.split("="))
        assert self.refuses("data/centres.toml")

    def test_hook_may_be_stored_in_the_repository(self, c2c: Program) -> None:
        (self.folder / ".git/hooks/pre-commit").unlink()
        c2c.write(HOOK, "hooks/pre-commit").chmod(0o755)
        self.git("config", "core.hooksPath", "hooks")
        self.git("add", ".")
        assert self.commit() == (0, "")
        c2c.write(WRONG)
        assert self.refuses("data/centres.toml", "-a")
