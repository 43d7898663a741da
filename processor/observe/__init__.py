"""How a worker is watched: metrics, health, logs, consumer lag. Knows nothing of Faust."""
