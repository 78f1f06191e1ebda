// Placeholder until the first file of DeliveryLog.
