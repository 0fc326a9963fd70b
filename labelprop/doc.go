// Package labelprop solves label propagation: it computes labels for all nodes of a
// similarity graph from the labels of a few.
//
// # The pipeline
//
//  1. Build a graph: [graph.KNN] finds neighbours, and Weigh turns distances into edge
//     weights. Any other graph will do, see [graph.FromEdges].
//  2. Hand in the known labels as [Seeds]: one class for each node ([Classes]), shares of
//     classes with a label weight ([Soft]), sets of labels ([MultiLabel]), or real numbers
//     ([Values]). [Seeds.WithPrior] adds the probabilities of another classifier.
//  3. Choose a [Method]: [Harmonic] and [Spreading] are the classical ones, [Poisson] and
//     [BalancedPoisson] are for very few labels. [DefaultMethod] recommends one.
//  4. [Solve] returns a [Result]: labels, scores, the [Status] of every node, and which
//     labels are proven. [Result.Probabilities] are the scores as probabilities.
//  5. Adjust the class sizes, if they are known: [Result.ProjectedTo],
//     [Result.ClassMassNormalized].
//  6. Predict new rows without solving again: [Result.Predict].
//
// In a program:
//
//	near, err := graph.KNN(ctx, x, 10, nil)         // the neighbours
//	g, err := near.Weigh(kernel.SharedNeighbors{})  // the edge weights
//	seeds, err := labelprop.Classes(y, 0)           // the known labels
//	res, err := labelprop.Solve(ctx, g, seeds, labelprop.Harmonic{}, nil)
//
// # Around it
//
// [LeaveOneOut] predicts each given label without itself. On it rest the choice of a graph
// and a method ([Tune], [TuneWidths], [TuneHoldOut], [Compare]), the calibration of
// probabilities ([LOO.Calibrate]), and the search for wrong labels ([Suspects],
// [CrossSuspects]). [Conformal] returns prediction sets: the classes that each row may have, with a
// guarantee. [Suggest] names the rows to label next, and [Explain] the labels that
// an answer comes from.
//
// # Tables of mixed columns
//
// Where rows are those of a table, the features alone say something, too. [Pool] makes one
// answer of several opinions: of graphs ([GraphOpinion]), of a random forest
// ([ForestOpinion]) and of regressions ([RidgeOpinion], [LogisticOpinion]), each judged by the
// labels left out. [PoolRule] then answers for new rows, by [Forest], [Ridge], [Logistic] and
// [Result.Predict], and tells what each opinion adds. Package [features] reads columns of
// numbers and categories.
//
// # No silent wrong label
//
// A node that no label reaches gets [Unlabeled] and a row of zeros. Caveats are reported in
// [Result.Warnings]. A label is proven if the bounds on all errors of computation cannot
// change it: it is the exact answer on the graph as given, which is a statement about the
// arithmetic, not about the graph or the data. The confidence
// of an answer is its largest probability.
package labelprop

// Unlabeled is the label of a node that has none.
const Unlabeled = -1
