// Package elimination solves label propagation by eliminating nodes without a
// subtraction (a star becomes a mesh), in any of three arithmetics, and bounds
// the error of the logarithm of every answer.
//
//	nw := &elimination.Network{…}                 // edges, grounds and sources
//	sol, err := nw.Eliminate(ctx, nil)          // float64, or pairs where its range is too small
//	sol.Log(i, c); sol.LogError(i, c)           // log F and its proven error
//	sol.LogRatio(i, a, b)                       // log(F_ia/F_ib); 0: tied as far as the arithmetic sees
//	sol.Margin(i, a, b)                         // a lower bound of the same
//	sol.Proven(i, a)                            // a is the largest beyond all errors
//	sol, err = nw.Eliminate(ctx, &elimination.Options{Arithmetic: elimination.Big}) // exact exponents
//
// # The error bound
//
// It is an a posteriori bound in the |T| and the largest |S| met (package lognum), so
// it costs nothing. Write u = 2⁻⁵³, and measure the error of a positive number by
// that of its logarithm.
//
// Forests. For a network of m free nodes, F_ic is a quotient of sums of positive
// terms. The denominator runs over the spanning forests rooted in the ground; a
// term is a product of m edges or grounds. In the numerator the ground at the root
// of i is replaced by its source of class c. So if every edge and ground has an
// error of at most δ and every source of at most δ', the error of F is at most
//
//	(m-1)·δ + δ' + m·δ ≤ 2m·δ                for δ' = δ.                  (1)
//
// Errors of T are relative to T, and few T are long. In a forest each node has one edge upwards or its
// ground. So the error is also at most that of the longest of these at each node, summed over the
// nodes, twice, and of the longest source. Nodes without ground and sources that hang on a single path
// do not count: their edges are in every forest, and cancel.
//
// One step. Eliminating node k with r neighbours changes the edges among those,
// their grounds and their sources, and nothing else. A forest has at most r edges
// among r neighbours and the ground. If each changed number is stored with an
// error of at most δ_k, then by the argument of (1), restricted to what changed,
// every F of the smaller network moves by at most
//
//	(2r + 1)·δ_k.                                                         (2)
//
// The steps follow one another: what is computed is the exact elimination of a
// network, perturbed by (2), perturbed again, and so on. Since elimination itself
// does not change F, the errors of all steps add up. A node with one edge, without ground
// and sources, changes nothing.
//
// Answers. F_k = (b_k + Σ w_kj·F_j)/d_k is a sum of positive terms: it has the
// largest error of the F_j plus that of its own operations, ε_k.
//
// All together, with the n answers of the whole network and the errors δ_in of the
// data, which go through (1), the multiplication by p_i included:
//
//	|error of log F| ≤ Σ_k (2r_k + 1)·δ_k + Σ_k ε_k + (2n + 1)·δ_in + ε_out.
//
// Every δ is γ·t + s with t from the rounding of exponents T and s from all else,
// and so is the total: γ·ErrT + ErrS. The error in T comes apart because it is a
// perturbation of squared distances that does not depend on γ; so it bounds the T
// of F in the limit γ = +Inf too, where ErrS is of no use unless ErrT = 0.
//
// Pairs. With |S| ≤ s throughout, of n terms:
//
//   - G = γ·(T₂-T₁) has a relative error of 3u (difference, product, exponent),
//     and an argument x = S - G one of 3u·G + u·|x|.
//   - Pivot. Terms relative to the smallest T, x_j = S_j - G_j, the largest m, with
//     |m| ≤ s; weights p_j = exp(x_j - m)/Σ. As G_j ≤ 2s + y_j and |x_j| ≤ s + y_j for
//     y_j = m - x_j, and Σ p_j·y_j ≤ log n by the entropy of p, the arguments cost
//     u·(7s + 4·log n), exp and the compensated sum 6u, log1p 2u·log n, and the last
//     sum u·s: together below u·(8s + 7·log(n+1) + 8), independent of the order.
//     This matters: summed one by one the pivot alone would cost O(r) and the bound
//     would be cubic in n.
//   - Quotient: u·s. Product: |S| ≤ 2s, so 2u·s. Sum of two, one with |S| ≤ 2s: the
//     smaller term has a share p(y) = 1/(1+exp(y)) with p ≤ ½ and y·p ≤ 0.28, so its
//     argument costs u·(5s + 1.2), or 11u·s if it is the larger; the table of
//     log(1+exp(-y)) 3u; the last sum u·(s + 0.7): u·(12s + 5).
//   - δ_k ≤ u·(24s + 8·log(n+1) + 16), ε_k ≤ u·(30s + 16·log(n+1) + 20).
//   - T: a quotient and a product round once each, by u·|T| of their own; the largest
//     sum of both of any product in a step counts. An answer has the T of its largest
//     product, which is rounded, and the quotient of that. (What the rounding of the
//     others costs is u·Σp_j·G_j, and covered by ε_k.) It is 0 if all T of the data are
//     multiples of a power of two q and 2·max|T| ≤ 2⁵³·q: then no T was rounded.
//     A product that is smaller by exp(-40), and by all that the rounding of T can
//     do, is left out without being counted.
//
// Exact exponents have the same s and no t. Plain float64 has δ_k ≤ 8u (pivot 3u,
// quotient, product, sum; the rest covers underflow), ε_k ≤ 10u, and data
// w = exp(x), |x| ≤ R, S within s: u·(4R + 10s + 8). All sums are multiplied by 1.01 for the products of
// errors. What the analysis takes from package math (exp to 4u, log and log1p to
// 2u) is checked by the tests of package lognum.
//
// The bound is loose: of 6000 random problems the largest error was 0.32 of it,
// but for n = 500 it is 10⁴ times the error that is seen.
//
// # Leaving edges out
//
// See drop.go. With η = exp(LogEta) and E the bound above,
//
//	exp(-E)·F - η ≤ true F ≤ exp(E)·(F + η)        (F before p).
package elimination
