package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/summary"
)

// riskCoverage draws which share of the kept labels is wrong by which share is kept, for several least confidences, by
// the labels left out; nil if fewer than two of these keep any.
func riskCoverage(u *summary.Uncertain) *figure {
	points := riskPoints(u)
	if len(points) < 2 {
		return nil
	}
	f := newFigure("risk", "Risk and coverage")
	f.XName, f.YName = "coverage: share of labels kept", "risk: share of these wrong"
	// The axis holds the interval of the chosen point, and a risk of 0 everywhere has an axis, too.
	chosen := u.Curve[0]
	_, worst := riskInterval(chosen)
	for _, p := range points {
		worst = max(worst, risk(p))
	}
	x, y := f.across(0, 1, false), f.up(0, min(1, max(0.02, 1.05*worst)), false)
	f.XTicks, f.YTicks = x.ticks(5, short1), y.ticks(5, short1)
	var curve []summary.Point
	for _, p := range points {
		curve = append(curve, summary.Point{X: p.Coverage, Y: risk(p)})
		f.Dots = append(f.Dots, riskDot(p, x, y, 3))
	}
	f.Lines = []line{{"curve", path(curve, x, y)}}
	f.choose(chosen, x, y)
	f.Desc = fmt.Sprintf("Each dot is a least confidence. From right to left it rises, so that fewer labels are kept, "+
		"of which fewer should be wrong. Found by leaving out each of %s.%s", plural(chosen.Labels, "label"),
		chosenInWords(chosen))
	f.Caption = f.Desc
	return f
}

// riskPoints are the points of the curve where a label is kept, the least confidence rising, each once.
func riskPoints(u *summary.Uncertain) []summary.Risk {
	if u == nil {
		return nil
	}
	var points []summary.Risk
	for _, p := range u.Curve {
		if p.Accuracy != nil {
			points = append(points, p)
		}
	}
	// The chosen one may be one of the steps.
	slices.SortStableFunc(points, func(a, b summary.Risk) int { return cmp.Compare(a.Least, b.Least) })
	return slices.CompactFunc(points, func(a, b summary.Risk) bool { return a.Least == b.Least })
}

// risk is the share of the kept labels that are wrong, without the rounding of the difference.
func risk(p summary.Risk) float64 { return math.Round(1e12*(1-*p.Accuracy)) / 1e12 }

// riskInterval is the interval of the risk; 0 to 0 where no label is kept.
func riskInterval(p summary.Risk) (low, high float64) {
	if p.Accuracy == nil {
		return 0, 0
	}
	return 1 - p.Interval[1], 1 - p.Interval[0]
}

// riskDot is a point of the curve with a text to hover over.
func riskDot(p summary.Risk, x, y axis, size float64) dot {
	low, high := riskInterval(p)
	return dot{x.at(p.Coverage), y.at(risk(p)), size, fmt.Sprintf(
		"confidence of %g at least: %.1f %% are kept, %.1f %% of these are wrong (%.1f to %.1f %%)", p.Least,
		100*p.Coverage, 100*risk(p), 100*low, 100*high)}
}

// choose marks the point of the run, and its interval by a dashed line.
func (f *figure) choose(p summary.Risk, x, y axis) {
	if p.Accuracy == nil {
		return
	}
	low, high := riskInterval(p)
	at := []summary.Point{{X: p.Coverage, Y: low}, {X: p.Coverage, Y: high}}
	f.Lines = append(f.Lines, line{"ideal", path(at, x, y)})
	f.Dots = append(f.Dots, riskDot(p, x, y, 6))
}

// chosenInWords tells of the point of the run.
func chosenInWords(p summary.Risk) string {
	if p.Accuracy == nil {
		return fmt.Sprintf(" At %g, that of this run, none would be kept.", p.Least)
	}
	low, high := riskInterval(p)
	return fmt.Sprintf(" The large dot is that of this run, %g: %.1f %% are kept, and %.1f %% of these are wrong; the "+
		"dashed line is the interval of 95 %%, %.1f to %.1f %%.", p.Least, 100*p.Coverage, 100*risk(p), 100*low,
		100*high)
}
