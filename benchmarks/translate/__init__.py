"""How fast facts become business items, beside Quix Streams with our pure functions."""
