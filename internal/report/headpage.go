package report

import "fmt"

// lead tells the run in a sentence or two.
func (p *printer) lead(v *view) {
	// What is zero is not told of.
	s := v.Status
	p.put("<p class=\"lead\">%v with %v of %v classes. The method %v predicted\n%v", plural(v.Run.Table.Rows, "row"),
		plural(s.Given, "given label"), count(len(v.Classes)), v.Run.Method.Name, plural(s.Found(), "label"))
	p.when(s.Without() > 0, "; %v %v no label", plural(s.Without(), "row"), verb(s.Without(), "has", "have"))
	p.when(s.Dropped > 0, "; %v with a missing value %v left out", plural(s.Dropped, "row"),
		verb(s.Dropped, "was", "were"))
	p.put(".")
	if e := v.Run.Truth.Evaluation; e != nil && e.One != nil {
		p.put(" %v of the %v of class %v are among them.", count(e.One.Right), plural(e.One.Rows, "row"), e.One.Class)
	}
	p.put("</p>\n")
}

// verb is the form that goes with a number.
func verb(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// tiles are the numbers that are looked for first.
func (p *printer) tiles(v *view) {
	rows := v.Run.Table.Rows
	// A number of rows, and its share of all.
	counted := func(name string, n int) {
		p.put("\n<div><dt>%v</dt><dd>%v<small>%v</small></dd></div>", name, count(n), percent(n, rows))
	}
	p.put("<dl class=\"tiles\">\n<div><dt>rows</dt><dd>%v</dd></div>", count(rows))
	counted("given labels", v.Status.Given)
	counted("predicted labels", v.Status.Found())
	if v.Status.Without() > 0 {
		counted("without a label", v.Status.Without())
	}
	if v.Run.Method.Proves {
		counted("proven for this graph", v.Proven)
	}
	confidence := v.Run.Labels.Confidence
	p.when(len(confidence) > 0, "\n<div><dt>median confidence</dt><dd>%v</dd></div>",
		fmt.Sprintf("%.3f", median(confidence)))
	// The accuracy, if the truth is known.
	if v.Evaluation != nil {
		first := v.Evaluation.Measures[0]
		p.put("\n<div class=\"main\"><dt>%v</dt><dd>%v</dd></div>", first.Name, four(first.Value))
	}
	p.put("\n</dl>\n")
	p.meanings(len(confidence) > 0, v.Run.Method.Proves)
}

// meanings says what confidence and proven mean, where the tiles name them.
func (p *printer) meanings(confidence, proves bool) {
	if !confidence && !proves {
		return
	}
	p.put(`<p class="note">`)
	p.when(confidence, "<b>Confidence</b> is the probability of the predicted label, from 0 to 1.")
	p.when(proves, ` A label is <b>proven</b> if it is the exact answer of the method for this graph: no rounding `+
		`error, and no iteration that stopped early, can have changed it. Another graph may give another label, `+
		`and a proven label may be wrong. The number includes given labels.`)
	p.put("</p>\n")
}

// warnings lists them with what to do.
func (p *printer) warnings(v *view) {
	all := v.Run.Warnings
	if len(all) == 0 {
		return
	}
	p.put("<section class=\"warnings\" aria-label=\"Warnings\">\n<h2>%v</h2>\n<ul>",
		verb(len(all), "Warning", "Warnings"))
	for _, w := range all {
		p.put("\n<li>%v", w.Text)
		p.when(w.Hint != "", ` <span class="hint">%v</span>`, w.Hint)
		p.put("</li>")
	}
	p.put("\n</ul>\n</section>\n")
}
