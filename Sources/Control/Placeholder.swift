// Placeholder until the first file of Control.
