"""Jira, Cloud and Data Center: what it sends, how it signs, what that means to us."""
