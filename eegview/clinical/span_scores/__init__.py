"""How far two sets of spans agree: by time, span by span, at their edges, and epoch by epoch."""
