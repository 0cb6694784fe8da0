"""What pages ask about assessments and what stands around them."""
