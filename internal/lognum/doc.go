// Package lognum is the arithmetic in which label propagation is right at every
// bandwidth.
//
// # The representation
//
// A weight of the similarity graph is w = exp(-γt) with t a squared distance.
// At γt = 800 it underflows, and its logarithm -γt, rounded to float64, has an
// absolute error γt·2⁻⁵³ that exceeds 1 as soon as γt > 2⁵³: two paths of equal
// length then look different by a factor of e or more, and exact ties are
// decided by noise. The pair keeps the two scales apart:
//
//	x = exp(-γT + S),   0 = (+∞, 0),   1 = (0, 0).
//
// T is in units of squared distance and never meets γ; S, the logarithm of a
// coefficient, is of order n·log n however large γ is.
//
// # The operations
//
// Elimination without subtraction [oc1993] needs products, quotients and sums of
// positive numbers only. Products and quotients add and subtract T and S. A sum
// keeps the smaller T, which is the dominant exponent as γ → ∞, and moves the
// other term there:
//
//	x₁ + x₂ = exp(-γT₁)·(exp(S₁) + exp(S₂ - γ(T₂-T₁)))     for T₁ ≤ T₂,
//	T = T₁,   S = log(exp(S₁) + exp(S₂ - G)),   G = γ(T₂-T₁) ≥ 0.
//
// The only product with γ is G, of a non-negative difference. If it overflows
// to +∞ the second term is nothing, which is right; γ = +∞ itself is allowed
// with the convention G(0) = 0, and gives the leading coefficient of the limit.
// T is therefore the value of the whole expression in the (min, +) semiring,
// whatever γ is: for a ratio of sums over spanning forests of n edges |T| ≤
// 2n·max t, and |S| is at most the logarithm of a number of forests plus the
// coefficients' own.
//
// # The errors
//
// With u = 2⁻⁵³, relative errors e of a value are errors of its logarithm,
// γ·(error of T) + (error of S). Products and quotients round T and S once each;
// a sum does not round T. For |S| ≤ s the error of S is at most
//
//	Mul, Div   u·|result's S|
//	Add        u·(12s + 5)                 (also with one term's |S| ≤ 2s)
//	Sum        u·(8s + 7·log(n+1) + 8)     (n terms; independent of their order)
//
// (package elimination derives them). T is rounded only where its sum has more than
// 53 bits: integer data never round, and [Big] and [Fixed] never round at all.
//
// # Exact exponents
//
// [Big] is a pair whose T is an integer multiple of a power of two, for setting
// up a problem; [Fixed] stores many such integers in a fixed number of machine
// words, for solving it. [Points] computes squared distances both ways.
package lognum
