"""Officers, sign-in, sessions and roles."""
