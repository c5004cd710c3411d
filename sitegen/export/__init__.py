"""How does the archive leave: as rows, feeds, and a map for search engines?"""
