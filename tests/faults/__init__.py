"""What the service survives: kills, full and torn disks, wrong clocks, locks, and too few handles."""
