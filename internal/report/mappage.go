package report

// mapSection writes the map of the rows, if there is one.
func (p *printer) mapSection(v *view) {
	c := v.Figures.Chart
	if c == nil {
		return
	}
	p.put("<section id=\"map\">\n<h2>Map of the rows</h2>\n<figure class=\"map\">\n")
	p.choices(c)
	p.put(`<div class="view" tabindex="0">
<svg viewBox="0 0 %v %v" role="img" aria-labelledby="map-title map-desc">
<title id="map-title">Map of the rows</title>
<desc id="map-desc">%v</desc>
<g class="dots">`, c.Width, c.Height, c.Desc)
	for _, s := range c.Dots {
		p.spot(s, c.Size)
	}
	p.put("\n</g>\n<g class=\"names\" aria-hidden=\"true\">")
	// Names of classes stand on top of the dots, and are told to nobody who listens: the dots have them.
	for _, n := range c.Names {
		p.put(`<text x="%v" y="%v" class="h%v">%v</text>`, n.X, n.Y, n.Hue, n.Name)
	}
	p.put(`
</g>
</svg>
</div>
<p class="keys"><span class="given"><svg viewBox="-8 -8 16 16" aria-hidden="true"><path d="M0-7l7 7-7 7-7-7z"/></svg>` +
		`given label</span>
<span class="sure" aria-hidden="true"><i></i><i></i><i></i> lower to higher confidence</span></p>
`)
	p.mapCaption(c, v.Status.Given)
	p.put("</figure>\n</section>\n")
}

// choices are the boxes by which classes are hidden, and the sizes of the map.
func (p *printer) choices(c *chart) {
	// The boxes act through the style sheet: the page has no script.
	p.put(`<div class="choices">`)
	for _, k := range c.Keys {
		p.put(`<label class="key h%v"><input type="checkbox" id="show%v" checked/><i></i>%v</label>`,
			k.Hue, k.Hue, k.Name)
	}
	p.when(c.Wrong > 0, `<label class="wrong"><input type="checkbox" id="onlywrong"/>only the %v `+
		`with a wrong label</label>`, plural(c.Wrong, "row"))
	p.put("\n" + `<span class="zoom">size <input type="radio" name="zoom" id="zoom1" checked/><label for="zoom1">1` +
		`</label><input type="radio" name="zoom" id="zoom2"/><label for="zoom2">2</label><input type="radio" ` +
		`name="zoom" id="zoom4"/><label for="zoom4">4</label></span>` + "\n</div>\n")
}

// spot draws a row: a given label as a diamond of some size, any other row as a disc.
func (p *printer) spot(s spot, size int) {
	p.put("\n")
	if s.Given {
		p.put("<path")
	} else {
		p.put("<circle")
	}
	p.when(s.ID != "", ` id="%v"`, s.ID)
	p.put(` class="h%v`, s.Hue)
	// A square on its corner, around its place.
	if s.Given {
		p.put(`" d="M%v %vm0-%vl%v %v-%v %v-%v-%vz"><title>%v</title></path>`, s.X, s.Y, size, size, size, size, size,
			size, size, s.Title)
		return
	}
	p.when(s.Wrong, " wrong")
	p.put(`" cx="%v" cy="%v" r="3" opacity="%v"><title>%v</title></circle>`, s.X, s.Y, s.Opacity, s.Title)
}

// mapCaption tells how to read the map, and which rows are drawn.
func (p *printer) mapCaption(c *chart, given int) {
	p.put(`<figcaption>Similar rows, which are joined by edges of the graph, are close together. The axes and the ` +
		`distances between far groups
have no meaning. `)
	if c.Drawn < c.Of {
		which := "all given labels"
		if given > 2000 {
			which = "2,000 of the given labels"
		}
		p.put("%v of %v rows are drawn: %v, and other rows chosen at random.", count(c.Drawn), count(c.Of), which)
	}
	p.put("\nPoint at a row to see its name")
	p.when(c.Wrong > 0, ", its true label")
	p.put(" and what it holds; rows of the lists below lead to their places here. Click\nclasses to hide and show " +
		"them.")
	p.when(c.Wrong > 0, " A ring is a wrong label.")
	p.put("</figcaption>\n")
}
