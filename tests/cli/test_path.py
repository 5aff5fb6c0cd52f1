

def test_broken_link(c2c: Program) -> None:
    (c2c.folder / "x.toml").symlink_to("nothing")
    what = "x.toml is a broken symbolic link"
    hint = "; remove it, or change its target\n"
    assert c2c("list", "--data", "x.toml", code=3).err == f"c2c: error: {what}{hint}"
    run = c2c("path", "--data", "x.toml", code=3)
    assert run.err == f"c2c: error: {what} (specified by --data){hint}"
