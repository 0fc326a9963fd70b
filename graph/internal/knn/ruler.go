package knn

import "github.com/propagate-go/propagate/internal/par"

// Ruler measures the distances of rows of q to rows of p. It reads one row of each at a time, so that each worker
// needs one of its own.
type Ruler struct{ q, p reader }

// NewRuler returns a ruler from q to p, which are stored alike.
func NewRuler(q, p *Points) *Ruler { return &Ruler{q.reader(), p.reader()} }

// Distance returns the squared distance of row i of q and row j of p, which is another row, in units of 4^p.Exp(). In
// one set, i is below j.
//
// Errors: a metric from outside that returns no distance. O(d).
func (r *Ruler) Distance(i, j int) (float64, error) {
	d2 := r.between(i, j)
	return d2, r.p.checkDistance(i, j, d2)
}

// all writes the squared distances of row i of q to all rows of p into out, in units of 4^exp; +Inf where a metric from
// outside returns no distance.
func (r *Ruler) all(i int, out []float64) {
	// A metric from outside knows only whole dense rows.
	f := r.p.facts
	if !f.isKnown() {
		r.callMetric(i, out)
		return
	}
	// First the sums of terms, so that the inner loop has no branch on the metric.
	// Dense rows by vector code, sparse ones by merging their columns.
	cols, a := r.q.row(i)
	for j := range out {
		jcols, b := r.p.row(j)
		if r.p.dense != nil {
			out[j] = f.sum(a, b)
		} else {
			out[j] = sparseSum(cols, a, jcols, b, f.term)
		}
	}
	// Then the squares of the sums, for the metrics that have another one than the sum.
	if f.square == nil {
		return
	}
	for j := range out {
		out[j] = f.square(out[j])
		if r.undefined(i, j) {
			out[j] = 1
		}
	}
}

// undefined reports whether one of two rows has no direction where the metric needs one: it is at the distance 1 from
// every other row.
func (r *Ruler) undefined(i, j int) bool { return r.p.zero != nil && (r.q.zero[i] || r.p.zero[j]) }

// between returns the squared distance of row i of q and row j of p, which is another
// row: the bits that all gives.
func (r *Ruler) between(i, j int) float64 {
	f := r.p.facts
	if !f.isKnown() {
		return r.callMetricOnce(i, j)
	}
	if r.undefined(i, j) {
		return 1
	}
	// The square of the sum of terms, as in all.
	cols, a := r.q.row(i)
	jcols, b := r.p.row(j)
	if r.p.dense != nil {
		return f.squareOf(f.sum(a, b))
	}
	return f.squareOf(sparseSum(cols, a, jcols, b, f.term))
}

// callMetric is all for a metric from outside. A row is at distance 0 from itself.
func (r *Ruler) callMetric(i int, out []float64) {
	for j := range out {
		if r.ofOneSet() && i == j {
			// Whatever the metric returns for a row and itself.
			out[j] = 0
			continue
		}
		out[j] = r.callMetricOnce(i, j)
	}
}

// ofOneSet reports whether p and q are the same.
func (r *Ruler) ofOneSet() bool { return r.q.Points == r.p.Points }

// callMetricOnce passes two rows of one set lower row first, so that their distance is the
// same both ways even if the metric's rounding is not.
func (r *Ruler) callMetricOnce(i, j int) float64 {
	metric := r.p.metric
	defer func() {
		if fault := recover(); fault != nil {
			panic(par.Named(fault, "the metric %v", metric))
		}
	}()
	if r.ofOneSet() && i > j {
		i, j = j, i
	}
	_, a := r.q.row(i)
	_, b := r.p.row(j)
	return squareDistance(metric.Distance(a, b))
}
