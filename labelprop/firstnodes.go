package labelprop

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// FirstNodes returns the result for the first n nodes alone: of a graph whose other nodes carry labels
// from one to the other, but are no rows to be labelled. Counts, class sizes and warnings are then those
// of the n nodes. Solver, residual and bounds stay those of the whole solve.
//
// Errors: n out of range. O(nC).
func (r *Result) FirstNodes(n int) (*Result, error) {
	if n < 0 || n > len(r.Status) {
		return nil, fmt.Errorf("labelprop: the first %d of %d nodes", n, len(r.Status))
	}
	some := *r
	some.Status, some.Proven = r.Status[:n:n], r.Proven[:n:n]
	some.Scores, some.LogScores = firstRows(r.Scores, n), firstRows(r.LogScores, n)
	if r.Labels != nil {
		some.Labels = r.Labels[:n:n]
	}
	if r.component != nil {
		some.component = r.component[:n:n]
	}
	// The order in which sums run, without the other nodes.
	if r.rows != nil {
		some.rows = &rowOrder{first: r.rows.first[:n:n]}
		for _, u := range r.rows.order {
			if int(u) < n {
				some.rows.order = append(some.rows.order, u)
			}
		}
	}
	return some.recounted(), nil
}

func firstRows(m *mat.Dense, n int) *mat.Dense {
	if m == nil {
		return nil
	}
	_, c := m.Dims()
	return m.Slice(0, n, 0, c).(*mat.Dense)
}

// recounted gives the warnings that count nodes the numbers of these.
func (r *Result) recounted() *Result {
	kept := []error{}
	for _, err := range r.Warnings {
		w, known := err.(Warning)
		switch {
		case !known:
		case w.Kind == WarnUnreachable:
			w.Text = fmt.Sprintf("%d of %d nodes unreachable: no path leads from them to a label", r.Count(Unreachable),
				len(r.Status))
			known = r.Count(Unreachable) > 0
		case w.Kind == WarnTied:
			w.Text = fmt.Sprintf("%d nodes tied between classes: the first class is given", r.Count(Tied))
			known = r.Count(Tied) > 0
		case w.Kind == WarnAbstained:
			w.Text = fmt.Sprintf("%d of %d nodes get no label: their dummy label is the largest", r.Count(Abstained),
				len(r.Status))
			known = r.Count(Abstained) > 0
		case w.Kind == WarnUnproven:
			w.Text = fmt.Sprintf("%d of %d labels are not proven", r.CountUnproven(), len(r.Status))
			known = r.CountUnproven() > 0
		}
		if known {
			kept = append(kept, w)
		}
	}
	r.Warnings = kept
	return r
}
