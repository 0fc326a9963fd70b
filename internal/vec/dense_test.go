package vec

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every tier gives the dot products of the definition, to their rounding.
func TestGram(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	for _, tier := range Tiers() {
		rows, cols := tier.GramShape()
		for _, steps := range []int{1, 2, 3, 17, 100} {
			a, b, out := normals(rng, steps*cols), normals(rng, steps*cols), make([]float64, rows*cols)
			first := cols - rows
			tier.Gram(steps, a[first:], b, out)
			for r := range rows {
				for c := range cols {
					sum, size := 0.0, 0.0
					for s := range steps {
						p := a[s*cols+first+r] * b[s*cols+c]
						sum, size = sum+p, size+math.Abs(p)
					}
					require.InDelta(t, sum, out[r*cols+c], 0x1p-52*float64(steps)*size, "%v, %d steps, row %d, column %d", tier, steps, r, c)
				}
			}
		}
	}
}

// Every tier multiplies with the panel and its transpose, and touches nothing else.
func TestBoth(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	for _, tier := range Tiers() {
		rows, _ := tier.GramShape()
		for _, cols := range []int{1, 2, 5, 48} {
			w, xi, xj := normals(rng, rows*cols), normals(rng, rows*Line), normals(rng, cols*Line)
			yi, yj := normals(rng, rows*Line+3), normals(rng, cols*Line+3)
			wantI, wantJ := append([]float64(nil), yi...), append([]float64(nil), yj...)
			for j := range cols {
				for r := range rows {
					for k := range Line {
						wantI[r*Line+k] += w[j*rows+r] * xj[j*Line+k]
						wantJ[j*Line+k] += w[j*rows+r] * xi[r*Line+k]
					}
				}
			}
			tier.Both(cols, w, xi, yi, xj, yj)
			require.InDeltaSlice(t, wantI, yi, 1e-12, "%v, %d columns", tier, cols)
			require.InDeltaSlice(t, wantJ, yj, 1e-12, "%v, %d columns", tier, cols)
		}
	}
}
