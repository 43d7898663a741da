"""The command line, `samachar`: thin commands over the engine, the brokers and the contracts."""
