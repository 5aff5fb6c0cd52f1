"""The readme and the addresses in the metadata of the package."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_RELATIVE = re.compile(r'(?P<before>\]\(|(?P<picture>src(?:set)?=)")(?!https?:|#)(?P<path>[^)"]+)')
"""A link or a picture in Markdown or HTML, with a path in the repository."""


class PackageMetadata(MetadataHookInterface):
    """Fill in what depends on the address of the repository."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the readme and, once `repository` is set in pyproject.toml, the addresses."""
        repository: str = self.config["repository"]
        readme = (Path(self.root) / "README.md").read_text("utf-8")
        metadata["urls"] = {}
        if repository:
            readme = absolute(readme, repository)
            metadata["urls"] = {
                "Homepage": repository,
                "Documentation": f"{repository}/blob/main/docs/README.md",
                "Changelog": f"{repository}/blob/main/CHANGELOG.md",
                "Issues": f"{repository}/issues",
                "Source": repository,
            }
        metadata["readme"] = {"content-type": "text/markdown", "text": readme}


def absolute(text: str, repository: str) -> str:
    """Return the text with the relative links as addresses of a repository on GitHub."""

    def address(match: re.Match[str]) -> str:
        kind = "raw" if match["picture"] else "blob"
        return f"{match['before']}{repository}/{kind}/main/{match['path']}"

    return _RELATIVE.sub(address, text)
