package report

import (
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/summary"
)

// chart is the map of the rows as it is drawn.
type chart struct {
	Desc          string
	Width, Height float64
	Dots          []spot // the given labels last, on top
	Names         []placeName
	Keys          []key
	Of, Drawn     int
	Size          int // of a diamond: half its width
	Wrong         int // rows with another label than the true one
}

// spot is a row on the chart.
type spot struct {
	X, Y, Opacity string
	Hue           int
	Given, Wrong  bool
	Title         string
	ID            string // empty: nothing leads here
}

// placeName is the name of a class, where most of its rows are.
type placeName struct {
	X, Y string
	Hue  int
	Name string
}

// key is an entry of the legend.
type key struct {
	Hue  int
	Name string
	Rows int // that are drawn
}

const (
	chartWidth = 1000.0
	chartEdge  = 24.0 // that stays free
	leastTall  = 420.0
	mostTall   = 760.0
)

// drawChart draws the rows, nil if there are none.
func drawChart(r *Review, classes []summary.Class, hue []int) *chart {
	m := r.Map
	if m == nil || len(m.Rows) == 0 {
		return nil
	}
	listed := r.listed()
	c := &chart{Width: chartWidth, Of: m.Of, Drawn: len(m.Rows)}
	rows := slices.Clone(m.Rows)
	c.place(rows)
	// What is drawn later covers what is there: given labels come last.
	for _, given := range []bool{false, true} {
		for _, row := range rows {
			if row.Given == given {
				s := newSpot(row, classes, hue)
				if listed[row.Node] {
					s.ID = dotID(row.Node)
				}
				c.Wrong += b2i(s.Wrong)
				c.Dots = append(c.Dots, s)
			}
		}
	}
	c.name(rows, classes, hue)
	c.describe(rows)
	return c
}

// place moves rows to their place on the page, with one scale for both directions. Outliers, the outermost
// thousandth on each side, are moved to the edge.
func (c *chart) place(rows []MapRow) {
	x0, x1 := extent(rows, func(r *MapRow) *float64 { return &r.X })
	y0, y1 := extent(rows, func(r *MapRow) *float64 { return &r.Y })
	wide, tall := max(x1-x0, 1e-9), max(y1-y0, 1e-9)
	// The width is filled, unless the height would become too large.
	scale := (chartWidth - 2*chartEdge) / wide
	if tall*scale > mostTall-2*chartEdge {
		scale = (mostTall - 2*chartEdge) / tall
	}
	c.Height = max(tall*scale+2*chartEdge, leastTall)
	// The middle of the rows is the middle of the page.
	for i := range rows {
		rows[i].X = c.Width/2 + scale*(rows[i].X-(x0+x1)/2)
		rows[i].Y = c.Height/2 + scale*(rows[i].Y-(y0+y1)/2)
	}
}

// extent returns the range of one coordinate without outliers, and moves outliers to its ends.
func extent(rows []MapRow, of func(*MapRow) *float64) (low, high float64) {
	v := make([]float64, len(rows))
	for i := range rows {
		v[i] = *of(&rows[i])
	}
	// The range is between the quantiles 1/1000 and 999/1000.
	slices.Sort(v)
	far := len(v) / 1000
	low, high = v[far], v[len(v)-1-far]
	for i := range rows {
		*of(&rows[i]) = min(max(*of(&rows[i]), low), high)
	}
	return low, high
}

// newSpot returns a row as a dot: the class is the colour, and the confidence the opacity.
func newSpot(row MapRow, classes []summary.Class, hue []int) spot {
	// Rows without a class are grey and half transparent.
	s := spot{X: fmt.Sprintf("%.1f", row.X), Y: fmt.Sprintf("%.1f", row.Y), Hue: none, Given: row.Given, Opacity: "0.5",
		Wrong: row.Truth != "", Title: row.Name + ": no label"}
	if row.Class >= 0 {
		s.Hue = hue[row.Class]
		// Even a confidence of 0 must be visible.
		s.Opacity = fmt.Sprintf("%.2f", 0.2+0.75*row.Confidence)
		s.Title = fmt.Sprintf("%s: %s, confidence %.2f", row.Name, classes[row.Class].Name, row.Confidence)
	}
	if row.Given {
		s.Opacity, s.Title = "1", fmt.Sprintf("%s: %s, given", row.Name, classes[row.Class].Name)
	}
	if s.Wrong {
		s.Title += "; truly " + row.Truth
	}
	if row.Cells != "" {
		s.Title += "; " + row.Cells
	}
	return s
}

// diamond returns the size of given labels: the more there are, the smaller.
func diamond(given int) int {
	switch {
	case given <= 150:
		return 7
	case given <= 500:
		return 5
	}
	return 4
}

// name makes the legend and puts the names of classes with a colour where most of their rows are.
func (c *chart) name(rows []MapRow, classes []summary.Class, hue []int) {
	// The rows of each class.
	places := make([][]MapRow, len(classes))
	for _, row := range rows {
		if row.Class >= 0 {
			places[row.Class] = append(places[row.Class], row)
		}
	}
	// Classes without a colour of their own share one entry of the legend; rows without a class have another.
	others, free := key{Hue: other, Name: "other classes"}, key{Hue: none, Name: "no label", Rows: len(rows)}
	for k, own := range places {
		free.Rows -= len(own)
		if hue[k] == other {
			others.Rows += len(own)
			continue
		}
		// A class without a drawn row is in the legend, but has no place.
		c.Keys = append(c.Keys, key{hue[k], classes[k].Name, len(own)})
		if len(own) > 0 {
			x, y := densest(own)
			at := placeName{X: fmt.Sprintf("%.1f", x), Y: fmt.Sprintf("%.1f", y), Hue: hue[k]}
			at.Name = short(classes[k].Name, 18)
			c.Names = append(c.Names, at)
		}
	}
	// These two stand last, and only if there are such rows.
	for _, k := range []key{others, free} {
		if k.Rows > 0 {
			c.Keys = append(c.Keys, k)
		}
	}
}

// densest returns the place with the most rows around it: that of the row with the largest kernel density Σ
// exp(-d²/w²), where d are the distances to all rows and w is a twelfth of the page. About a hundred rows are
// tried, evenly chosen.
func densest(rows []MapRow) (x, y float64) {
	most := 0.0
	for i := 0; i < len(rows); i += 1 + len(rows)/100 {
		near := 0.0
		for _, r := range rows {
			// The distance in units of w.
			d := math.Hypot(r.X-rows[i].X, r.Y-rows[i].Y) * 12 / chartWidth
			near += math.Exp(-d * d)
		}
		if near > most {
			most, x, y = near, rows[i].X, rows[i].Y
		}
	}
	return x, y
}

// describe writes the text for those who do not see the chart, and chooses the size of the diamonds.
func (c *chart) describe(rows []MapRow) {
	given := 0
	for _, r := range rows {
		given += b2i(r.Given)
	}
	c.Size = diamond(given)
	c.Desc = fmt.Sprintf("%s of %s rows as dots, and %s as diamonds. Similar rows are close together. "+
		"Colours are classes, and paler dots have a lower confidence.",
		count(len(rows)-given), count(c.Of), plural(given, "given label"))
}
