"""What imports are compared with, and how they are shown."""
