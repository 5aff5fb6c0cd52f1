"""The registry as a static website."""
