"""What the desk reads from all the rooms beneath it."""
