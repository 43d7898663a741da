"""Places and organisations by their names in every language that the Unicode CLDR knows."""
