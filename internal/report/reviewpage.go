package report

// suspects lists given labels that may be wrong, if any were looked for.
func (p *printer) suspects(r *Review) {
	s := r.Suspects
	if s == nil {
		return
	}
	p.put("<section id=\"suspects\">\n<h2>Given labels that may be wrong</h2>\n<p>%v ", s.By)
	// The list may be shorter than what was found.
	if s.Found > 0 {
		p.put("For %v of %v another class was predicted", count(s.Found), plural(s.Given, "given label"))
		p.when(len(s.Rows) < s.Found, ". The %v least likely labels", len(s.Rows))
		p.put(":")
	} else {
		p.put("Each of %v was predicted as given.", plural(s.Given, "given label"))
	}
	p.put("</p>\n")
	if len(s.Rows) > 0 {
		head := heads("row", "given label", "prediction", "#probability of the given label")
		if s.Rows[0].Against != "" {
			head += `<th scope="col" class="against">labels that contradict it: row (label, share)</th>`
		}
		p.table("", head, func() { p.suspectRows(r) })
	}
	p.put("</section>\n")
}

func (p *printer) suspectRows(r *Review) {
	for _, one := range r.Suspects.Rows {
		p.put("\n<tr>")
		p.row(r, one.Node, one.Row)
		p.put("<td>%v</td><td>%v</td>", one.Given, one.Likely)
		p.numbers(four(one.Probability))
		p.when(one.Against != "", `<td class="against">%v</td>`, one.Against)
		p.put("</tr>")
	}
}

// row names a row at the head of a line. The name leads to its place on the map, if it has one there.
func (p *printer) row(r *Review, node int, name string) {
	p.put(`<th scope="row">`)
	if to := r.Link(node); to != "" {
		p.put(`<a href="#%v" title="show on the map">%v</a>`, to, name)
	} else {
		p.put("%v", name)
	}
	p.put("</th>")
}

// next lists rows to label, if any were looked for.
func (p *printer) next(r *Review) {
	n := r.Next
	if n == nil {
		return
	}
	p.put("<section id=\"next\">\n<h2>Rows to label next</h2>\n<p>%v", n.By)
	names := []string{"rank", "row", "predicted label", "#confidence"}
	if n.Opening() {
		p.put(" <i>Rows newly reached</i> are the rows of a component without a given label: this label would be the " +
			"first there.")
		names = append(names, "#rows newly reached")
	}
	p.put("</p>\n")
	p.table("", heads(names...), func() {
		for i, one := range n.Rows {
			p.put("\n<tr><td>%v</td>", i+1)
			p.row(r, one.Node, one.Row)
			p.nextCells(one, n.Opening())
			p.put("</tr>")
		}
	})
	p.put("</section>\n")
}

// nextCells are the label that a row has now, its confidence, and with opening the rows that its label would be the
// first to reach.
func (p *printer) nextCells(one NextRow, opening bool) {
	// What is not there is a dash.
	label, confidence, opens := "none", "–", "–"
	if one.Label != "" {
		label, confidence = one.Label, four(one.Confidence)
	}
	p.put("<td>%v</td>", label)
	p.numbers(confidence)
	if one.Opens > 0 {
		opens = count(one.Opens)
	}
	if opening {
		p.numbers(opens)
	}
}
