package atlas

import (
	"math"
	"math/rand/v2"
)

// rounds of the power iteration: enough for a start, which arrange refines.
const rounds = 150

// spectral returns the second and third eigenvectors of D^-½WD^-½, times D^-½ [belkin2003], as far as
// a power iteration on (I + D^-½WD^-½)/2 finds them, each scaled to a deviation
// that leaves about the room that the arranged rows will need.
func (n *net) spectral(random *rand.Rand) []Place {
	root := n.rootDegrees()
	// The leading eigenvector is D^½·1, of eigenvalue 1, and carries no information. The next two are the
	// places.
	known := [][]float64{unit(append([]float64(nil), root...))}
	for range 2 {
		x := make([]float64, len(root))
		for i := range x {
			x[i] = random.NormFloat64()
		}
		// Each is orthogonal to those before.
		known = append(known, n.power(x, root, known, rounds))
	}
	at := make([]Place, len(root))
	for i, r := range root {
		// Back from the symmetric matrix to the random walk: times D^-½.
		at[i] = Place{known[1][i] / r, known[2][i] / r}
	}
	spread(at, 0.06*math.Sqrt(float64(len(at))))
	for i := range at { // rows in the same place could never part
		at[i].X += 0.1 * random.NormFloat64()
		at[i].Y += 0.1 * random.NormFloat64()
	}
	return at
}

// rootDegrees returns √d of each node, 1 for one without an edge.
func (n *net) rootDegrees() []float64 {
	root := make([]float64, len(n.edges))
	for u, list := range n.edges {
		d := 0.0
		for _, e := range list {
			d += e.weight
		}
		if root[u] = math.Sqrt(d); d == 0 {
			root[u] = 1
		}
	}
	return root
}

// power turns x towards the leading eigenvector orthogonal to those known.
func (n *net) power(x, root []float64, known [][]float64, rounds int) []float64 {
	y := make([]float64, len(x))
	for range rounds {
		// One product with (I + D^-½WD^-½)/2, whose eigenvalues lie in [0, 1]: the largest is also the largest
		// in size.
		for u, list := range n.edges {
			sum := 0.0
			for _, e := range list {
				sum += e.weight * x[e.to] / root[e.to]
			}
			y[u] = (x[u] + sum/root[u]) / 2
		}
		// Project out the eigenvectors known, which rounding would bring back.
		for _, k := range known {
			dot := 0.0
			for i := range y {
				dot += k[i] * y[i]
			}
			for i := range y {
				y[i] -= dot * k[i]
			}
		}
		// Normalise, or the vector would shrink towards 0.
		x, y = unit(y), x
	}
	return x
}

// unit brings x to length 1, unless it is 0.
func unit(x []float64) []float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	if sum > 0 {
		for i := range x {
			x[i] /= math.Sqrt(sum)
		}
	}
	return x
}

// spread brings both coordinates to a mean of 0 and a deviation, bounded at three times that.
func spread(at []Place, deviation float64) {
	center(at)
	var x, y float64
	for _, p := range at {
		x, y = x+p.X*p.X, y+p.Y*p.Y
	}
	// Few nodes far from all others must not press the rest into one point.
	scale := func(v, sum float64) float64 {
		if sum == 0 {
			return v
		}
		return min(max(deviation*v/math.Sqrt(sum/float64(len(at))), -3*deviation), 3*deviation)
	}
	for i, p := range at {
		at[i] = Place{scale(p.X, x), scale(p.Y, y)}
	}
}
