// Package labelprop says what: it spreads a few known labels over the nodes of a
// similarity graph.
//
//	near, err := graph.KNN(ctx, x, 10, nil)            // who is near whom
//	g, err := near.Weigh(kernel.SharedNeighbors{})     // how much that counts
//	res, err := labelprop.Solve(ctx, g, labelprop.Classes(y), labelprop.Harmonic{}, nil)
//
// No label is given silently: every node has a [Status], a node that no label can
// reach gets [Unlabeled] and a row of zeros, and what a user should know stands in
// [Result.Warnings].
package labelprop

// Unlabeled is the label of a node that has none.
const Unlabeled = -1
