package laplacian

// equation is a system in the numbers of its tree, with β as one more column.
type equation struct {
	*tree
	cols   int
	start  []int
	ind    []int32
	w      []float64
	ground []float64
	b      []float64 // n×cols
	relErr float64
}

func (e *equation) n() int { return len(e.parent) }

// newEquation numbers the nodes of s anew.
func newEquation(s *System, t *tree) *equation {
	n := s.Len()
	e := &equation{
		tree: t, cols: s.Cols + 1, start: []int{0}, ground: make([]float64, n), relErr: s.RelErr,
		ind: make([]int32, 0, len(s.Ind)), w: make([]float64, 0, len(s.Ind)), b: make([]float64, n*(s.Cols+1)),
	}
	w := s.mirrored()
	for k, i := range t.node {
		for at := s.Start[i]; at < s.Start[i+1]; at++ {
			e.ind, e.w = append(e.ind, t.number[s.Ind[at]]), append(e.w, w[at])
		}
		// The right sides, and that of v.
		e.start = append(e.start, len(e.ind))
		e.ground[k] = s.Ground[i]
		copy(e.b[k*e.cols:], s.Source[int(i)*s.Cols:(int(i)+1)*s.Cols])
		e.b[k*e.cols+s.Cols] = t.beta[k]
	}
	return e
}

// edges lists the edges and grounds.
func (e *equation) edges() (all []edge) {
	for i := range e.n() {
		for at := e.start[i]; at < e.start[i+1]; at++ {
			if j := e.ind[at]; int(j) > i && e.w[at] > 0 {
				all = append(all, edge{int32(i), j, e.w[at]})
			}
		}
		if e.ground[i] > 0 {
			all = append(all, edge{int32(i), int32(e.n()), e.ground[i]})
		}
	}
	return all
}
