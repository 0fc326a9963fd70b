package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/summary"
)

// figure is a small diagram with two axes.
type figure struct {
	ID, Title, Desc string
	Caption         string
	Width, Height   float64
	Left, Right     float64 // where the diagram begins and ends
	Top, Bottom     float64
	XName, YName    string
	XTicks, YTicks  []tick
	Bars            []bar
	Lines           []line
	Dots            []dot
	Keys            []string // kinds of bars or lines that the legend explains
}

// tick is a value on an axis.
type tick struct {
	At   float64
	Text string
}

// bar is a rectangle with a text to hover over.
type bar struct {
	X, Y, W, H float64
	Kind       string
	Title      string
}

// line is a polyline.
type line struct{ Kind, Points string }

// dot is a circle with a text to hover over.
type dot struct {
	X, Y, R float64
	Title   string
}

// newFigure returns a figure of the usual size, with room for the ticks.
func newFigure(id, title string) *figure {
	return &figure{ID: id, Title: title, Width: 460, Height: 300, Left: 66, Right: 446, Top: 14, Bottom: 252}
}

// axis is a scale from values to places.
type axis struct {
	low, high  float64 // values
	begin, end float64 // places
	log        bool
}

// at returns the place of a value, to a tenth of a unit.
func (a axis) at(v float64) float64 {
	// On a logarithmic axis equal factors are equal distances.
	low, high := a.low, a.high
	if a.log {
		v, low, high = math.Log10(v), math.Log10(low), math.Log10(high)
	}
	return math.Round(10*(a.begin+(v-low)/(high-low)*(a.end-a.begin))) / 10
}

// across returns the horizontal axis.
func (f *figure) across(low, high float64, log bool) axis {
	return axis{low, high, f.Left, f.Right, log}
}

// up returns the vertical axis: places on a page go down, so it begins at the bottom.
func (f *figure) up(low, high float64, log bool) axis { return axis{low, high, f.Bottom, f.Top, log} }

// ticks returns round values, about as many as wanted.
func (a axis) ticks(wanted int, text func(float64) string) []tick {
	if a.log {
		return a.decades(wanted)
	}
	// Ticks are the multiples of a round step in the range. The margin keeps a tick at the upper end that
	// rounding has moved just beyond it.
	step := roundStep((a.high - a.low) / float64(wanted))
	var all []tick
	for i := math.Ceil(a.low / step); i*step <= a.high*(1+1e-9); i++ {
		all = append(all, tick{a.at(i * step), text(i * step)})
	}
	return all
}

// roundStep returns the least of 1, 2, 5, 10, ... times a power of ten that is v or more.
func roundStep(v float64) float64 {
	// The margin keeps a step that v exceeds by rounding only.
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= v*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// decades returns powers of ten, about as many as wanted, with the same factor between them.
func (a axis) decades(wanted int) []tick {
	first, last := math.Ceil(math.Log10(a.low)-1e-9), math.Floor(math.Log10(a.high)+1e-9)
	step := max(1, math.Ceil((last-first)/float64(wanted)))
	var all []tick
	for p := first; p <= last; p += step {
		all = append(all, tick{a.at(math.Pow(10, p)), "10" + superscript(int(p))})
	}
	return all
}

// raised turns digits into those of an exponent.
var raised = strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴",
	"5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

// superscript writes an exponent.
func superscript(n int) string {
	return raised.Replace(strconv.Itoa(n))
}

// short1 writes a number with at most six decimals, and none that are 0.
func short1(v float64) string { return strconv.FormatFloat(math.Round(1e6*v)/1e6, 'f', -1, 64) }

// percents writes a share in percent.
func percents(v float64) string { return short1(100*v) + " %" }

// path writes the points of a polyline.
func path(points []summary.Point, x, y axis) string {
	text := ""
	for i, p := range points {
		if i > 0 {
			text += " "
		}
		text += fmt.Sprintf("%.1f,%.1f", x.at(p.X), y.at(p.Y))
	}
	return text
}
