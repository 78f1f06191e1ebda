// Placeholder until the first file of Messages.
