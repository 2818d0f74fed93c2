"""Speed, printed as ratios that are measured in one run beside what a user would otherwise pick."""
