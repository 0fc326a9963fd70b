package kernel

import (
	"math"

	"github.com/propagate-go/propagate/internal/vec"
)

// A Metric is the distance between two rows of equal length: from 0, for equal rows, to
// 1e154, and the same in both directions. Those below return NaN for rows of different
// lengths, which have no distance. Package graph has fast searches for the three
// below; it calls any other for each pair of rows, from several goroutines.
type Metric interface {
	Distance(a, b []float64) float64
	String() string
}

// Euclidean is the distance √Σ(aᵢ-bᵢ)².
type Euclidean struct{}

// Distance returns √Σ(aᵢ-bᵢ)², by direct differences: no cancellation far from
// the origin. It overflows for differences from 1e154 on and underflows below
// 1e-162; package graph scales the rows first.
func (Euclidean) Distance(a, b []float64) float64 {
	if len(a) != len(b) {
		return math.NaN()
	}
	return math.Sqrt(vec.SquaredDistance(a, b))
}

func (Euclidean) String() string { return "euclidean" }

// Manhattan is the distance Σ|aᵢ-bᵢ|.
type Manhattan struct{}

// Distance returns Σ|aᵢ-bᵢ|.
func (Manhattan) Distance(a, b []float64) float64 {
	if len(a) != len(b) {
		return math.NaN()
	}
	return vec.AbsoluteDistance(a, b)
}

func (Manhattan) String() string { return "manhattan" }

// Cosine is the distance 1 - a·b/(|a||b|), in [0,2]. A row of zeros has no
// direction; it is at distance 1 from every other row, and so from another row of zeros.
type Cosine struct{}

// Distance returns 1 - cos(a,b), as half the squared distance of the two unit
// vectors: a small angle θ keeps a relative error of about 2⁻⁵¹/θ, where 1 - cos
// would have 2⁻⁵²/θ².
func (Cosine) Distance(a, b []float64) float64 {
	if len(a) != len(b) {
		return math.NaN()
	}
	// Copies: the rows are the caller's.
	ua, ub := append([]float64(nil), a...), append([]float64(nil), b...)
	if !Normalize(ua) || !Normalize(ub) {
		return 1
	}
	return vec.SquaredDistance(ua, ub) / 2
}

func (Cosine) String() string { return "cosine" }

// Normalize scales row to unit length in place, without overflow or underflow.
// It returns false, and leaves the row as it is, when all of it is zero.
func Normalize(row []float64) bool {
	norm, exp := vec.Norm(row)
	if norm == 0 {
		return false
	}
	// The power of two first: no value underflows before it is divided.
	for i, x := range row {
		row[i] = math.Ldexp(x, -exp) / norm
	}
	return true
}
