package pipeline

import "math"

// Novelty tells which rows were refused a label.
type Novelty struct {
	P      []float64 // the p-value of each row; nil: it was not asked for
	Rate   float64   // at which rows are refused; 0: by P none is
	Labels int       // that P rests on
	Far    int       // rows that were refused as they are nowhere near, whatever their P
}

// Doubts are given labels that the others contradict, and count for less than they would.
type Doubts struct {
	Labels int     // that were judged
	Share  float64 // of them that are thought wrong; 0: nothing speaks for any
	List   []Doubt // those that count for less, the least probable first
}

// Doubt is a given label that counts for less.
type Doubt struct {
	Row           int
	Given, Likely int     // classes
	Right         float64 // how probably the label is right
}

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
