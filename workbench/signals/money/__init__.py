"""What payments say: who pays whom for what innocent reason, what strangers' money does, and the shapes it makes."""
