"""Small things that every package needs and that are about none of them."""
