package console

import (
	"fmt"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/summary"
)

// mostShares is the number of classes up to which their shares are printed.
const mostShares = 20

// Trust prints how far the answer is to be trusted: the accuracy to expect, shares of classes and prediction sets.
func (c *Console) Trust(t *summary.Trust) {
	c.expected(t.Expected)
	switch s := t.Shares; {
	case s == nil:
	case s.Reason != "":
		c.Line("shares", "cannot be estimated: %s", s.Reason)
	default:
		c.Line("shares", "%s", sharesInWords(s.Classes))
	}
	if s := t.Sets; s != nil {
		c.Line("sets", "%g %%: %.2f classes on average, one in %.1f %% of the rows, none in %.1f %%; by %s",
			100*s.Coverage, float64(s.Mean), 100*float64(s.Single), 100*float64(s.Empty), s.By)
		c.Line("", "%s", s.Claim)
		if len(s.Always) > 0 {
			c.Line("", "in every set, for want of labels: %s", dataset.Listed(s.Always))
		}
	}
}

// expected prints the accuracy to expect, or why it is not known.
func (c *Console) expected(e *summary.Expected) {
	switch {
	case e == nil:
	case e.Accuracy == nil:
		c.Line("expected", "accuracy cannot be estimated: %s", e.Reason)
	default:
		c.Line("expected", "accuracy %s, by leaving out each of %d labels, if they are a random sample of the rows",
			intervalInWords(*e.Accuracy), e.Labels)
	}
}

// intervalInWords writes an estimate with its interval.
func intervalInWords(i summary.Interval) string {
	return fmt.Sprintf("%.3f (95 %%: %.3f to %.3f)", float64(i.Value), float64(i.Low), float64(i.High))
}

// sharesInWords lists the shares of the classes.
func sharesInWords(all []summary.ShareEstimate) string {
	var words []string
	for k, s := range all {
		if k == mostShares {
			words = append(words, fmt.Sprintf("and %d more classes", len(all)-k))
			break
		}
		words = append(words, fmt.Sprintf("%s: %s", s.Class, intervalInWords(s.Share)))
	}
	return strings.Join(words, ", ")
}
