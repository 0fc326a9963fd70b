// Package distributed propagates labels over a graph that is too large for one machine, on a cluster that Apache Beam
// can use. It makes the plain fixed-point iteration of label propagation [zhu2002] or label spreading [zhou2004], and
// gives the same bits as labelprop.Solve with the solver labelprop.Iteration on one machine, whatever the number of
// blocks and of iterations in a batch.
//
// The rows are cut into blocks, once. An iteration moves the values of rows at the ends of edges between blocks,
// never the edges. After each batch of iterations all values are in files, from which a run that was ended goes on.
//
// docs/distributed.md tells when to use it: for what fits one machine, one machine is ten times as fast.
package distributed
