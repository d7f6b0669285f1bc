"""Where an exhibit comes from, how it was collected and how it is to be handled: what officers declare of it."""
