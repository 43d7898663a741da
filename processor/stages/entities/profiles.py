"""Which tagger a profile means."""

from processor.stages.entities.combined import CombinedTagger
from processor.stages.entities.hub.choice import tagger_of
from processor.stages.entities.names.fast import FastTagger
from processor.stages.entities.names.tagger import ModelTagger
from processor.stages.entities.tagger import Tagger
from processor.stages.entities.watchlist.watchlist import Watchlist
from processor.stages.options import StageOptions


def tagger(options: StageOptions) -> Tagger:
    """Return the tagger that the settings ask for, with its models loaded."""
    watchlist = Watchlist(options.watchlist, options.models_dir) if options.watchlist else None
    if options.entities_model is not None:
        own = tagger_of(options.entities_model, options.models_dir)
        return CombinedTagger(names=own, profile="own", watchlist=watchlist)
    if options.profile == "fast":
        return CombinedTagger(names=FastTagger(), profile="fast", watchlist=watchlist)
    return CombinedTagger(names=ModelTagger(), watchlist=watchlist)
