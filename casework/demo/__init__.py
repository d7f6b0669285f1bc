"""The demo council: plainly fictional people, posts and cases, so that each page has something to show."""
