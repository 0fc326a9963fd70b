package summary

import (
	"fmt"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// Trust is how far an answer is to be trusted, by the labels left out.
type Trust struct {
	Expected *Expected // nil: there is nothing to tell
	Shares   *Shares   // nil: they were not asked for
	Sets     *Sets     // nil: they were not asked for
}

// Expected is the accuracy to expect among the rows without a given label.
type Expected struct {
	Labels   int       `json:"labels"` // that were left out
	Accuracy *Interval `json:"accuracy"`
	Reason   string    `json:"reason,omitempty"` // why there is none
}

// Interval is an estimate with an interval of 95 %.
type Interval struct {
	Value Number `json:"value"`
	Low   Number `json:"low"`
	High  Number `json:"high"`
}

// Shares are the estimated shares of the classes among the rows.
type Shares struct {
	Classes []ShareEstimate `json:"classes"`
	Reason  string          `json:"reason,omitempty"` // why there are none
}

// ShareEstimate is the estimated share of a class among the rows.
type ShareEstimate struct {
	Class string   `json:"class"`
	Share Interval `json:"share"`
}

// Sets describes prediction sets of rows without a given label.
type Sets struct {
	Coverage float64  `json:"coverage"` // that was asked for
	ByClass  bool     `json:"by_class"`
	By       string   `json:"by"` // how they were found
	Rows     int      `json:"rows"`
	Mean     Number   `json:"mean_size"`
	Single   Number   `json:"single"` // share of the rows with one class
	Empty    Number   `json:"empty"`  // and with none
	Claim    string   `json:"claim"`  // what is guaranteed, and what is assumed
	Always   []string `json:"always"` // classes that have too few labels to be left out of any set
}

// trustOf describes how far an answer is to be trusted, of what c asks for.
func trustOf(d *dataset.Data, a *pipeline.Answer, c *pipeline.Config) Trust {
	t := a.Trusted
	if t == nil {
		return Trust{}
	}
	r := Trust{Expected: expectedOf(d, t), Sets: setsOf(d, t)}
	if c.Trust.Shares {
		r.Shares = sharesOf(d, t)
	}
	return r
}

// sharesOf describes the shares of the classes, or why there are none.
func sharesOf(d *dataset.Data, t *pipeline.Trusted) *Shares {
	s := &Shares{Classes: []ShareEstimate{}}
	for k, e := range t.Shares {
		s.Classes = append(s.Classes, ShareEstimate{d.Classes[k], intervalOf(e)})
	}
	switch {
	case t.Shares != nil:
	case t.DealtOut:
		s.Reason = dealtOut
	case d.Prep.Found.Grouped != nil:
		s.Reason = wholeGroups(d.Prep.Found.Grouped)
	default:
		s.Reason = fmt.Sprintf("it takes %d labels that are left out, and there are %d", labelprop.LeastShares,
			t.Labels)
	}
	return s
}

// dealtOut tells why the labels say nothing of the rows as a whole.
const dealtOut = "labels look chosen by class (about as many of each), and are no random sample of the rows"

// wholeGroups tells why labels left out say nothing of the rows without one.
func wholeGroups(g *dataset.LabelledGroups) string {
	return fmt.Sprintf("rows were labelled by whole groups (%d of %s), and other rows of its group give a label away",
		g.Groups, g.Column)
}

// wholeGroupWarnings ask whether rows that were labelled as a whole are to have one answer.
func wholeGroupWarnings(d *dataset.Data) []Warning {
	g := d.Prep.Found.Grouped
	if g == nil {
		return nil
	}
	// Only a person knows whether rows of one value have one answer, as those of a device.
	return []Warning{{
		Text: fmt.Sprintf("in each of %d values of %s all rows have the same label, and in the others none has one: "+
			"what is measured on labels left out, such as the weights of opinions, may be far too good",
			g.Groups, g.Column),
		Hint: "--group " + word(g.Column) + " gives all rows of a value one answer",
	}}
}

func intervalOf(e labelprop.Estimate) Interval {
	return Interval{Number(e.Value), Number(e.Low), Number(e.High)}
}

// expectedOf describes the accuracy to expect, or why there is none; nil where labels are few.
func expectedOf(d *dataset.Data, t *pipeline.Trusted) *Expected {
	// Labels chosen by class are no random sample: their hits are not those of the rows.
	labels := dataset.CountLabels(d.Given)
	switch {
	case labels < labelprop.LeastEstimated || labels == len(d.Given):
		return nil
	case t.DealtOut:
		return &Expected{Labels: t.Labels, Reason: dealtOut}
	case d.Prep.Found.Grouped != nil:
		return &Expected{Labels: t.Labels, Reason: wholeGroups(d.Prep.Found.Grouped)}
	case t.Expected == nil:
		return nil
	}
	i := intervalOf(*t.Expected)
	return &Expected{Labels: t.Labels, Accuracy: &i}
}

// setsOf describes the prediction sets, nil if there are none.
func setsOf(d *dataset.Data, t *pipeline.Trusted) *Sets {
	if t.Sets == nil {
		return nil
	}
	// Sizes are those of rows without a given label, whose sets are no news.
	z := t.Sets.Sizes(t.Coverage)
	return &Sets{
		Coverage: t.Coverage, ByClass: t.Sets.ByClass, By: t.Sets.By.String(), Rows: z.Rows,
		Mean: Number(z.Mean), Single: Number(z.Single), Empty: Number(z.Empty),
		Always: alwaysIn(d.Classes, t), Claim: claim(d, t),
	}
}

// alwaysIn names the classes that are in every set, as they have too few labels.
func alwaysIn(c dataset.Classes, t *pipeline.Trusted) []string {
	// A p-value is 1/(l+1) at least: with fewer labels that is above 1 - coverage.
	least, all := labelprop.LeastLabels(t.Coverage), 0
	for _, labels := range t.Sets.Labels {
		all += labels
	}
	names := []string{}
	for k, labels := range t.Sets.Labels {
		if all < least || t.Sets.ByClass && labels < least {
			names = append(names, c[k])
		}
	}
	return names
}

// claim tells what is guaranteed of prediction sets, and under which assumption.
func claim(d *dataset.Data, t *pipeline.Trusted) string {
	// Sets by class say more and assume less: nothing of the shares of the classes.
	of, sample := "of the sets hold the true class", "the labels are a random sample of the rows"
	if t.Sets.ByClass {
		of, sample = "of the sets of each class hold it", "its labels are a random sample of its rows"
	}
	percent := func(share float64) string {
		return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", 100*share), "0"), ".") + " %"
	}
	// The first holds by proof, the second with half of the misses that are allowed, the last by experience.
	asked := percent(t.Coverage)
	if t.DealtOut && !t.Sets.ByClass {
		return "nothing is guaranteed: the labels are no random sample of the rows"
	}
	if d.Prep.Found.Grouped != nil {
		return "nothing is guaranteed: " + wholeGroups(d.Prep.Found.Grouped)
	}
	switch t.Sets.By {
	case labelprop.FullConformal:
		return fmt.Sprintf("at least %s %s, if %s", asked, of, sample)
	case labelprop.CVPlus:
		return fmt.Sprintf("about %s %s, %s at least, if %s", asked, of, percent(t.Sets.Guaranteed(t.Coverage)), sample)
	}
	return fmt.Sprintf("about %s %s, if %s, and one label hardly changes the answer", asked, of, sample)
}

// trustWarnings warns where labels are not what is assumed of them.
func trustWarnings(a *pipeline.Answer) []Warning {
	t := a.Trusted
	if t == nil || t.Sets == nil || !t.DealtOut || t.Sets.ByClass {
		return nil
	}
	return []Warning{{Text: dealtOut + ": nothing is guaranteed of the prediction sets",
		Hint: fmt.Sprintf("use --coverage-by-class, which holds for every class whose labels are a random sample "+
			"of it, and is of use from %d labels a class on", labelprop.LeastLabels(t.Coverage))}}
}
