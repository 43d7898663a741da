"""Taggers around a user's own model, in the place of the profile's."""
