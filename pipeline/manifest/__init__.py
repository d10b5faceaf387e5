"""The record of a run: versions, settings, and the checksum of everything read and written."""
