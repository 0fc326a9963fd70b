package report

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/summary"
)

// trust tells how far the labels are to be trusted, if there is something to tell.
func (p *printer) trust(v *view) {
	if !v.Trusted {
		return
	}
	p.put("<section id=\"trust\">\n<h2>How far to trust the labels</h2>\n")
	p.expected(v.Run.Trust.Expected)
	p.sets(v.Run.Trust.Sets)
	p.uncertain(v)
	p.shares(v.Run.Trust.Shares)
	p.put("</section>\n")
}

// expected is the accuracy to expect, or why there is none.
func (p *printer) expected(e *summary.Expected) {
	switch {
	case e == nil:
	case e.Accuracy == nil:
		p.put("<p>No accuracy to expect can be told: %v.</p>\n", e.Reason)
	default:
		p.put("<p>Accuracy to expect among rows without a given label: <b>%v</b>, by leaving out each of %v, if "+
			"they are a random sample of the rows.</p>\n", interval(e.Accuracy), plural(e.Labels, "label"))
	}
}

// sets describes the prediction sets, if they were asked for.
func (p *printer) sets(s *summary.Sets) {
	if s == nil {
		return
	}
	// What was asked for, what came of it, and what may be concluded.
	p.put("<p>Prediction sets of %v coverage", rounded(s.Coverage))
	p.when(s.ByClass, ", by class")
	p.put(", by %v: %v classes on average, one class in %v of %v, none in %v. What holds: %v.", s.By,
		fmt.Sprintf("%.2f", s.Mean), rounded(float64(s.Single)), plural(s.Rows, "row"), rounded(float64(s.Empty)),
		s.Claim)
	p.when(len(s.Always) > 0, " In every set, for want of labels: %v.", listed(s.Always))
	p.put("</p>\n")
}

// uncertain tells how many rows keep a label, if a least confidence was asked for.
func (p *printer) uncertain(v *view) {
	if v.Run.Uncertain == nil {
		return
	}
	p.put("<p>%v.</p>\n", v.Run.Uncertain.String())
	points := riskPoints(v.Run.Uncertain)
	if len(points) == 0 {
		return
	}
	// The curve, and the same in numbers.
	p.put("<div class=\"pair\">\n")
	p.figure(v.Figures.Risk)
	head := heads("#at least", "#kept", "#wrong", "#from", "#to")
	p.table("By least confidence, with intervals of 95 %", head, func() {
		for _, one := range points {
			low, high := riskInterval(one)
			p.put("\n<tr>")
			p.numbers(short1(one.Least), rounded(one.Coverage), rounded(risk(one)), rounded(low), rounded(high))
			p.put("</tr>")
		}
	})
	p.put("</div>\n")
}

// shares lists the shares of the classes, or tells why there are none, if they were asked for.
func (p *printer) shares(s *summary.Shares) {
	switch {
	case s == nil:
		return
	case s.Reason != "":
		p.put("<p>The shares of the classes cannot be told: %v.</p>\n", s.Reason)
		return
	}
	// Each with the ends of its interval.
	head := heads("class", "#share", "#from", "#to")
	p.table("Shares of the classes among the rows, with intervals of 95 %", head, func() {
		for _, one := range s.Classes {
			p.put("\n<tr><th scope=\"row\">%v</th>", one.Class)
			p.numbers(four(one.Share.Value), four(one.Share.Low), four(one.Share.High))
			p.put("</tr>")
		}
	})
}
