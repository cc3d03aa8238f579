"""`python -m passerelle` is the command as well."""

from passerelle.cli import main

main()
