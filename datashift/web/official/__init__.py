"""Official figures on the platform: by source and version, never mixed with those of citizens."""
