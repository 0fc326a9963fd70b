package kernelridge

import (
	"errors"

	"gonum.org/v1/gonum/mat"
)

// Fit is a regression of targets on the labelled rows.
type Fit struct {
	// Coefficients is α = (K+λI)⁻¹Y, l×C.
	Coefficients *mat.Dense

	// LeftOut is what the regression says of each labelled row without it, l×C.
	LeftOut *mat.Dense
}

// errNotDefinite says that K + λI has no Cholesky factor.
var errNotDefinite = errors.New("kernelridge: the kernel is not positive definite")

// Solve fits the targets y (l×C) by the kernel k between the labelled rows (l×l,
// positive semidefinite) and the ridge λ > 0. Without row i, the regression says of it
//
//	f₍ᵢ₎(xᵢ) = yᵢ - αᵢ/Gᵢᵢ,   G = (K+λI)⁻¹,
//
// because the inverse without row i is a rank-one change of G.
//
// Errors: a kernel that is not positive definite in float64. Cost: O(l³ + l²C).
func Solve(k mat.Symmetric, y *mat.Dense, lambda float64) (*Fit, error) {
	l, c := y.Dims()
	shifted := mat.NewSymDense(l, nil)
	shifted.CopySym(k)
	for i := range l {
		shifted.SetSym(i, i, k.At(i, i)+lambda)
	}
	// The inverse is needed for its diagonal; both come from one factor.
	var chol mat.Cholesky
	if !chol.Factorize(shifted) {
		return nil, errNotDefinite
	}
	f := &Fit{Coefficients: mat.NewDense(l, c, nil), LeftOut: mat.NewDense(l, c, nil)}
	var inverse mat.SymDense
	if err := chol.InverseTo(&inverse); err != nil {
		return nil, errNotDefinite
	}
	if err := chol.SolveTo(f.Coefficients, y); err != nil {
		return nil, errNotDefinite
	}
	// The closed form, class by class.
	for i := range l {
		for j := range c {
			f.LeftOut.Set(i, j, y.At(i, j)-f.Coefficients.At(i, j)/inverse.At(i, i))
		}
	}
	return f, nil
}
