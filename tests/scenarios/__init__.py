"""Stories with known answers: what a director should be told, and when to be silent."""
