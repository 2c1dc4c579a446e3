"""From sentences to a score: encoder, scoring, calibration and their measurement."""
