"""The JSON door: POST /in/api/<key>, with idempotency keys and an answer promise."""
