"""Commands of one's own: `c2c foo` runs `c2c-foo` from PATH, and the example of docs/guides/extensions.md."""

import json
import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from conftest import Program
from samples import PROGRAM, ROOT, SMALL, environment, read_page

pytestmark = [pytest.mark.process, pytest.mark.posix]

SHOWING = """\
#!/bin/sh
printf 'data=%s\\n' "$C2C_DATA"
for word; do printf '[%s]\\n' "$word"; done
"""


class Extensions:
    """The installed program, with programs of one's own in a directory of PATH."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.here = folder / "here"
        self.path = (
            f"{self.bin}{os.pathsep}{Path(PROGRAM).parent}{os.pathsep}/usr/bin{os.pathsep}/bin"
        )

    def add(self, name: str, text: str = SHOWING, mode: int = 0o755) -> Path:
        file = self.bin / name
        file.write_text(text)
        file.chmod(mode)
        return file

    def __call__(
        self, *args: str, stdin: str = "", cwd: Path | None = None, **more: str
    ) -> tuple[int, str, str]:
        env = environment(self.home, **{"PATH": self.path, **more})
        done = subprocess.run(
            [PROGRAM, *args],
            env=env,
            cwd=cwd or self.here,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def own(c2c: Program, tmp_path: Path) -> Extensions:
    c2c.write(SMALL)
    return Extensions(tmp_path)


def test_program_gets_its_arguments_unchanged(own: Extensions) -> None:
    own.add("c2c-foo")
    words = ["-h", "--help", "--data", "x", "", "a b", "a\nb", "*", "유네스코", "--", "-"]
    code, out, err = own("foo", *words)
    assert (code, err) == (0, "")
    shown = "".join(f"[{word}]\n" for word in words)
    assert out == f"data={own.here}/data/centres.toml\n{shown}"
    assert own("help", "foo") == own("foo", "--help")
    assert own("foo", "help")[1].endswith("[help]\n")


def test_program_has_the_streams_and_the_exit_code_of_c2c(own: Extensions) -> None:
    own.add("c2c-foo", "#!/bin/sh\ntr a-z A-Z\necho oops >&2\nexit 42\n")
    assert own("foo", stdin="abc\n") == (42, "ABC\n", "oops\n")
    own.add("c2c-foo", "#!/bin/sh\nkill -TERM $$\n")
    assert own("foo")[0] == -signal.SIGTERM
    # Python ignores SIGPIPE, and a shell script would print an error for each line
    own.add("c2c-foo", "#!/bin/sh\nyes\n")
    piped = f"{PROGRAM} foo 2> err.txt | head -n 1"
    env = environment(own.home, PATH=own.path)
    done = subprocess.run(["sh", "-c", piped], env=env, capture_output=True, text=True, check=True)
    assert (done.stdout, Path("err.txt").read_text()) == ("y\n", "")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", "HERE/data/centres.toml"),
        ("my lake.toml", "HERE/my lake.toml"),
        ("missing.toml", "HERE/missing.toml"),
        ("/nonexistent/x.toml", "/nonexistent/x.toml"),
        ("-", "-"),
        ("world", f"{ROOT}/data/world.toml"),
    ],
)
def test_program_gets_the_path_of_the_registry(own: Extensions, data: str, expected: str) -> None:
    own.add("c2c-foo")
    assert own("foo", C2C_DATA=data)[1] == f"data={expected.replace('HERE', str(own.here))}\n"
    below = own.here / "below"
    below.mkdir()
    if not data:
        assert own("foo", cwd=below)[1] == f"data={own.here}/data/centres.toml\n"


def test_commands_of_a_program_use_the_same_registry(own: Extensions) -> None:
    own.add("c2c-foo", "#!/bin/sh\ncd / && c2c organisations --columns id && cat -\n")
    assert own("foo", stdin="x")[:2] == (0, "NATCOM\nx")


def test_commands_of_c2c_win(own: Extensions) -> None:
    for name in ("list", "help", "cli", "-x", "a b", "ä", "", "a.b"):
        own.add(f"c2c-{name}", "#!/bin/sh\necho mine\n")
    (own.bin / "c2c-folder").mkdir()
    (own.bin / "c2c-link").symlink_to(PROGRAM)
    (own.bin / "c2c-dangling").symlink_to("nowhere")
    (own.bin / "c2c-endless").symlink_to("c2c-endless")
    for word in (
        "list",
        "help",
        "cli",
        "-x",
        "a b",
        "ä",
        "",
        "folder",
        "link",
        "dangling",
        "../foo",
    ):
        assert "mine" not in own(word)[1]
    for word in ("cli", "folder", "link", "dangling", "endless", "a.b", "bin/foo"):
        code, out, err = own(word)
        assert (code, out) == (2, "")
        assert err.startswith(f'c2c: error: unknown command "{word}"; ')
    assert "Extensions" not in own("--help")[1]


def test_program_that_cannot_be_run_is_reported_in_one_sentence(own: Extensions) -> None:
    file = own.add("c2c-foo", mode=0o644)
    assert own("foo") == (
        2,
        "",
        f'c2c: error: unknown command "foo": {file} is not executable; run chmod +x {file}\n',
    )
    hint = "its first line must name an installed interpreter, such as #!/bin/sh"
    own.add("c2c-foo", "echo hello\n")
    assert own("foo") == (3, "", f"c2c: error: cannot run {file}: exec format error; {hint}\n")
    own.add("c2c-foo", "#!/nonexistent/sh\n")
    assert own("foo") == (
        3,
        "",
        f"c2c: error: cannot run {file}: no such file or directory; {hint}\n",
    )


def test_executable_program_later_in_path_is_run(own: Extensions) -> None:
    own.add("c2c-foo", mode=0o644)
    other = own.here / "other"
    other.mkdir()
    second = other / "c2c-foo"
    second.write_text("#!/bin/sh\necho second\n")
    second.chmod(0o755)
    assert own("foo", PATH=f"{own.path}:{other}")[1] == "second\n"
    assert f"\n  foo            {second}\n" in own("--help", PATH=f"{own.path}:{other}")[1]


def test_empty_or_unreadable_entries_of_path_are_ignored(own: Extensions) -> None:
    own.add("c2c-foo")
    here = own.here / "c2c-bar"
    here.write_text(SHOWING)
    here.chmod(0o755)
    for path in (f":{own.path}", f"{own.path}:", f"/nonexistent::{here}:{own.path}"):
        assert own("bar", PATH=path)[0] == 2
        out = own("--help", PATH=path)[1]
        assert "c2c-bar" not in out
        assert out.count("c2c-foo") == 1


def test_help_lists_extensions_and_the_shell_completes_them(own: Extensions) -> None:
    before = own("--help")[1]
    files = [own.add(f"c2c-{name}") for name in ("zoo", "audit_2", "a-rather-long-name")]
    out = own("--help")[1]
    section = re.search(r"^Extensions:\n((?:  .*\n)+)\n", out, re.MULTILINE)
    assert section is not None
    assert section[1].splitlines() == [
        f"  {'a-rather-long-name':18}  {files[2]}",
        f"  {'audit_2':18}  {files[1]}",
        f"  {'zoo':18}  {files[0]}",
    ]
    assert out.replace(section[0], "") == before
    assert own("zooo") == (2, "", 'c2c: error: unknown command "zooo"; did you mean "zoo"?\n')
    # a long description is cut
    assert own("z", _C2C_COMPLETE="1")[1].startswith(f"zoo\t{str(files[0])[:70]}")
    assert own("zoo", "", _C2C_COMPLETE="1")[1] == ":files\n"
    assert (
        own("list", "zoo", "", _C2C_COMPLETE="1")[1] == own("list", "x", "", _C2C_COMPLETE="1")[1]
    )
    # a likely name of a command gets its hint, unless it is an extension
    assert own("ls") == (2, "", 'c2c: error: unknown command "ls"; use c2c list\n')
    own.add("c2c-ls", "#!/bin/sh\necho mine\n")
    assert own("ls") == (0, "mine\n", "")


def test_directory_with_a_hostile_name_is_escaped(own: Extensions) -> None:
    hostile = own.here / "x\x1b[31m\n\u202ey"
    hostile.mkdir()
    file = hostile / "c2c-foo"
    file.write_text(SHOWING)
    path = f"{own.path}:{hostile}"
    err = own("foo", PATH=path)[2]
    assert err.count("\n") == 1
    file.chmod(0o755)
    assert own("foo", PATH=path)[0] == 0
    completed = own("f", PATH=path, _C2C_COMPLETE="1")[1]
    assert (completed[:4], completed.count("\n"), "\x1b" in completed) == ("foo\t", 1, False)
    for shown in (err, own("--help", PATH=path)[1]):
        assert "x\\u001b[31m\\n\\u202ey/c2c-foo" in shown


def test_bundled_registry_stays_read_only_for_a_program(own: Extensions) -> None:
    own.add("c2c-foo", "#!/bin/sh\nexec c2c edit network --name x\n")
    assert own("foo", C2C_DATA="-")[0] == 2


EXAMPLE = re.findall(r"^```python\n(.*?)^```$", read_page("extensions"), re.DOTALL | re.MULTILINE)[
    0
]


def test_quickstatements_of_the_bundled_registry(own: Extensions) -> None:
    own.add("c2c-quickstatements", EXAMPLE)
    code, out, err = own("quickstatements", C2C_DATA="world")
    assert (code, err) == (0, "")
    string, line = r'"[^"\t|]+"', r"Q\d+\t(?:P6782|P213|P856|L[a-z-]+)\t{0}(?:\tS854\t{0})?"
    assert all(re.fullmatch(line.format(string), text) for text in out.splitlines())
    listed = json.loads(own("list", "--format", "json", C2C_DATA="world")[1])
    known = {
        centre["identifiers"]["wikidata"]: centre
        for centre in listed
        if "wikidata" in centre.get("identifiers", {})
    }
    for text in out.splitlines():
        item, name, value, *reference = text.split("\t")
        centre = known[item]
        assert reference in ([], ["S854", f'"{next(iter(centre.get("sources", [])), "")}"'])
        stated = {
            "P6782": centre["identifiers"].get("ror", "").removeprefix("https://ror.org/"),
            "P213": centre["identifiers"].get("isni", "").replace(" ", ""),
            "P856": centre.get("website"),
            **{f"L{tag.lower()}": label for tag, label in centre.get("names", {}).items()},
        }
        assert value == f'"{stated[name]}"'
    assert 'Q112831890\tP6782\t"000t1x690"\n' in out
    assert 'Q112831890\tP856\t"https://unesco-iwssm.org"\n' in out
    assert 'Q112831890\tLko\t"유네스코 물안보 국제연구교육센터"\n' in out
    assert len({text.split("\t")[0] for text in out.splitlines()}) == len(known)


def test_quickstatements_quotes_or_omits(own: Extensions) -> None:
    file = own.add("c2c-quickstatements", EXAMPLE)
    text = (
        SMALL
        + '[[centre]]\nid = "A"\nname = "A"\nsector = "culture"\ncountry = "KR"\n'
        + 'names = { ko = "가 \\"나\\"", zh-Hant = "中" }\nwebsite = "https://a.example"\n'
        + 'identifiers = { wikidata = "Q1" }\nsources = ["https://b.example/?q=1"]\n'
    )
    (own.here / "data/centres.toml").write_text(text)
    assert own("quickstatements") == (
        0,
        'Q1\tP856\t"https://a.example"\tS854\t"https://b.example/?q=1"\nQ1\tLzh-hant\t"中"\n',
        'omitted Lko of A: 가 "나"\n',
    )
    assert own("quickstatements", "--country", "JP") == (0, "", "")
    assert own("quickstatements", "--sector", "cultre")[0] == 2
    code, out, err = own("help", "quickstatements")
    assert (code, err) == (0, "")
    assert out.startswith("Print QuickStatements for the centres")
    assert file.exists()
