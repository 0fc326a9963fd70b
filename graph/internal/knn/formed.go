package knn

// formed are all rows of a set in one form.
type formed struct {
	frame
	norms *norms
}

// form prepares the rows of p to be compared with many others: in codes, which are kept, where these are exact or
// tell rows apart, and in float32 elsewhere.
func (s *query) form() (*formed, error) {
	if !s.fitsCodes() {
		return s.float32s(), nil
	}
	f := newCodeFrame(s.p, s.p, s.tier)
	pay := f.unit > 0
	if !pay {
		var err error
		if pay, err = s.tellApart(f); err != nil {
			return nil, err
		}
	}
	if !pay {
		return s.float32s(), nil
	}
	f.keep = true
	return &formed{f, f.precompute(s.p)}, nil
}

// float32s prepares the rows of p to be compared in float32.
func (s *query) float32s() *formed {
	f := newFrame(s.p, s.p, s.tier)
	return &formed{f, f.precompute(s.p)}
}

// formedReader reads rows as they are compared: as what their codes stand for where these are kept, so that the rows
// themselves, which may be in a file, are left alone.
type formedReader struct {
	*formed
	from   reader
	buffer []float64
}

func (x *formed) reader(p *Points) formedReader {
	r := formedReader{formed: x}
	if x.keep {
		r.buffer = make([]float64, p.d)
	} else {
		r.from = p.reader()
	}
	return r
}

// row returns row i, until the next is read.
func (r *formedReader) row(i int) []float64 {
	if !r.keep {
		_, row := r.from.row(i)
		return row
	}
	c := r.norms.codes
	r.decode(r.buffer, c.bytes[i*4*r.steps(len(r.buffer)):], c.scale[i])
	return r.buffer
}

// copyOf returns some rows of p as they are compared.
func (x *formed) copyOf(p *Points, rows []int32) *Points {
	if !x.keep {
		return p.subset(rows)
	}
	q := &Points{n: len(rows), d: p.d, dense: newMatrix(len(rows), p.d)}
	from := x.reader(p)
	for r, i := range rows {
		copy(q.dense.wide[r*p.d:], from.row(int(i)))
	}
	return q
}
