// Package network solves the one equation of label propagation.
//
//	graph + labels + method → Network → balances → equation → Solution
//
// # The pipeline
//
//  1. A [Method] describes itself in one small value: the [Rule] by which a free node
//     balances, and what else the solvers need to know. Nothing here asks which method
//     it is.
//  2. [New] sets out a [Network]: which nodes are free, which are clamped to their labels,
//     and which components hold a label (network.go). A weight is exp(-γt+s), and stays a
//     pair (t, s) of package lognum, so that none underflows (weights.go, degrees.go). With
//     signed sources, clusters that hardly hang together are taken apart (bottlenecks.go).
//  3. assembleRows writes the balance of every free node, once (rows.go, balance.go).
//     A large complete graph may be a dense matrix instead (dense.go).
//  4. equation normalises the balances to (I - αM)x = b in float64 (equation.go). In the code
//     M stands for αM.
//  5. [Solve] runs the solver that is asked for (solve.go), or chooses one (choose.go):
//     elimination without subtractions for small graphs and for weights that range too widely
//     (eliminate.go, package elimination); conjugate gradients otherwise (solvecertified.go,
//     cg.go, cg_mixed.go in float32, cholesky.go), or products with the dense matrix. Where
//     walks are caught for too long, differences of potentials are solved for (approximate.go,
//     package laplacian). The plain iteration is in iteration.go.
//     Where walks may end without a label, scores fall with the distance to the labels, out
//     of any range: those are solved in units of themselves by the method of Gauss and
//     Seidel (conditioned.go, conditioned_scale.go, gaussseidel.go, gaussseidel_band.go), with bounds of their
//     own (conditioned_error.go, conditioned_bounds.go).
//  6. A certificate bounds the error of every entry, and tells which labels are proven
//     (certificate.go, componentwise.go, residualbounds.go, errorbound.go); it also decides
//     when conjugate gradients may stop (solvecertified.go, stopping.go). What float64 cannot
//     tell apart at γ → 0 is decided by the limit (flatlimit.go).
//
// # What builds on it
//
// [Solve] needs none of these. Answers to single labels, all at once: [Network.EachResponse]
// (responses.go) for exact leave-one-out, [Network.FastLeaveOneOut] (loo_fast.go,
// returnprobabilities.go, returncolumns.go) for the same from one solve, [Network.LabelShares] (currents.go) for
// explanations, [Network.Covariance] (covariance.go) for active learning. Methods with a
// solver of their own use [Poisson] (poisson.go, poissonunits.go), which has a certificate of its
// own (poissonproof.go, poissonerrors.go, hittingtimes.go, proveleads.go), its [Diffusion] (chebyshev.go) for
// Poisson MBO, and [System] (system.go) for equations that they write out by themselves.
package network
