package labelprop

import "github.com/propagate-go/propagate/labelprop/internal/simplex"

// label decides on the class and the status of every node.
func (p *pooling) label(r *Pooled) {
	r.decide(p.opinions)
	// A given label stays; one that is not certain was an opinion among others.
	for l, i := range p.nodes {
		if p.seeds.weight(l) == 1 {
			r.Labels[i], r.Status[i] = p.y[l], Given
			copy(r.P.RawRowView(i), p.seeds.row(l))
		}
	}
}

// decide takes the most probable class of every row.
func (r *Pooled) decide(opinions []Opinion) {
	n, _ := r.P.Dims()
	r.Labels, r.Status = make([]int, n), make([]Status, n)
	for i := range r.Labels {
		row := r.P.RawRowView(i)
		r.Status[i] = reached(opinions, i)
		if r.Status[i] == Unreachable {
			clear(row)
			r.Labels[i] = Unlabeled
			continue
		}
		var tied bool
		// Probabilities that differ by no more than rounding may, tie.
		if r.Labels[i], tied = simplex.FirstOfLargest(row, nil, simplex.TieMargin); tied {
			r.Status[i] = Tied
		}
	}
}

// reached tells which opinions speak of row i: a graph, the features alone, or none.
func reached(opinions []Opinion, i int) Status {
	status, graphs := Unreachable, false
	for _, o := range opinions {
		speaks := o.P.At(i, simplex.Largest(o.P.RawRowView(i))) > 0
		graphs = graphs || !o.Features
		switch {
		case speaks && !o.Features:
			return Propagated
		case speaks:
			status = FeaturesOnly
		}
	}
	// Where there is no graph at all, there is none to miss.
	if !graphs && status == FeaturesOnly {
		return Propagated
	}
	return status
}
