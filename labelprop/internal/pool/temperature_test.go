package pool

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"gonum.org/v1/gonum/mat"
)

// The temperature found is as good as the best of a fine grid.
func TestTemperatureIsTheBest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 30 {
		l, c := 2+r.IntN(40), 2+r.IntN(4)
		p, y, judged := mat.NewDense(l, c, nil), make([]int, l), make([]int, l)
		for i := range l {
			y[i], judged[i] = r.IntN(c), i
			for k := range c {
				p.Set(i, k, math.Exp(2*r.NormFloat64()))
			}
			p.Set(i, y[i], p.At(i, y[i])*3)
		}
		logs := logarithms(p)
		value := func(t float64) float64 {
			return logLikelihood(logs, y, judged, t) - boldness*math.Log(t)*math.Log(t)
		}
		best := math.Inf(-1)
		for x := -2.0; x <= 2; x += 1e-3 {
			best = max(best, value(math.Exp(x)))
		}
		assert.InDelta(t, best, value(temperature(logs, y, judged)), 1e-3)
	}
}

func TestASilentRowIsEven(t *testing.T) {
	logs := logarithms(mat.NewDense(1, 4, nil))
	assert.InDelta(t, -math.Log(4), logLikelihood(logs, []int{2}, []int{0}, 3), 1e-12)
	assert.Zero(t, accuracy(logs, []int{0}, []int{0}))
}
