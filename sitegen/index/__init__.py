"""Where is a word? Writer and readers of the format of docs/index-format.md."""
