package summary

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
)

// Graph describes the graph that was built or read.
type Graph struct {
	Made       string  `json:"made"` // in words
	Kernel     string  `json:"kernel"`
	Nodes      int     `json:"nodes"`
	Edges      int     `json:"edges"`
	Components int     `json:"components"`
	Gamma      *Number `json:"gamma"`              // null for a kernel without one
	GammaBy    string  `json:"gamma_by,omitempty"` // a rule, or --gamma
	Recall     float64 `json:"recall,omitempty"`   // of the search for neighbours
	Tuned      *Tuned  `json:"tuned,omitempty"`    // the choice among several γ; nil if none was chosen

	Read   bool        `json:"-"` // whether it was read from a file: Made is its name
	Origin GammaOrigin `json:"-"`
	Gammas int         `json:"-"` // how many values of γ were given
	Parts  []Part      `json:"-"` // the components, the largest first
}

// GammaOrigin is where γ comes from.
type GammaOrigin int

const (
	// NoGamma is for kernels without a width.
	NoGamma GammaOrigin = iota
	// GammaOfDistances comes from the distances of near neighbours, where nothing else was asked for.
	GammaOfDistances
	// GammaByRule was computed by the rule that was named.
	GammaByRule
	// GammaGiven is a number that was given, or the best of several.
	GammaGiven
	// GammaVaried is for several numbers that are all to be tried.
	GammaVaried
)

// Tuned describes the best of several γ by leave-one-out.
type Tuned struct {
	Gamma    Number  `json:"gamma"`
	Method   string  `json:"method"` // by which labels left out were predicted
	LogLoss  float64 `json:"log_loss"`
	Accuracy float64 `json:"accuracy"`
	Skipped  int     `json:"skipped"`    // labels that no other reaches, which count as guesses
	Widths   []Width `json:"candidates"` // by γ
}

// Width is how good one γ is.
type Width struct {
	Gamma        Number `json:"gamma"`
	LogLoss      Number `json:"log_loss"`
	Accuracy     Number `json:"accuracy"`
	Skipped      int    `json:"skipped"`
	Interpolated bool   `json:"interpolated"` // between others, right to 0.008
}

// Part is a component of the graph.
type Part struct {
	Rows, Given int
	Classes     []string // that have a label there
}

// GraphOf describes the graph that was built.
func GraphOf(d *dataset.Data, b *pipeline.Built, c *pipeline.Config) Graph {
	// Rows without a path between them are in different components.
	id, components := b.Graph.Components()
	g := Graph{
		Made: d.Prep.Edges, Nodes: len(d.Given), Edges: b.Graph.Edges(), Components: components,
		Read: d.Graph != nil, Gammas: len(c.Gamma.Values), Parts: partsOf(d, id, components),
	}
	if k := b.Graph.Kernel(); k != nil {
		g.Kernel = fmt.Sprint(k)
	}
	if b.Found != nil {
		g.Made, g.Recall = b.Found.Made, b.Found.Recall
	}
	// The weights of a graph that was read come from no kernel.
	if !g.Read && b.Gamma.By != "" {
		gamma := Number(b.Gamma.Value)
		g.Gamma = &gamma
		g.Origin, g.GammaBy = gammaOrigin(b, c)
	}
	if b.Widths != nil {
		g.Tuned = tunedOf(b.Widths)
	}
	return g
}

// gammaOrigin tells where γ comes from, and its name.
func gammaOrigin(b *pipeline.Built, c *pipeline.Config) (GammaOrigin, string) {
	// Several values of which none was chosen are candidates of a search that comes later.
	switch {
	case len(c.Gamma.Values) > 1 && b.Widths == nil:
		return GammaVaried, "--gamma"
	case len(c.Gamma.Values) > 0:
		return GammaGiven, "--gamma"
	case c.Gamma.Rule == pipeline.GammaAuto:
		return GammaOfDistances, b.Gamma.By
	}
	return GammaByRule, b.Gamma.By
}

func tunedOf(w *pipeline.Widths) *Tuned {
	// The candidates are sorted by log loss, the best first.
	best := w.Ranked[0]
	t := &Tuned{
		Gamma: Number(w.Gammas[best.Index]), Method: fmt.Sprint(w.Method),
		LogLoss: best.LogLoss, Accuracy: best.Accuracy, Skipped: best.Skipped,
	}
	if w.StandsIn {
		t.Method += ", in place of the method of the run, which cannot leave labels out exactly"
	}
	for _, one := range w.Ranked {
		t.Widths = append(t.Widths, Width{
			Number(w.Gammas[one.Index]), Number(one.LogLoss), Number(one.Accuracy), one.Skipped, one.Interpolated,
		})
	}
	slices.SortFunc(t.Widths, func(a, b Width) int { return cmp.Compare(a.Gamma, b.Gamma) })
	return t
}

// partsOf returns the components that id numbers, the largest first.
func partsOf(d *dataset.Data, id []int, components int) []Part {
	parts := make([]Part, components)
	classes := make([]map[int]bool, components)
	// id is the component of each row.
	for i, part := range id {
		// Nodes without a row are not counted.
		if i >= len(d.Given) {
			continue
		}
		parts[part].Rows++
		class := d.Given[i]
		if class < 0 {
			continue
		}
		if classes[part] == nil {
			classes[part] = map[int]bool{}
		}
		parts[part].Given++
		classes[part][class] = true
	}
	// Classes are listed in their order.
	for part, present := range classes {
		for k, name := range d.Classes {
			if present[k] {
				parts[part].Classes = append(parts[part].Classes, name)
			}
		}
	}
	slices.SortStableFunc(parts, func(a, b Part) int { return cmp.Compare(b.Rows, a.Rows) })
	return parts
}
