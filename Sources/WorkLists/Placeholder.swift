// Placeholder until the first file of WorkLists.
