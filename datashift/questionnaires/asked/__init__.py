"""A questionnaire asked question by question: text in, the next question out."""
