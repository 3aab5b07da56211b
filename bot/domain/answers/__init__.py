"""What a platform's answer says: its text → what it names, and the outcome that each of them got."""
