// Package labelprop solves label propagation: it computes labels for all nodes of a
// similarity graph from the labels of a few.
//
// # The pipeline
//
//  1. Build a graph, whose nodes are the rows of the features: [graph.KNN] finds neighbours,
//     and [graph.Neighbors.Weigh] turns distances into edge weights. For a ready-made graph see
//     [graph.FromEdges].
//  2. Give the known labels as [Seeds]: one class for each node ([Classes]), shares of
//     classes with a label weight ([Soft]), sets of labels ([MultiLabel]), or real numbers
//     ([Values]). [Seeds.WithPrior] adds the probabilities of another classifier.
//  3. Choose a [Method]: [Harmonic] and [Spreading] are the classical ones, [Poisson] and
//     [BalancedPoisson] are for very few labels. [DefaultMethod] recommends one.
//  4. [Solve] returns a [Result]: labels, scores, the [Status] of every node, and which
//     labels are proven. [Result.Probabilities] are the scores as probabilities.
//  5. Adjust the class sizes, if they are known: [Result.ProjectedTo],
//     [Result.ClassMassNormalized].
//  6. Predict new rows without solving again: [graph.Neighbors.Link] joins them to the graph,
//     and [Result.Predict] answers.
//  7. Count what is right, by package labelprop/metric.
//
// In a program:
//
//	near, err := graph.KNN(ctx, x, 10, nil)         // the neighbours
//	g, err := near.Weigh(kernel.SharedNeighbors{})  // the edge weights
//	seeds, err := labelprop.Classes(y, 0)           // the known labels
//	res, err := labelprop.Solve(ctx, g, seeds, labelprop.Harmonic{}, nil)
//	links, err := near.Link(ctx, later, kernel.SharedNeighbors{}) // new rows
//	p, err := res.Predict(links)
//
// # Choosing, checking, explaining
//
// [LeaveOneOut] predicts each given label from the others. On it rest the choice of a graph
// and a method ([Tune], [TuneWidths], [TuneHoldOut], [Compare]), the calibration of
// probabilities ([LOO.Calibrate]), and the search for wrong labels ([Suspects],
// [CrossSuspects]). [Conformal] returns prediction sets: the classes that each row may have, with a
// guarantee. [Suggest] names the rows to label next, and [Explain] the labels that
// an answer comes from.
//
// # Tables of mixed columns
//
// On some tables other classifiers are better than a graph. [Pool] makes one answer of
// several opinions: of a graph ([GraphOpinion]), of a random forest ([ForestOpinion]) and of
// regressions ([RidgeOpinion], [LogisticOpinion], [SparseLogisticOpinion]), weighted by how well
// each predicts the labels left out. [PoolRule] then answers for new rows, by [Forest], [Ridge],
// [Logistic], [SparseLogistic] and [Result.Predict], and tells what each opinion adds. Opinions on
// other evidence, such as texts, stand beside the rest (Opinion.Beside). Package [features] turns
// columns of numbers and categories into a matrix.
//
// # No silent wrong label
//
// A node without a path to a label gets [Unlabeled] and a row of zeros. What a user should
// know is in [Result.Warnings]. A label is proven if the bounds on all errors of computation cannot
// change it: it is the exact answer on the graph as given, which is a statement about the
// arithmetic, not about the graph or the data. The confidence
// of an answer is its largest probability.
package labelprop

// Unlabeled is the label of a node that has none.
const Unlabeled = -1
