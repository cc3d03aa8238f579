"""The contracts that Passerelle's services meet in: what is said on each topic.

Imports pydantic and nothing of ours. Read `topics` first: it is the table of contents.
"""
