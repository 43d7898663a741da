"""How to reach a broker: any Kafka, the embedded one of the demo, a local Apache Kafka for tests and development."""
