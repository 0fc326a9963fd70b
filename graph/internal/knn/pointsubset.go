package knn

// subset returns a copy of some rows.
func (p *Points) subset(rows []int32) *Points {
	// Metric, units and error bounds are those of all rows.
	q := *p
	q.n, q.dense, q.at, q.start, q.ind, q.val, q.zero, q.span = len(rows), nil, nil, nil, nil, nil, nil, nil
	if p.dense != nil {
		places := make([]int32, len(rows))
		for r, i := range rows {
			places[r] = int32(p.place(int(i)))
		}
		q.dense = p.dense.subset(places)
	} else {
		q.start = []int{0}
		from := p.reader()
		for _, i := range rows {
			cols, v := from.row(int(i))
			q.ind, q.val = append(q.ind, cols...), append(q.val, v...)
			q.start = append(q.start, len(q.ind))
		}
	}
	for _, i := range rows {
		if p.zero != nil {
			q.zero = append(q.zero, p.zero[i])
		}
	}
	return &q
}

// placed returns some rows of p, in the given order, stored where they are.
func (p *Points) placed(order []int32) *Points {
	q := *p
	q.n, q.at, q.zero = len(order), make([]int32, len(order)), nil
	// Some of the rows may have a smaller span than all.
	if q.n < p.n {
		q.span = nil
	}
	for to, i := range order {
		q.at[to] = int32(p.place(int(i)))
	}
	if p.zero != nil {
		q.zero = make([]bool, len(order))
		for to, i := range order {
			q.zero[to] = p.zero[i]
		}
	}
	return &q
}

// everyNth returns a copy of every step-th row.
func (p *Points) everyNth(step int) *Points {
	rows := make([]int32, 0, p.n/step+1)
	for i := 0; i < p.n; i += step {
		rows = append(rows, int32(i))
	}
	return p.subset(rows)
}
