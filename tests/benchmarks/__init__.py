"""Measurements. They print ratios, and fail nothing."""
