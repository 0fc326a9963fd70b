// Package laplacian solves
//
//	gᵢxᵢ + Σⱼwᵢⱼ(xᵢ - xⱼ) = bᵢ,   w, g, b ≥ 0,
//
// the potentials of a network of conductances w that is joined to a ground of potential 0 by g,
// with proven bounds on the errors. Neither the number of iterations nor the bounds depend on how
// widely the conductances range: those of the heaviest spanning tree may span 260 orders of magnitude,
// and all of them 420.
//
// # Why differences
//
// Two nodes that are joined by 1, and to the rest by 10⁻³⁰, have potentials that agree to 30 digits.
// The current between them is nevertheless as large as that to the rest. A float64 for each potential
// cannot hold it: the current would be 1·(xᵢ - xⱼ), a rounding error. So no potential is stored. The
// heaviest spanning tree is grown by Kruskal's algorithm [kruskal1956]. Where it joins two clusters,
// the one with fewer nodes is hung below the other: its root a gets the other root as its parent, and
//
//	zₐ = xₐ - x_parent(a)
//
// is stored. The ground is the root of all. A tree that is made like this is at most log₂n + 1 high,
// and xᵢ - xⱼ is the sum of the few z on the way from i to j. All of these are bridged by edges that
// are no lighter than any edge between i and j. So the rounding of the sum, times wᵢⱼ, is a share 2⁻⁵³
// of currents that do flow, and not of currents that might.
//
// # The preconditioner
//
// Nodes are eliminated in the order in which the clusters of the tree are joined, strongest ties first, by
//
//	dₖ = Σⱼwₖⱼ,   wᵢⱼ += wᵢₖwₖⱼ/dₖ,
//
// without subtractions, and with the ground as one more node. The mesh that takes the place of a star
// is drawn at random: of each edge ik some samples of partners j, heavier than i, with probabilities
// proportional to wₖⱼ, and weights that make the mean right [kyng2016]. What comes out is a network P
// of about the same currents, whatever the weights are: the eigenvalues of P⁻¹A are near 1. Its
// triangular solves only use differences too.
//
// # The iteration
//
// Chebyshev's iteration [golub1961] takes a polynomial in P⁻¹A that is small between two bounds on the
// eigenvalues. It needs no inner products. Those of conjugate gradients are sums over all nodes of
// squares times conductances, in which the weakly joined parts of the network are below the rounding
// errors of the others.
//
// # The bounds
//
// βᵢ, the lightest edge on the way from i to the ground in the heaviest spanning tree, is about the
// conductance by which node i and all that is tied to it more strongly are joined to the rest. It is
// the unit of currents at node i. One more column v solves Av = β. If Av ≥ h > 0 for certain, and
// v > 0, then A is an M-matrix, its inverse is non-negative, and
//
//	-ρ⁻v ≤ F - x ≤ ρ⁺v,   ρ± = maxᵢ (±rᵢ + errorᵢ)/hᵢ,   r = b - Ax.
//
// v is about the number of steps between clusters that a walk takes, some hundreds, where the mean
// number of its steps between nodes is beyond 10³⁰.
package laplacian
