package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// blockOf lays rows out as a block, the last of them NaN.
func blockOf(rows [][]float64, d int) []float64 {
	block := make([]float64, len(rows)*d)
	for r, row := range rows {
		for j, v := range row {
			block[r/octet*octet*d+j*octet+r%octet] = v
		}
	}
	return block
}

func measureOf(term Term) func(a, b []float64) float64 {
	if term == Squares {
		return SquaredDistance
	}
	return AbsoluteDistance
}

// Every tier gives the bits of the distance of two rows, and those within the limit.
func TestToPoint(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 1))
	for _, tier := range Tiers() {
		for _, term := range []Term{Squares, Magnitudes} {
			for _, n := range []int{8, 16, 40, 64} {
				for _, d := range []int{1, 2, 3, 7, 8, 9, 16, 21} {
					t.Run(fmt.Sprintf("%v/%d/%d×%d", tier, term, n, d), func(t *testing.T) {
						rows := make([][]float64, n)
						for r := range rows {
							rows[r] = normals(rng, d)
						}
						rows[n-1][d-1] = math.NaN()
						point := normals(rng, d)
						limit := measureOf(term)(rows[n/2], point)
						out := append(make([]float64, n), 7)
						hits := tier.ToPoint(term, blockOf(rows, d), point, limit, out[:n])
						require.Equal(t, 7.0, out[n])
						for r, row := range rows {
							want := measureOf(term)(row, point)
							require.Equal(t, math.Float64bits(want)<<1, math.Float64bits(out[r])<<1, "row %d", r)
							require.Equal(t, want <= limit, hits>>r&1 == 1, "row %d", r)
						}
						if n < 64 {
							require.Zero(t, hits>>n)
						}
					})
				}
			}
		}
	}
}

// Every tier gives the distance of the nearest point of a box: 0 inside, and never more
// than that of a point in it.
func TestToBox(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	for _, tier := range Tiers() {
		for _, term := range []Term{Squares, Magnitudes} {
			for _, d := range []int{1, 3, 8, 13, 17} {
				const n = 24
				rows, nearest := make([][]float64, n), make([][]float64, n)
				low, high, limit := normals(rng, d), normals(rng, d), normals(rng, n)
				for j := range low {
					low[j], high[j] = min(low[j], high[j]), max(low[j], high[j])
				}
				for r := range rows {
					rows[r], nearest[r] = normals(rng, d), make([]float64, d)
					for j, v := range rows[r] {
						nearest[r][j] = min(max(v, low[j]), high[j])
					}
				}
				rows[n-1][0] = math.NaN()
				out := make([]float64, n)
				hits := tier.ToBox(term, blockOf(rows, d), low, high, limit, out)
				for r := range n - 1 {
					require.Equal(t, measureOf(term)(rows[r], nearest[r]), out[r], "%v, %d, %d columns, row %d", tier, term, d, r)
					require.Equal(t, out[r] <= limit[r], hits>>r&1 == 1)
					inside := make([]float64, d)
					for j := range inside {
						inside[j] = min(high[j], low[j]+rng.Float64()*(high[j]-low[j]))
					}
					require.LessOrEqual(t, out[r], measureOf(term)(rows[r], inside))
				}
				require.Zero(t, hits>>(n-1))
			}
		}
	}
}
