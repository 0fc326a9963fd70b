package report

// page writes the whole page.
func (p *printer) page(v *view) {
	p.head(v)
	p.put("<body>\n<header>\n<p class=\"eyebrow\">Label propagation</p>\n<h1>%v</h1>\n", v.File)
	p.lead(v)
	p.put("<p class=\"meta\">%v · propagate %v</p>\n", v.Made, v.Run.Origin.Version)
	p.navigation(v)
	p.put("</header>\n<main>\n")
	p.tiles(v)
	p.warnings(v)
	p.mapSection(v)
	p.answers(v)
	p.evaluation(v)
	p.trust(v)
	p.suspects(v.Review)
	p.next(v.Review)
	p.graph(v)
	p.how(v)
	p.put("</main>\n<footer><p>Written by propagate %v. This file needs no network.</p></footer>\n</body>\n</html>\n",
		v.Run.Origin.Version)
}

// head forbids the page to load anything, and has its style.
func (p *printer) head(v *view) {
	p.put(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; `+
		`form-action 'none'">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="propagate %v">
<title>%v – propagate report</title>
`, v.Run.Origin.Version, v.File)
	p.style()
	p.put("</head>\n")
}

// navigation leads to the sections that there are.
func (p *printer) navigation(v *view) {
	p.put(`<nav aria-label="Sections">`)
	p.when(v.Figures.Chart != nil, `<a href="#map">Map</a>`)
	p.put("\n" + `<a href="#answers">Labels</a>`)
	p.when(v.Evaluation != nil, `<a href="#evaluation">Evaluation</a>`)
	p.when(v.Trusted, `<a href="#trust">Trust</a>`)
	p.when(v.Review.Suspects != nil, `<a href="#suspects">Doubtful labels</a>`)
	p.when(v.Review.Next != nil, `<a href="#next">Label next</a>`)
	p.put("\n" + `<a href="#graph">Graph</a><a href="#how">How</a></nav>` + "\n")
}
