package report

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/summary"
)

// mostPoints is the number of points of a curve.
const mostPoints = 240

// convergence draws the residual by iteration, nil if fewer than two were recorded.
func convergence(s *summary.Solver) *figure {
	if s == nil {
		return nil
	}
	points := positive(s.Residuals)
	if len(points) < 2 {
		return nil
	}
	f := newFigure("convergence", "Convergence")
	// The axis holds all residuals and the tolerance, with some space above and below.
	last := points[len(points)-1]
	low, high := last.Y, last.Y
	for _, p := range points {
		low, high = min(low, p.Y), max(high, p.Y)
	}
	if s.Tolerance > 0 {
		low = min(low, s.Tolerance)
	}
	f.XName, f.YName = "iteration", "residual"
	x, y := f.across(0, last.X, false), f.up(low/1.5, high*1.5, true)
	f.XTicks, f.YTicks = x.ticks(6, short1), y.ticks(6, short1)
	f.Lines = []line{{"curve", path(thinned(points), x, y)}}
	// A dashed line shows the tolerance.
	if s.Tolerance > 0 {
		at := y.at(s.Tolerance)
		f.Lines = append(f.Lines, line{"ideal", fmt.Sprintf("%.1f,%.1f %.1f,%.1f", f.Left, at, f.Right, at)})
	}
	f.Desc = convergenceInWords(s, points[0], last)
	f.Caption = f.Desc
	return f
}

// convergenceInWords tells how the residual went from the first to the last iteration.
func convergenceInWords(s *summary.Solver, first, last summary.Point) string {
	text := fmt.Sprintf("The residual falls from %.2g to %.2g in %.0f iterations.", first.Y, last.Y, last.X)
	// An iteration that comes no closer is left for a direct solver.
	if last.Y >= first.Y {
		text = fmt.Sprintf("The residual goes from %.2g to %.2g in %.0f iterations: it does not fall.", first.Y, last.Y,
			last.X)
	}
	if s.Iterations == 0 {
		text = "An iteration was tried first, and given up. " + text
	}
	return text + fmt.Sprintf(" The dashed line is the tolerance, %.2g.", s.Tolerance)
}

// positive leaves out points that have no place on a logarithmic axis.
func positive(points []summary.Point) []summary.Point {
	var some []summary.Point
	for _, p := range points {
		if p.Y > 0 && !math.IsInf(p.Y, 1) {
			some = append(some, p)
		}
	}
	return some
}

// thinned keeps evenly chosen points, the last among them.
func thinned(points []summary.Point) []summary.Point {
	if len(points) <= mostPoints {
		return points
	}
	// The first is the first, and the last the last.
	some := make([]summary.Point, mostPoints)
	for i := range some {
		some[i] = points[i*(len(points)-1)/(mostPoints-1)]
	}
	return some
}

// tuning draws the log loss by γ, nil if γ was not tuned.
func tuning(t *summary.Tuned) *figure {
	if t == nil {
		return nil
	}
	// The axis of γ is logarithmic, so that neither 0 nor infinity has a place on it.
	var points []summary.Point
	most := 0.0
	for _, w := range t.Widths {
		if onAxis(w) {
			points = append(points, summary.Point{X: float64(w.Gamma), Y: float64(w.LogLoss)})
			most = max(most, float64(w.LogLoss))
		}
	}
	if len(points) < 2 {
		return nil
	}
	f := newFigure("tuning", "Choice of γ")
	f.XName, f.YName = "γ", "leave-one-out log loss"
	// The losses are sorted by γ.
	x, y := f.across(points[0].X, points[len(points)-1].X, true), f.up(0, 1.05*most, false)
	f.XTicks, f.YTicks = x.ticks(6, short1), y.ticks(5, short1)
	f.Lines = []line{{"curve", path(points, x, y)}}
	f.Dots = triedDots(t, x, y)
	f.Desc = fmt.Sprintf("Log loss of the given labels, each held out in turn, for several γ. "+
		"The best, γ = %.3g, was chosen.%s", float64(t.Gamma), interpolatedInWords(t))
	f.Caption = f.Desc
	return f
}

// onAxis reports whether a γ has a place on a logarithmic axis.
func onAxis(w summary.Width) bool {
	return w.Gamma > 0 && !math.IsInf(float64(w.Gamma), 1) && !math.IsInf(float64(w.LogLoss), 1)
}

// triedDots has a dot for each γ that was tried, a large one for the best.
func triedDots(t *summary.Tuned, x, y axis) []dot {
	var dots []dot
	for _, w := range t.Widths {
		if w.Interpolated || !onAxis(w) {
			continue
		}
		size := 2.5
		if w.Gamma == t.Gamma {
			size = 5
		}
		title := fmt.Sprintf("γ = %.3g: log loss %.4f", float64(w.Gamma), float64(w.LogLoss))
		if w.Skipped > 0 {
			title += fmt.Sprintf(", %s skipped", plural(w.Skipped, "label"))
		}
		dots = append(dots, dot{x.at(float64(w.Gamma)), y.at(float64(w.LogLoss)), size, title})
	}
	return dots
}

// interpolatedInWords tells what of the curve was not computed, and which labels were not predicted.
func interpolatedInWords(t *summary.Tuned) string {
	count := 0
	for _, w := range t.Widths {
		if w.Interpolated {
			count++
		}
	}
	words := ""
	if count > 0 {
		words = fmt.Sprintf(" Dots are γ that were tried; the log loss of the other %d is interpolated, "+
			"right to 0.008.", count)
	}
	if t.Skipped > 0 {
		words += fmt.Sprintf(" With it, %s reached by no other: each counts as a guess by the shares of the "+
			"classes.", plural(t.Skipped, "label"))
	}
	return words
}

// reliability draws the accuracy by confidence, nil without confidences.
func reliability(e *summary.CalibrationError) *figure {
	if e == nil {
		return nil
	}
	f := newFigure("reliability", "Reliability")
	f.XName, f.YName = "confidence", "accuracy"
	x, y := f.across(0, 1, false), f.up(0, 1, false)
	f.XTicks, f.YTicks = x.ticks(5, short1), y.ticks(5, short1)
	// The dashed diagonal: accuracy equals confidence.
	f.Lines = []line{{"ideal", path([]summary.Point{{X: 0, Y: 0}, {X: 1, Y: 1}}, x, y)}}
	// A bin is a dot at its mean confidence and its accuracy. Its area is the number of its rows, so its radius
	// goes by the square root, above a least radius for small bins.
	var curve []summary.Point
	most := 0.0
	for _, b := range e.Filled {
		most = max(most, b.Weight)
	}
	for _, b := range e.Filled {
		// An empty bin has no mean.
		if b.Weight == 0 {
			continue
		}
		curve = append(curve, summary.Point{X: b.Confidence, Y: b.Accuracy})
		f.Dots = append(f.Dots, dot{
			X: x.at(b.Confidence), Y: y.at(b.Accuracy), R: 2.5 + 7*math.Sqrt(b.Weight/most),
			Title: fmt.Sprintf("%s with confidence %.2f to %.2f, mean %.3f: accuracy %.3f",
				plural(int(b.Weight), "row"), b.Low, b.High, b.Confidence, b.Accuracy),
		})
	}
	f.Lines = append(f.Lines, line{"curve", path(curve, x, y)})
	f.Desc = fmt.Sprintf("The accuracy of rows with similar confidence. On the dashed line, confidence and accuracy "+
		"are equal; above it, labels are right more often than their confidence suggests. The larger a dot, the more "+
		"rows it stands for. The expected calibration error is %.4f.", e.Value)
	f.Caption = f.Desc
	return f
}
