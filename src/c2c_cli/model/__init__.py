"""The nouns of a registry and their rules. Knows neither files nor output."""
