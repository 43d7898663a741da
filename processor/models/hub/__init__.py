"""A user's own model: a folder in Hugging Face layout, read without that company's training library."""
