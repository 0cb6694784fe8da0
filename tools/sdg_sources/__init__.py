"""One module per kind of source; each has `build(shared, data)`."""
