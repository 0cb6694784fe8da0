"""What people hand in about a questionnaire in the making."""
