"""Everything that changes a questionnaire in the making."""
