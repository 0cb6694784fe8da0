"""What the public pages ask; everything here is published and stands."""
