"""Trained models that several stages use: the sentence encoder, its weights and its tokenizer."""
