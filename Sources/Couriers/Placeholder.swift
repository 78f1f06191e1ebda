// Placeholder until the first file of Couriers.
