"""How articles flow: the link, the process pool, delivery, dead letters, and the Faust app of a worker."""
