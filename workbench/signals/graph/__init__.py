"""The shape of a graph: components, cores, ranks, triangles, parts and go-betweens, over arrays of whole numbers."""
