"""Other case forms of a name, where the name itself changes: from reference grammars."""
