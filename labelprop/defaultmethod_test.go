package labelprop_test

import (
	"testing"

	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDefaultMethodByTheNumberOfLabels(t *testing.T) {
	seeds := func(n, labels, classes int) labelprop.Seeds {
		y := make([]int, n)
		for i := range y {
			if y[i] = none; i < labels {
				y[i] = i % classes
			}
		}
		return classSeeds(y)
	}
	values := make([]float64, 1000)
	for i, c := range []struct {
		seeds labelprop.Seeds
		want  labelprop.Method
	}{
		{seeds(70_000, 100, 10), labelprop.BalancedPoisson{}}, // less than 1 %
		{seeds(1797, 20, 10), labelprop.BalancedPoisson{}},    // 2 a class, 1.1 %
		{seeds(1797, 40, 10), labelprop.BalancedPoisson{}},    // 4 a class, 2.2 %
		{seeds(1797, 50, 10), labelprop.Harmonic{}},           // 5 a class, 2.8 %
		{seeds(100, 5, 5), labelprop.Harmonic{}},              // 5 %
		{seeds(1000, 10, 10), labelprop.BalancedPoisson{}},    // one a class, 1 %
		{seeds(1000, 10, 2), labelprop.Harmonic{}},            // 5 a class, 1 %
		{valueSeeds(values), labelprop.Harmonic{}},            // no classes
		{classSeeds(nil), labelprop.Harmonic{}},
	} {
		assert.Equal(t, c.want, labelprop.DefaultMethod(c.seeds), "case %d", i)
	}
}

// The method chosen must not be worse than the other by more than what a draw of
// labels may do, or classes of equal size, as those of iris are and balanced Poisson
// presumes: mean of 20 draws, at one, two, five and ten labels a class. Where nothing is measured, the small sets stand for all.
func TestDefaultMethodIsRight(t *testing.T) {
	if raced || testing.Short() {
		t.Skip("hundreds of solves")
	}
	t.Parallel()
	for _, name := range []string{"digits", "iris", "wine", "breast_cancer"} {
		if !measuring && (name == "digits" || name == "breast_cancer") {
			continue
		}
		d := load(t, name)
		if name == "wine" || name == "breast_cancer" {
			d = d.standardized()
		}
		net := knn(t, d, 10, nil, kernel.SharedNeighbors{})
		for _, k := range []int{1, 2, 5, 10} {
			var chosen, harmonic, poisson float64
			for seed := range uint64(20) {
				y := d.draw(k, seed)
				seeds := classSeeds(y)
				score := func(m labelprop.Method) float64 {
					r, err := labelprop.Solve(t.Context(), net.g, seeds, m, nil)
					require.NoError(t, err)
					return accuracy(r.Labels, d.truth, y) / 20
				}
				h, p := score(labelprop.Harmonic{}), score(labelprop.BalancedPoisson{})
				harmonic, poisson = harmonic+h, poisson+p
				if labelprop.DefaultMethod(seeds) == (labelprop.BalancedPoisson{}) {
					chosen += p
				} else {
					chosen += h
				}
			}
			t.Logf("%s, %d labels a class: chosen %.4f, harmonic %.4f, balanced poisson %.4f", name, k, chosen, harmonic, poisson)
			assert.GreaterOrEqual(t, chosen, max(harmonic, poisson)-0.03, "%s, %d labels a class", name, k)
		}
	}
}
