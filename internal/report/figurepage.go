package report

// figure writes a diagram, if there is one.
func (p *printer) figure(f *figure) {
	if f == nil {
		return
	}
	p.put("<figure id=\"%v\">\n<h3>%v</h3>\n", f.ID, f.Title)
	p.put(`<svg viewBox="0 0 %v %v" role="img" aria-labelledby="%v-title %v-desc">`+"\n", f.Width, f.Height, f.ID, f.ID)
	p.put("<title id=\"%v-title\">%v</title>\n<desc id=\"%v-desc\">%v</desc>", f.ID, f.Title, f.ID, f.Desc)
	p.axes(f)
	p.marks(f)
	p.put("\n</svg>")
	// The legend.
	if len(f.Keys) > 0 {
		p.put("\n<p class=\"keys\">")
		for _, kind := range f.Keys {
			p.put(`<span><i class="%v"></i>%v</span>`, kind, kind)
		}
		p.put("</p>")
	}
	p.put("\n<figcaption>%v</figcaption>\n</figure>\n", f.Caption)
}

// axes draws the lines of the grid, the ticks and the names of both axes.
func (p *printer) axes(f *figure) {
	p.put("\n<g class=\"grid\">")
	// A line across for each tick of the vertical axis.
	for _, t := range f.YTicks {
		p.put(`<line x1="%v" x2="%v" y1="%v" y2="%v"/>`, f.Left, f.Right, t.At, t.At)
	}
	p.put("</g>\n<g class=\"ticks\">")
	for _, t := range f.YTicks {
		p.put(`<text x="%v" y="%v" dx="-7" dy=".33em" class="end">%v</text>`, f.Left, t.At, t.Text)
	}
	// Texts stand beside the vertical axis and below the horizontal one.
	for _, t := range f.XTicks {
		p.put(`<text x="%v" y="%v" dy="18" class="mid">%v</text>`, t.At, f.Bottom, t.Text)
	}
	p.when(f.XName != "", `<text x="%v" y="%v" dy="38" class="end name">%v</text>`, f.Right, f.Bottom, f.XName)
	p.when(f.YName != "", `<text transform="translate(12 %v) rotate(-90)" class="end name">%v</text>`, f.Top, f.YName)
	p.put("\n</g>")
}

// marks draws what the diagram shows: bars behind the axis, lines and dots before it.
func (p *printer) marks(f *figure) {
	for _, b := range f.Bars {
		p.put("\n<rect x=\"%v\" y=\"%v\" width=\"%v\" height=\"%v\" class=\"%v\"><title>%v</title></rect>",
			b.X, b.Y, b.W, b.H, b.Kind, b.Title)
	}
	p.put("\n<path class=\"axis\" d=\"M%v %vH%v\"/>", f.Left, f.Bottom, f.Right)
	for _, l := range f.Lines {
		p.put("\n<polyline class=\"%v\" points=\"%v\"/>", l.Kind, l.Points)
	}
	for _, d := range f.Dots {
		p.put("\n<circle class=\"dot\" cx=\"%v\" cy=\"%v\" r=\"%v\"><title>%v</title></circle>", d.X, d.Y, d.R, d.Title)
	}
}
