"""The platform: everything that knows Django."""
