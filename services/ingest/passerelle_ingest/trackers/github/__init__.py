"""GitHub: what it sends, how it signs, and what that means in our words."""
