"""The language room: what is the same word? It knows no document."""
