"""What detectors share: the snapshot, contexts that explain links away, pairs, evidence and groups."""
