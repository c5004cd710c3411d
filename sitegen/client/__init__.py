"""What runs in the reader's browser: plain classic scripts, and which of them make a file."""
