"""The parts of an XForm: its model, words, paths and controls."""
