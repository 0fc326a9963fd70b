package report

// evaluation compares the labels with the truth, if that is known.
func (p *printer) evaluation(v *view) {
	e := v.Evaluation
	if e == nil {
		return
	}
	p.put(`<section id="evaluation">
<h2>Evaluation</h2>
<p>Measured on the %v rows whose label was not given and whose true label is known.</p>
<div class="pair">
<table class="measures"><caption>Measures</caption>
<tbody>`, count(e.Rows))
	// Each measure with what it is.
	for _, m := range e.Measures {
		p.put("\n<tr><th scope=\"row\">%v<small>%v</small></th><td class=\"n\">%v</td></tr>", m.Name, m.What,
			four(m.Value))
	}
	p.put("\n</tbody></table>\n")
	p.figure(v.Figures.Reliability)
	p.put("</div>\n")
	// First what the classes are taken for, then how well each is found.
	p.matrix(e.Matrix)
	p.table("By class", heads("class", "#rows", "#predicted", "#precision", "#recall", "#F1"), func() {
		for _, c := range someOf(e.Classes) {
			p.put("\n<tr><th scope=\"row\">%v</th>", c.Class)
			p.numbers(count(c.Rows), count(c.Predicted), four(c.Precision), four(c.Recall), four(c.F1))
			p.put("</tr>")
		}
	})
	p.more(len(e.Classes))
	p.put("</section>\n")
}

// matrix writes the confusion matrix, or of many classes the most frequent mistakes.
func (p *printer) matrix(m *matrix) {
	if len(m.Rows) == 0 {
		p.mistakes(m.Mistakes)
		return
	}
	p.put(`<h3 id="matrix">Confusion matrix</h3>
<p class="note">Each line is a true class, each column a predicted class. The stronger the colour, the larger the ` +
		`share of the true class: <b class="right">right</b>, <b class="wrong">wrong</b>.</p>
<div class="scroll" tabindex="0"><table class="matrix" aria-labelledby="matrix">
<thead><tr><td></td>`)
	for _, name := range m.Names {
		p.put(`<th scope="col" class="n">%v</th>`, name)
	}
	p.when(m.None, `<th scope="col" class="n">no label</th>`)
	p.put("</tr></thead>\n<tbody>")
	for _, row := range m.Rows {
		p.put("\n<tr><th scope=\"row\">%v</th>", row.Name)
		for _, c := range row.Cells {
			p.cell(c)
		}
		if m.None {
			p.cell(row.None)
		}
		p.put("</tr>")
	}
	p.put("\n</tbody>\n</table></div>\n")
}

// cell writes a count, whose colour is its share of the class.
func (p *printer) cell(c cell) {
	// The share of the class is a variable of the style, from which the sheet mixes the colour.
	class := "n wrong"
	if c.Right {
		class = "n right"
	}
	if c.Strong {
		class += " strong"
	}
	if c.Rows == 0 {
		class += " zero"
	}
	p.put(`<td class="%v" style="--share:%v">%v</td>`, class, c.Share, count(c.Rows))
}

// mistakes lists classes that were taken for each other.
func (p *printer) mistakes(all []mistake) {
	if len(all) == 0 {
		return
	}
	p.table("Most frequent mistakes", heads("true class", "predicted class", "#rows", "#of the class"), func() {
		for _, m := range all {
			p.put("\n<tr><td>%v</td><td>%v</td>", m.Truth, m.Predicted)
			p.numbers(count(m.Rows), percent(m.Rows, m.Of))
			p.put("</tr>")
		}
	})
}
