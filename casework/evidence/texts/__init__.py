"""The words in evidence: read by software, corrected by officers, and never written into the original."""
