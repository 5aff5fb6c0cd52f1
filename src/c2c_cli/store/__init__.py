"""Reading, checking, editing and writing of registry files."""
