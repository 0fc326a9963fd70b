package report

import "github.com/propagate-go/propagate/internal/summary"

// graph writes how the graph was solved and what parts it has.
func (p *printer) graph(v *view) {
	p.put("<section id=\"graph\">\n<h2>Graph and solution</h2>\n")
	p.when(v.Solver != "", "<p>Solved by %v.</p>\n", v.Solver)
	p.put("<div class=\"pair\">\n")
	p.figure(v.Figures.Convergence)
	p.figure(v.Figures.Tuning)
	p.parts(v.Run.Graph.Parts)
	p.put("</div>\n</section>\n")
}

// parts lists the components of the graph, the smaller ones in one line.
func (p *printer) parts(all []summary.Part) {
	if len(all) == 0 {
		return
	}
	p.raw("<table><caption>Components of the graph: no label passes from one to another</caption>\n<thead><tr>" +
		heads("#rows", "#given labels", "classes of these labels") + "</tr></thead>\n<tbody>")
	for _, one := range headParts(all) {
		classes := "none: its rows stay unlabelled"
		if len(one.Classes) > 0 {
			classes = listed(one.Classes)
		}
		p.put("\n<tr>")
		p.numbers(count(one.Rows), count(one.Given))
		p.put("<td>%v</td></tr>", classes)
	}
	// There may be thousands of small ones.
	if r := restOfParts(all); r != nil {
		p.put("\n<tr class=\"rest\">")
		p.numbers(count(r.Rows), count(r.Given))
		p.put("<td>in %v", plural(r.Parts, "smaller component"))
		p.when(r.Unreachable > 0, ", %v of them without a given label", count(r.Unreachable))
		p.put("</td></tr>")
	}
	p.put("\n</tbody></table>\n")
}

// how writes by what command the run can be done again, its facts and its times.
func (p *printer) how(v *view) {
	// What does it again, as it is typed.
	p.put("<section id=\"how\">\n<h2>How these labels were computed</h2>\n<pre><code>%v</code></pre>\n",
		v.Run.Origin.Command)
	p.put("<div class=\"pair wide\">\n<table class=\"facts\"><caption>The run</caption>\n<tbody>")
	// Facts, and what the run noted.
	for _, f := range v.Facts {
		p.put("\n<tr><th scope=\"row\">%v</th><td>%v</td></tr>", f.Name, f.Value)
	}
	for _, n := range v.Run.Notes {
		p.put("\n<tr><th scope=\"row\">note</th><td>%v</td></tr>", n)
	}
	p.put("\n</tbody></table>\n<table class=\"times\"><caption>Time by stage</caption>\n<tbody>")
	// The bar of a stage is as wide as its share of the time.
	for _, s := range v.Stages {
		p.put("\n<tr><th scope=\"row\">%v</th><td class=\"share\"><i style=\"width:%v%%\"></i></td>"+
			"<td class=\"n\">%v</td></tr>", s.Name, stageShare(s, v.Stages), seconds(s.Took))
	}
	p.put("\n<tr class=\"rest\"><th scope=\"row\">total</th><td></td><td class=\"n\">%v</td></tr>\n",
		seconds(v.Stages.Total()))
	p.put("</tbody></table>\n</div>\n</section>\n")
}
