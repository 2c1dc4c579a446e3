"""From sentences to a score: the encoder, the scoring method, its calibration and its measurement."""
