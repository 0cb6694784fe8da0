"""The site: settings, addresses, the shell around every page."""
