"""Set how long things are kept, and erase them."""
