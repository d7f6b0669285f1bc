"""Signed evidence packs: what goes into one, how it is written, signed and checked again."""
