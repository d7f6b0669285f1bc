"""One file that holds the database and every frozen file, and the way back."""
