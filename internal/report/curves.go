package report

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/summary"
)

// mostPoints of a curve are drawn.
const mostPoints = 240

// convergence draws the residual by iteration, nil if there are no two of them.
func convergence(s *summary.Solver) *figure {
	if s == nil {
		return nil
	}
	points := positive(s.Residuals)
	if len(points) < 2 {
		return nil
	}
	f := newFigure("convergence", "Convergence")
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
	if s.Tolerance > 0 {
		at := y.at(s.Tolerance)
		f.Lines = append(f.Lines, line{"ideal", fmt.Sprintf("%.1f,%.1f %.1f,%.1f", f.Left, at, f.Right, at)})
	}
	f.Desc = fmt.Sprintf("The residual falls from %.2g to %.2g in %.0f iterations; the dashed line is the tolerance, %.2g.", points[0].Y, last.Y, last.X, s.Tolerance)
	f.Caption = f.Desc
	return f
}

// positive leaves out what a logarithm cannot show.
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
	some := make([]summary.Point, mostPoints)
	for i := range some {
		some[i] = points[i*(len(points)-1)/(mostPoints-1)]
	}
	return some
}

// tuning draws the log loss by γ, nil if that was not tuned.
func tuning(t *summary.Tuned) *figure {
	if t == nil || len(t.Losses) < 2 {
		return nil
	}
	f := newFigure("tuning", "Choice of γ")
	f.XName, f.YName = "γ", "log loss of the labels left out"
	most := 0.0
	for _, p := range t.Losses {
		most = max(most, p.Y)
	}
	x, y := f.across(t.Losses[0].X, t.Losses[len(t.Losses)-1].X, true), f.up(0, 1.05*most, false)
	f.XTicks, f.YTicks = x.ticks(6, short1), y.ticks(5, short1)
	f.Lines = []line{{"curve", path(t.Losses, x, y)}}
	for _, p := range t.Losses {
		if p.X == t.Gamma {
			f.Dots = append(f.Dots, dot{x.at(p.X), y.at(p.Y), 5, fmt.Sprintf("γ = %.3g: log loss %.4f", p.X, p.Y)})
		}
	}
	f.Desc = fmt.Sprintf("Log loss of the given labels, each left out in turn, by γ; chosen is γ = %.3g.", t.Gamma)
	f.Caption = f.Desc
	return f
}

// reliability draws the accuracy by confidence.
func reliability(e *summary.CalibrationError) *figure {
	if e == nil {
		return nil
	}
	f := newFigure("reliability", "Reliability")
	f.XName, f.YName = "confidence", "share that is right"
	x, y := f.across(0, 1, false), f.up(0, 1, false)
	f.XTicks, f.YTicks = x.ticks(5, short1), y.ticks(5, short1)
	f.Lines = []line{{"ideal", path([]summary.Point{{X: 0, Y: 0}, {X: 1, Y: 1}}, x, y)}}
	var curve []summary.Point
	most := 0.0
	for _, b := range e.Filled {
		most = max(most, b.Weight)
	}
	for _, b := range e.Filled {
		if b.Weight == 0 {
			continue
		}
		curve = append(curve, summary.Point{X: b.Confidence, Y: b.Accuracy})
		f.Dots = append(f.Dots, dot{x.at(b.Confidence), y.at(b.Accuracy), 2.5 + 7*math.Sqrt(b.Weight/most),
			fmt.Sprintf("%s with confidence %.2f to %.2f, %.3f on average: %.3f are right", plural(int(b.Weight), "row"), b.Low, b.High, b.Confidence, b.Accuracy)})
	}
	f.Lines = append(f.Lines, line{"curve", path(curve, x, y)})
	f.Desc = fmt.Sprintf("Of the rows of about one confidence, the share that is right. On the dashed line confidence means what it says; "+
		"above it, answers are better than they claim. The expected calibration error is %.4f. Areas go by the number of rows.", e.Value)
	f.Caption = f.Desc
	return f
}
