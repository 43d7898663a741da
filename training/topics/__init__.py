"""From marked headlines to the topics head that ships."""
