package console

import (
	"fmt"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/summary"
)

// Pool prints which opinions an answer was made of and how much each counts, and what is proven of them.
func (c *Console) Pool(p *summary.Pool) {
	if p == nil {
		return
	}
	// The opinions in the order in which they were asked, each with its weight.
	words := make([]string, len(p.Opinions))
	for i, o := range p.Opinions {
		words[i] = fmt.Sprintf("%s %.2f", o.Name, o.Weight)
		if o.Accuracy != nil {
			words[i] += fmt.Sprintf(" (right %.3f)", float64(*o.Accuracy))
		}
	}
	c.Line("pool", "%s; %s", strings.Join(words, ", "), judgedBy(p))
	c.Line("prior", "%s", sharesOf(p))
	c.Line("proven", "%s", provenOf(p))
}

// judgedBy tells what the weights come from.
func judgedBy(p *summary.Pool) string {
	switch {
	case p.Few:
		return "weights by a rule for few labels"
	case p.LeftOut == 0:
		return "no label could be left out"
	}
	return fmt.Sprintf("weights by %d labels left out", p.LeftOut)
}

// sharesOf tells how the labels seem to have been chosen, and the shares of the classes that follow.
func sharesOf(p *summary.Pool) string {
	switch {
	case !p.DealtOut && !p.Known:
		return "the shares of the labels, which look like a random sample"
	case len(p.Shares) == 0:
		return "not estimated: labels look chosen by class, and are few (--class-counts takes known shares)"
	}
	// Shares took part in the answer; where they are estimated the reader may know better ones.
	words := make([]string, len(p.Shares))
	for k, s := range p.Shares {
		words[k] = fmt.Sprintf("%s %.2f", s.Class, s.Share)
	}
	if p.Known {
		return dataset.Listed(words) + "; as given"
	}
	return dataset.Listed(words) + "; estimated, as labels look chosen by class (--class-counts takes known ones)"
}

// byName is how a sentence names an opinion: a graph takes an article, the name of a method does not.
func byName(name string) string {
	if strings.HasPrefix(name, "graph") {
		return "the " + name
	}
	return name
}

// provenOf tells how many labels of which opinions are proven.
func provenOf(p *summary.Pool) string {
	var words []string
	for _, o := range p.Opinions {
		if o.Proof != nil {
			words = append(words, fmt.Sprintf("%d of %d labels by %s", o.Proof.Proven, o.Proof.Labels, byName(o.Name)))
		}
	}
	if len(words) == 0 {
		return "none: no opinion of this pool can prove labels"
	}
	alone := " alone"
	if len(words) > 1 {
		alone = ", each alone"
	}
	return strings.Join(words, ", ") + alone + "; the pooled labels have no proof"
}
