"""What `samachar top` shows: workers' metrics and their groups' lag, over the last seconds."""
