"""What phones, mail and mischief send, row by row: how to make it, and what must become of it."""
