// Placeholder until the first file of Reminders.
