"""The live stream: its page, its channels, and who opened it."""
