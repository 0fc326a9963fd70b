package laplacian

import "math"

const (
	// leastEigenvalue and mostEigenvalue are the bounds on the eigenvalues of P⁻¹A that the
	// iteration begins with. They follow what is seen.
	leastEigenvalue = 0.3
	mostEigenvalue  = 4
	// window is how many iterations are watched before the bounds are judged.
	window = 12
)

// chebyshev holds the coefficients of Chebyshev's iteration between two bounds on the eigenvalues,
//
//	p ← keep·p + step·P⁻¹r,   x ← x + p.
type chebyshev struct {
	least, most float64
	rho         float64 // of the three-term recurrence
	fresh       bool    // whether the next iteration is the first one
	keep, step  float64

	size []float64 // of the residual since the beginning
}

func newChebyshev(least, most float64) *chebyshev {
	return &chebyshev{least: least, most: most, fresh: true}
}

// next sets the coefficients of the next iteration.
func (c *chebyshev) next() {
	center, radius := (c.most+c.least)/2, (c.most-c.least)/2
	sigma := center / radius
	if c.fresh {
		c.fresh, c.rho = false, 1/sigma
		c.keep, c.step = 0, 1/center
		return
	}
	// T_{k+1} = 2σT_k - T_{k-1}, as a recurrence of the quotients ρ of two of them.
	rho := 1 / (2*sigma - c.rho)
	c.keep, c.step = rho*c.rho, 2*rho/radius
	c.rho = rho
}

// rate is the factor by which an iteration takes down the error, if all eigenvalues are between
// the bounds.
func (c *chebyshev) rate() float64 {
	root := math.Sqrt(c.most / c.least)
	return (root - 1) / (root + 1)
}

// adapt looks at the size of the residual, and at whether its largest entry has changed its sign,
// and sets other bounds where it falls more slowly than it should. An eigenvalue above the upper
// bound makes the error change its sign at each iteration, one below the lower bound does not.
func (c *chebyshev) adapt(size float64, turned bool) {
	c.size = append(c.size, size)
	last := len(c.size) - 1
	if last < window {
		return
	}
	// Half of the expected rate, as a logarithm, is good enough: the first iterations are slower.
	seen := math.Log(size/c.size[last-window]) / window
	if seen <= math.Log(c.rate())/2 {
		return
	}
	// The polynomial is large beyond the bounds on one side or the other: widen them there.
	if turned {
		c.most *= 1.5
	} else {
		c.least /= 2
	}
	c.fresh, c.size = true, nil
}
