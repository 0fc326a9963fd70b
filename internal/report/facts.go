package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/summary"
)

// fact is a line of the table that describes a run.
type fact struct{ Name, Value string }

// facts describes how a run was done.
func facts(r *summary.Run) []fact {
	var all []fact
	add := func(name, format string, args ...any) { all = append(all, fact{name, fmt.Sprintf(format, args...)}) }
	// First the table: what was read, and what was done to its columns.
	add("file", "%s", strings.Join(filesOf(&r.Table), ", "))
	add("label column", "%s", r.Table.Columns.Label)
	if r.Table.Columns.Truth != "" {
		add("truth column", "%s", r.Table.Columns.Truth)
	}
	if r.Table.Weights != nil {
		add("weight column", "%v", r.Table.Weights)
	}
	if r.Table.Features.Kind != summary.NoFeatures {
		add("features", "%s", featuresInWords(&r.Table))
		add("scaling", "%s", scalingInWords(r.Table.Scaling))
	}
	// Then the graph, the method and how far the equations were solved.
	all = append(all, graphFacts(&r.Graph)...)
	add("method", "%s%s", r.Method.Name, methodSource(r.Method))
	if r.Pool != nil {
		add("opinions", "%s", opinionsInWords(r.Pool))
	}
	if r.Solver != nil {
		add("solver", "%s", solverInWords(r.Solver))
		add("proven labels", "%s", provenInWords(r))
	}
	// Last, what it takes to do the same again.
	add("random seed", "%d", r.Origin.Seed)
	add("version", "%s", r.Origin.Version)
	return all
}

// graphFacts describes the graph. The name of a graph that was read says nothing of its size.
func graphFacts(g *summary.Graph) []fact {
	all := []fact{{"graph", g.Made}, {"components", strconv.Itoa(g.Components)}}
	if g.Read {
		all[0].Value += fmt.Sprintf(": %d rows, %d edges", g.Nodes, g.Edges)
	}
	if g.Kernel != "" {
		all = append(all, fact{"kernel", g.Kernel})
	}
	return append(all, fact{"γ", gammaSource(g)})
}

// filesOf returns the names of the files of a table.
func filesOf(t *summary.Table) []string {
	if len(t.Files) > 0 {
		return t.Files
	}
	return []string{t.File}
}

// featuresInWords lists the features, unless they are sparse and have no names.
func featuresInWords(t *summary.Table) string {
	switch t.Features.Kind {
	case summary.Sparse:
		return fmt.Sprintf("%d, sparse", t.Features.Count)
	case summary.Words:
		return fmt.Sprintf("%d words of %s", t.Features.Count, dataset.Listed(t.Columns.Features))
	}
	return fmt.Sprintf("%d: %s", t.Features.Count, dataset.Listed(t.Columns.Features))
}

// scalingInWords tells how features were scaled, and why.
func scalingInWords(s summary.Scaling) string {
	switch {
	case s.Mixed && s.Auto:
		return "each column by itself, without its tails; one scale for all if they look like one unit"
	case len(s.Dominant) > 0 && !s.Auto:
		return "none, although some columns have much larger ranges than the others"
	case len(s.Dominant) > 0:
		return "standardised, because some columns have much larger ranges than the others"
	case s.Auto:
		return "none: no column has a much larger range than the others"
	}
	return s.Rule
}

// methodSource tells who chose the method.
func methodSource(m summary.Method) string {
	if m.ByLabels {
		return ", chosen by the number of labels"
	}
	return ", set by --method"
}

// opinionsInWords lists the opinions of a pool by weight, and what is proven of each.
func opinionsInWords(p *summary.Pool) string {
	words := make([]string, len(p.Opinions))
	for i, o := range p.Opinions {
		words[i] = fmt.Sprintf("%s (weight %.2f", o.Name, o.Weight)
		if o.Accuracy != nil {
			words[i] += fmt.Sprintf(", accuracy %.3f on labels left out", float64(*o.Accuracy))
		}
		if o.Proof != nil {
			words[i] += fmt.Sprintf(", %d of %d labels proven for its graph", o.Proof.Proven, o.Proof.Labels)
		}
		words[i] += ")"
	}
	return strings.Join(words, ", ")
}

// gammaSource tells which γ it is and where it comes from.
func gammaSource(g *summary.Graph) string {
	// Four digits are enough of a number that was computed. One that was given is written as it is.
	switch {
	case g.Gamma == nil && g.Read:
		return "none: the weights are read from " + g.Made
	case g.Gamma == nil:
		return "none: this kernel has no γ"
	case g.Origin == summary.GammaOfDistances:
		return fmt.Sprintf("%.4g, from the distances of near neighbours", float64(*g.Gamma))
	case g.Origin == summary.GammaByRule:
		return fmt.Sprintf("%.4g, chosen by the rule %s", float64(*g.Gamma), g.GammaBy)
	case g.Gammas > 1:
		return fmt.Sprintf("%g, the best of the %d values of --gamma", float64(*g.Gamma), g.Gammas)
	}
	return fmt.Sprintf("%g, set by --gamma", float64(*g.Gamma))
}

// provenInWords tells how many labels are proven.
func provenInWords(r *summary.Run) string {
	// Methods that cannot prove labels in general may do so in special cases.
	if !r.Method.Proves && r.Solver.Proven == 0 {
		return "none: this method cannot prove labels"
	}
	return strconv.Itoa(r.Solver.Proven) + " for this graph"
}

// solverInWords tells how the equations were solved, if there was a solver.
func solverInWords(s *summary.Solver) string {
	if s == nil {
		return ""
	}
	// A direct solver does not iterate.
	if s.Iterations == 0 {
		return s.Name + ", direct"
	}
	end := ""
	if !s.Converged {
		end = ", not converged"
	}
	return fmt.Sprintf("%s: %d iterations to a residual of %.2g, tolerance %.2g%s",
		s.Name, s.Iterations, float64(s.Residual), s.Tolerance, end)
}
