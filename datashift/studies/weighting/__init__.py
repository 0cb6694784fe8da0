"""The design of a study: what it may say, and the weights and replicates that follow from it."""
