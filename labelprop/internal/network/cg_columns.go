package network

// someColumns are conjugate gradients in some columns of an equation; vectors are n times as many.
type someColumns struct {
	eq     *equation // of these columns; its right side is not theirs
	at     int       // the first of them
	factor *incompleteCholesky

	r, z, p, q []float64
	norm       []float64 // Σωr² of each column
	first      []float64 // Σωb²
	rz         []float64 // Σωrz
}

// newSomeColumns returns the columns from the first on, without a residual. q is the room of a vector.
func newSomeColumns(eq *equation, first, columns int, q []float64) *someColumns {
	own := *eq
	own.cols, own.b, own.place = columns, nil, nil
	return &someColumns{eq: &own, at: first, r: make([]float64, own.size()), q: q[:own.size()]}
}

// restart begins anew from x with another preconditioner, nil for the diagonal.
func (s *someColumns) restart(f *incompleteCholesky) {
	if s.factor = f.in(s.eq); f != nil {
		// With the factor z = C⁻¹r takes the place of q, of which r has been given its part by then; with the
		// diagonal, which is 1 in this inner product, it is r.
		s.z = s.q
	} else {
		s.z = s.r
	}
	// The first direction is the preconditioned residual.
	s.rz = s.precondition()
	if s.p == nil {
		s.p = make([]float64, len(s.z))
	}
	copy(s.p, s.z)
}

// precondition sets z from r and returns Σωrz.
func (s *someColumns) precondition() []float64 {
	if s.factor == nil {
		return s.norm
	}
	s.factor.apply(s.z, s.r)
	return s.eq.inner(s.r, s.z)
}

// step makes one iteration. x has so many columns, of which these are some.
func (s *someColumns) step(x []float64, columns int) {
	// q = (I-M)p, and the length of the step along p that makes the error least in the energy
	// norm: ⟨r, z⟩/⟨p, q⟩ for each column.
	pq := s.eq.advance(s.q, s.p)
	step := make([]float64, len(pq))
	for k := range step {
		if step[k] = quotient(s.rz[k], pq[k]); s.exhausted(k) {
			step[k] = 0
		}
	}
	// Move x along p, take the same from r, and measure it in the same sweep over memory.
	s.norm = s.descend(x, columns, step)
	// The new direction is z, made conjugate to the last one by the share of p that the ratio
	// of the two ⟨r, z⟩ gives.
	next := s.precondition()
	for k := range step {
		step[k] = quotient(next[k], s.rz[k])
	}
	s.eq.turn(s.p, s.z, step)
	s.rz = next
}

// descend adds step·p to x, takes step·q from r, and returns Σωr².
func (s *someColumns) descend(x []float64, columns int, step []float64) []float64 {
	return s.eq.sum(func(lo, hi int, out []float64) {
		rows, own := x[lo*columns:hi*columns], x[lo*columns:hi*columns]
		if s.eq.cols < columns {
			// The columns of x come into a block, and go back to their places.
			room := takeRoom((hi - lo) * s.eq.cols)
			defer rowRoom.Put(room)
			own = *room
			s.take(own, rows, columns)
			defer s.putBack(rows, own, columns)
		}
		s.eq.block(lo, hi).Descend(own, s.eq.rows(s.r, lo, hi), s.eq.rows(s.p, lo, hi), s.eq.rows(s.q, lo, hi),
			s.eq.omega[lo:hi], step, out)
	})
}

// take copies these columns of some rows, which have more columns.
func (s *someColumns) take(own, rows []float64, columns int) {
	for i := range len(rows) / columns {
		copy(s.eq.row(own, i), rows[i*columns+s.at:])
	}
}

// putBack is the inverse of take.
func (s *someColumns) putBack(rows, own []float64, columns int) {
	for i := range len(rows) / columns {
		copy(rows[i*columns+s.at:], s.eq.row(own, i))
	}
}

// exhausted reports whether column k is all rounding. Where the matrix is singular a search beyond
// that would follow the null vector, along which no step is too long.
func (s *someColumns) exhausted(k int) bool {
	return s.eq.singular && s.norm[k] <= (8*unit)*(8*unit)*s.first[k]
}
