"""The one command: it composes the services."""
