"""Small inline pictures that answer one question each, with a text alternative."""
