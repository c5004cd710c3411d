"""The authority and the links: who is named where, and by which rule."""
