"""What is said, written down: reading captions others made, writing ours, and the transcript made of them."""
