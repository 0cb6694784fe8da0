"""What pages about questionnaires in the making show."""
