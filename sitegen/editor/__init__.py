"""What does an archivist decide, and how does it get into the archive's files?

`suggest` and `review` read the archive and write tables; `apply` reads the decisions back.
"""
