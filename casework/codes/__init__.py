"""The Code library: a Code, its versions and their clauses; reading a Code as published; suggestions."""
