"""What changes questionnaires, devices and submissions."""
