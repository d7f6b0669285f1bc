"""Redaction: solid boxes burned into a picture rebuilt from its pixels, and eight checks of the finished file.

Nothing here knows the database. What comes in are the pixels of a page, drawn by the sealed decoder; what goes out is
a PNG that holds those pixels, the boxes and nothing else.
"""
