package pipeline

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/stat/distuv"
)

const (
	// DriftTail is the share of the rows of a model that are farthest from their nearest row: of new rows like these
	// as many are as far out, but for chance.
	DriftTail = 0.05
	// DriftRows is the least number of new rows that are compared.
	DriftRows = 20
	// driftChance is how rarely chance may look like a drift.
	driftChance = 0.001
)

// Drift compares new rows with those of a model.
type Drift struct {
	Out     Proportion // of the new rows are farther out than all but DriftTail of the rows of the model
	Farther bool       // more than chance explains
	Classes []Shifted  // nil: the classes of the rows of the model are not known
}

// Shifted is the share of a class.
type Shifted struct {
	New, Before Proportion // among the new rows with a label, and among those of the model
	Moved       bool       // further than chance explains
}

// Proportion is how many of some rows.
type Proportion struct{ Count, Of int }

// Share is the proportion itself.
func (p Proportion) Share() float64 { return float64(p.Count) / float64(p.Of) }

// Interval is where the proportion of all such rows lies with 95 % confidence [wilson1927].
func (p Proportion) Interval() (low, high float64) {
	const z = 1.959964
	n, share := float64(p.Of), p.Share()
	centre, half := share+z*z/(2*n), z*math.Sqrt(share*(1-share)/n+z*z/(4*n*n))
	return max(0, (centre-half)/(1+z*z/n)), min(1, (centre+half)/(1+z*z/n))
}

// drift compares distances to the nearest row, which the rows of the model have, too, and the classes; nil for too few
// rows.
func (r *newRows) drift(nearest []float64, classes []int) *Drift {
	if r.links.Rows() < DriftRows || len(nearest) < DriftRows {
		return nil
	}
	d := &Drift{}
	sorted := slices.Sorted(slices.Values(nearest))
	limit := sorted[min(int(math.Ceil((1-DriftTail)*float64(len(sorted)))), len(sorted)-1)]
	for i := range r.links.Rows() {
		// A row without neighbours, such as one of zeros at the cosine distance, has no distance to compare.
		if distance := r.links.NearestDistance(i); !math.IsInf(distance, 1) {
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
	worst := DriftTail + 2*math.Sqrt(DriftTail*(1-DriftTail)/float64(len(sorted)))
	chance := distuv.Binomial{N: float64(d.Out.Of), P: min(worst, 1)}
	d.Farther = d.Out.Count > 0 && chance.Survival(float64(d.Out.Count-1)) < driftChance
	if classes != nil {
		d.shift(classes, r.answer.Labels)
	}
	return d
}

// shift compares the shares of the classes, by the difference of two proportions.
func (d *Drift) shift(before, labels []int) {
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
