"""Leads without its screens: ingest, scoring, reads and writes, and the command line."""
