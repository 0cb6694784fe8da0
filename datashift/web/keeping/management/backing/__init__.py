"""Backups: everything that is kept, in one encrypted file, and back."""
