// Package graph says who: which rows are near which, and the weighted graph made
// of them.
//
// The work is cut in two. A search ([KNN], [Radius], [Complete]) finds the pairs
// and costs seconds; [Neighbors.Weigh] gives them weights and costs
// milliseconds, so that a sweep over many bandwidths needs one search. Ready-made
// graphs come in by [FromEdges] and [FromMatrix].
//
// All graphs are undirected, without self-loops. Nothing here depends on the
// number of processors: ties are broken by distance, then by index.
package graph
