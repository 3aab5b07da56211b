"""What the workspace sends to the app: payloads, signatures, HTTP and Socket Mode."""
