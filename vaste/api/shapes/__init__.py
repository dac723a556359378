"""What goes in and out, as typed bodies: the contract that the OpenAPI document shows."""
