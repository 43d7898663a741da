"""One command a file, each with a click command (or group) named `command`. `processor.cli.main` lists them."""
