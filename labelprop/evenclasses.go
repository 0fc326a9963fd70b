package labelprop

import (
	"math"

	"github.com/propagate-go/propagate/internal/par"
)

// evenClasses shifts the columns of signed scores of some rows so that the masses of
// the classes, by a softmax of the given unit, are in given proportions.
type evenClasses struct {
	x     []float64 // scores, n×c
	rows  []int
	want  []float64 // shares of the classes; 0: never
	unit  float64
	shift []float64 // in units
}

const (
	evenUnit      = 2. / 3 // of the root mean square of all scores
	evenTolerance = 1e-3   // of the logarithm of a mass
	evenSweeps    = 100
)

// evenOut shifts x, scores of the free nodes, in each component apart: there, a class
// weighs as much as the share of its labels that the component has.
func (p *problem) evenOut(x []float64) {
	c := p.columns()
	unit := evenUnit * rootMean(x)
	if unit == 0 {
		return
	}
	rows := make([][]int, len(p.reached))
	for i, u := range p.free {
		rows[p.component[u]] = append(rows[p.component[u]], i)
	}
	want := p.labelShares()
	for comp, list := range rows {
		if len(list) == 0 {
			continue
		}
		a := evenClasses{x: x, rows: list, want: want[comp*c : (comp+1)*c], unit: unit, shift: make([]float64, c)}
		a.fit()
		a.apply()
	}
}

// labelShares returns, for each component, which share of the labels of each class it
// has, as shares of their sum.
func (p *problem) labelShares() []float64 {
	c := p.columns()
	shares := make([]float64, len(p.reached)*c)
	mass := p.seeds.mass()
	for l, u := range p.seeds.nodes {
		for k, y := range p.seeds.row(l) {
			if y > 0 && mass[k] > 0 {
				shares[p.component[u]*c+k] += y * p.seeds.trusted(l) / mass[k]
			}
		}
	}
	for comp := range p.reached {
		divide(shares[comp*c : (comp+1)*c])
	}
	return shares
}

// rootMean returns the root mean square of x.
func rootMean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	return math.Sqrt(sum / float64(max(len(x), 1)))
}

// fit multiplies the masses in turn by what they lack, as proportional fitting does.
// Cost: some 30 exponentials an entry.
func (a *evenClasses) fit() {
	for range evenSweeps {
		worst := 0.0
		for k, m := range a.masses() {
			if a.want[k] == 0 || m == 0 {
				continue
			}
			lack := math.Log(a.want[k] * float64(len(a.rows)) / m)
			a.shift[k] += lack
			worst = max(worst, math.Abs(lack))
		}
		if worst <= evenTolerance {
			return
		}
	}
}

// masses adds up the probabilities of each class.
func (a *evenClasses) masses() []float64 {
	c := len(a.want)
	part := make([]float64, par.Chunks(len(a.rows), chunkRows)*c)
	par.For(len(a.rows), chunkRows, func(chunk, lo, hi int) {
		logs, out := make([]float64, c), part[chunk*c:(chunk+1)*c]
		for _, i := range a.rows[lo:hi] {
			for k, v := range a.x[i*c : (i+1)*c] {
				if logs[k] = v/a.unit + a.shift[k]; a.want[k] == 0 {
					logs[k] = math.Inf(-1)
				}
			}
			shares(logs)
			for k, v := range logs {
				out[k] += v
			}
		}
	})
	total := make([]float64, c)
	for i, v := range part {
		total[i%c] += v
	}
	return total
}

// apply shifts the scores, by 0 in the mean of the classes that there are.
func (a *evenClasses) apply() {
	c := len(a.want)
	mean, count := 0.0, 0.0
	for k, v := range a.shift {
		if a.want[k] > 0 {
			mean, count = mean+v, count+1
		}
	}
	for _, i := range a.rows {
		for k, v := range a.shift {
			if a.want[k] > 0 {
				a.x[i*c+k] += (v - mean/count) * a.unit
			}
		}
	}
}
