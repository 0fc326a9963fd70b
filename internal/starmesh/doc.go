// Package starmesh eliminates networks of conductances whose nodes are nearly all joined, in float64 and in blocks,
// with a proven bound on the relative errors.
//
//	m := starmesh.New(n, classes)
//	m.SetEdge(i, j, w); m.SetGround(i, g); m.SetSource(i, c, b)
//	f, err := m.Solve(watch)       // n×classes: gᵢfᵢ + Σⱼwᵢⱼ(fᵢ - fⱼ) = bᵢ
//	m.Relative(), m.Lost(least)    // how far off f may be
//
// # The algorithm
//
// It is that of package elimination,
//
//	dₖ = gₖ + Σⱼwₖⱼ,   wᵢⱼ += wᵢₖwₖⱼ/dₖ,   gᵢ += wᵢₖgₖ/dₖ,   bᵢ += wᵢₖbₖ/dₖ,
//
// for many nodes at a time, as matrices of them are multiplied twenty times as fast as one row after the other.
// The ground and the classes are rows like those of nodes, of which no column is kept. Of a block of B nodes, with Q
// the quotients wₖₗ/dₖ between them for k before l:
//
//   - dₖ depends on the rest of the network only by the sum of all conductances from k to there. With these B sums,
//     the block is eliminated by itself, in numbers of twice the digits of float64.
//   - T = (I - Q)⁻¹ = I + QT has no negative entries. The rows W of all other nodes, at the columns of the block,
//     become WT.
//   - The rest gains W·D⁻¹·Wᵀ.
//
// Nothing is subtracted. Cost: n³/6 products with sums, at the rate of a product of matrices, and 4n² bytes.
//
// # The error bound
//
// Let u = 2⁻⁵³. Errors are relative, to first order; [Matrix.Relative] adds a hundredth for their products. What is
// computed for a block is compared with the exact elimination of the network that was stored before it.
//
//   - dₖ, and the conductances within the block, are rounded once: u.
//   - T, row by row. Its entries at k are those of the row eₖ after the nodes up to there are eliminated one by one:
//     t_l += t_m·q_ml for m rising. With q off by 2u, and t_m by 3(m-k)u, the product with its own rounding is off by
//     (3(m-k) + 3)u, and is rounded in l-m sums more. So t_l is off by at most 3(l-k)u + u < 3Bu.
//   - WT: sums of B products, in any order: (B + 1)u more, so 4Bu + u.
//   - W·D⁻¹·Wᵀ: one factor off by 4Bu + u, the other by 4Bu + 3u, the sums (B + 1)u: 9Bu + 5u.
//
// Then r nodes are left, and no forest among them has more than r edges: by (1) of package elimination the answers
// move by at most (2r + 1)(9B + 5)u. Over all blocks that is below 9n²u + 5(n²/B + n)u + 9nu.
//
// An answer (bₖ + Σwⱼₖfⱼ)/dₖ has the error of the fⱼ; its own is that of n sums and a product, and of w, which is
// 4Bu + u: (n + 4B + 4)u. These add up over n answers.
//
// # Underflow
//
// All that is said holds as long as no number underflows. With all conductances between 2^least and 2^[Top], what
// underflows is below 2⁻¹⁰⁷⁴ where it is a conductance, and otherwise a quotient, which then is multiplied with at
// most n·2^Top: of each number less than n·2^(Top-1073) is lost in a step, in n steps less than n²·2^(Top-1073). That
// is as if edges of these conductances had been left out of the network. Each is a share of at most
// n·n²·2^(Top-1073)/2^least of what joins a node to the ground along its best path of at most n edges. With n²/2 edges
// no answer, of those whose classes sum to at most 1, changes by more than n⁵·2^(Top-1073-least), see [Matrix.Lost].
package starmesh
