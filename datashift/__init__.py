"""DataShift: citizen-generated data, turned into evidence that people use."""

__version__ = "0.1.0"
