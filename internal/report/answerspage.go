package report

// answers writes how many rows each class has.
func (p *printer) answers(v *view) {
	p.put("<section id=\"answers\">\n<h2>Labels</h2>\n<div class=\"pair\">\n")
	p.figure(v.Figures.Confidence)
	p.figure(v.Figures.Balance)
	p.put("</div>\n")
	// The truth has a column where it is known.
	names := []string{"class", "#given labels", "#share", "#all labels", "#share"}
	if v.Evaluation != nil {
		names = append(names, "#true labels")
	}
	p.table("Rows by class", heads(names...), func() {
		all := labelled(v.Classes)
		for _, c := range someOf(v.Classes) {
			p.put("\n<tr><th scope=\"row\">%v</th>", c.Name)
			p.numbers(count(c.Given), percent(c.Given, v.Status.Given), count(c.Predicted), percent(c.Predicted, all))
			if v.Evaluation != nil {
				p.numbers(count(c.Truth))
			}
			p.put("</tr>")
		}
	})
	p.more(len(v.Classes))
	p.put("</section>\n")
}
