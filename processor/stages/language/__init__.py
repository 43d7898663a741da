"""Which language an article is written in: BCP 47 tag, script, calibrated confidence and segments."""
