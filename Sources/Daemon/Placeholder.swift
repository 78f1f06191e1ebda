// Placeholder until the first file of Daemon.
