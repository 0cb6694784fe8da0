"""Tables with all their margins: what to hide, round or blur so that nobody is found in them."""
