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
	all = append(all, graphFacts(&r.Graph)...)
	add("method", "%s%s", r.Method.Name, methodSource(r.Method))
	if r.Solver != nil {
		add("solver", "%s", solverInWords(r.Solver))
		add("proven labels", "%s", provenInWords(r))
	}
	add("random seed", "%d", r.Origin.Seed)
	add("version", "%s", r.Origin.Version)
	return all
}

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

func filesOf(t *summary.Table) []string {
	if len(t.Files) > 0 {
		return t.Files
	}
	return []string{t.File}
}

func featuresInWords(t *summary.Table) string {
	if t.Features.Kind == summary.Sparse {
		return fmt.Sprintf("%d, sparse", t.Features.Count)
	}
	return fmt.Sprintf("%d: %s", t.Features.Count, dataset.Listed(t.Columns.Features))
}

func scalingInWords(s summary.Scaling) string {
	switch {
	case len(s.Dwarfing) > 0:
		return "standardised, because some columns dwarf the others"
	case s.Auto:
		return "none: no columns dwarf the others"
	}
	return s.Rule
}

func methodSource(m summary.Method) string {
	if m.ByLabels {
		return ", by the number of labels"
	}
	return ", by --method"
}

// gammaSource tells which γ it is and where it comes from.
func gammaSource(g *summary.Graph) string {
	switch {
	case g.Gamma == nil && g.Read:
		return "none: the weights are those of " + g.Made
	case g.Gamma == nil:
		return "none: this kernel has no width to choose"
	case g.Origin == summary.GammaOfDistances:
		return fmt.Sprintf("%.4g, from the distances of near neighbours", float64(*g.Gamma))
	case g.Origin == summary.GammaByRule:
		return fmt.Sprintf("%.4g, by the rule %s", float64(*g.Gamma), g.GammaBy)
	case g.Gammas > 1:
		return fmt.Sprintf("%g, the best of %d by --gamma", float64(*g.Gamma), g.Gammas)
	}
	return fmt.Sprintf("%g, by --gamma", float64(*g.Gamma))
}

func provenInWords(r *summary.Run) string {
	if !r.Method.Proves && r.Solver.Proven == 0 {
		return "none: this method has no proofs"
	}
	return strconv.Itoa(r.Solver.Proven)
}

func solverInWords(s *summary.Solver) string {
	if s == nil {
		return ""
	}
	if s.Iterations == 0 {
		return s.Name + ", direct"
	}
	end := ""
	if !s.Converged {
		end = ", not converged"
	}
	return fmt.Sprintf("%s: %d iterations to a residual of %.2g, tolerance %.2g%s", s.Name, s.Iterations, float64(s.Residual), s.Tolerance, end)
}
