"""People, organisations, places and other names, by a trained model that labels words."""
