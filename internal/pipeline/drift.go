package pipeline

import (
	"math"
	"slices"
	"sort"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/stat/distuv"
)

const (
	// driftTail is the largest share of the rows of a model that count as far out: those farthest from their nearest
	// row. Where many are as far as each other, as in a table of categories, it is less.
	driftTail = 0.05
	// DriftRows is the least number of new rows that are compared.
	DriftRows = 20
	// driftChance is how rarely chance may look like a drift.
	driftChance = 0.001
)

// drift compares distances to the nearest row, which the rows of the model have, too; nil for too few rows.
func drift(links *graph.Links, nearest []float64) *Drift {
	if links.Rows() < DriftRows || len(nearest) < DriftRows {
		return nil
	}
	d := &Drift{}
	sorted, n := slices.Sorted(slices.Values(nearest)), float64(len(nearest))
	limit := sorted[min(int(math.Ceil((1-driftTail)*n)), len(sorted)-1)]
	// A new row is as likely to be beyond it as one of n+1 rows, of which it would be one: the k that are, and itself.
	beyond := len(sorted) - sort.Search(len(sorted), func(i int) bool { return sorted[i] > limit })
	d.Expected = float64(beyond+1) / (n + 1)
	for i := range links.Rows() {
		// A row without neighbours, such as one of zeros at the cosine distance, has no distance to compare.
		if distance := links.NearestDistance(i); !math.IsInf(distance, 1) {
			d.Out.Of++
			if distance > limit {
				d.Out.Count++
			}
		}
	}
	if d.Out.Of == 0 {
		return nil
	}
	// The limit is known as well as a quantile of the rows of the model is: at worst more lie beyond it.
	worst := d.Expected + 2*math.Sqrt(d.Expected*(1-d.Expected)/n)
	chance := distuv.Binomial{N: float64(d.Out.Of), P: min(worst, 1)}
	d.Farther = d.Out.Count > 0 && chance.Survival(float64(d.Out.Count-1)) < driftChance
	return d
}

// shift compares the shares of the classes, by the difference of two proportions.
func (d *Drift) shift(before, labels []int) {
	if d == nil || before == nil {
		return
	}
	d.Classes = make([]Shifted, len(before))
	rows, old := 0, 0
	for k, count := range before {
		old += count
		d.Classes[k].Before.Count = count
	}
	for _, k := range labels {
		if k != labelprop.Unlabeled {
			d.Classes[k].New.Count++
			rows++
		}
	}
	if rows == 0 || old == 0 {
		d.Classes = nil
		return
	}
	// Each class may move by chance, in either direction.
	limit := distuv.UnitNormal.Quantile(1 - driftChance/float64(2*len(before)))
	for k := range d.Classes {
		c := &d.Classes[k]
		c.New.Of, c.Before.Of = rows, old
		both := Proportion{c.New.Count + c.Before.Count, rows + old}.Share()
		spread := math.Sqrt(both * (1 - both) * (1/float64(rows) + 1/float64(old)))
		c.Moved = math.Abs(c.New.Share()-c.Before.Share()) > limit*spread
	}
}
