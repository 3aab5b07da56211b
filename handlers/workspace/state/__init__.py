"""What the workspace holds, how it is saved, and how its time moves."""
