"""What the article as a whole says of its names: rules shared by all taggers, text and spans in, spans out."""
