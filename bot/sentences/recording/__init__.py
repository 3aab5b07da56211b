"""Recording what came back: platforms' answers, and what is kept of them."""
