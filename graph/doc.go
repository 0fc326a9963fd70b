// Package graph finds neighbours and builds weighted graphs.
//
// There are two steps:
//
//  1. A search ([KNN], [Radius], [Complete]) finds near rows and returns [Neighbors]: edges
//     with distances. It takes seconds.
//  2. [Neighbors.Weigh] applies a kernel to the distances and returns a [Graph]: edges with
//     weights. It takes milliseconds, so that a sweep over many bandwidths needs one search.
//
// [Neighbors.Link] joins new rows to the rows of a graph, to predict their labels.
// Ready-made graphs come in by [FromEdges] and [FromMatrix].
//
// All graphs are undirected, without self-loops. Nothing depends on the number of
// processors, nor on the order of the rows: equal rows are one node, nodes are numbered by the
// values of their rows, and ties are decided by these numbers. Only [Pairs], [FromEdges] and
// [FromMatrix] take the nodes in the order given.
package graph
