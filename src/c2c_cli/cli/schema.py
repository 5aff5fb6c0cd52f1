"""`c2c schema`: the JSON Schema of the registry format, for editors."""

import json

from c2c_cli import streams
from c2c_cli.cli import group
from c2c_cli.model import json_schema


@group.new_command("c2c schema", "c2c schema > centres.schema.json")
def command() -> None:
    """Print the JSON Schema of the registry format."""
    streams.write(json.dumps(json_schema.schema(), ensure_ascii=False, indent=2) + "\n")
