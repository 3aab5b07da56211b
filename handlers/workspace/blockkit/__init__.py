"""Block Kit as Slack checks it: limits, ids, and what people type into elements."""
