package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/report"
)

// facts says how a run was done, by name.
func (j *job) facts(s *runSummary) []report.Fact {
	var all []report.Fact
	add := func(name, format string, args ...any) {
		all = append(all, report.Fact{Name: name, Value: fmt.Sprintf(format, args...)})
	}
	add("file", "%s", strings.Join(j.table.Files(), ", "))
	add("label column", "%s", s.Columns.Label)
	if s.Columns.Truth != "" {
		add("truth column", "%s", s.Columns.Truth)
	}
	if s.Columns.Weight != "" {
		add("weight column", "%s", j.in.trust.inWords(s.Columns.Weight, j.in.given))
	}
	if j.in.graph == nil {
		add("features", "%s", j.featuresInWords(s))
		add("scaling", "%s", j.scalingInWords())
	}
	if j.near != nil {
		add("graph", "%s", j.made)
	} else {
		add("graph", "%s: %d rows, %d edges", j.made, s.Graph.Nodes, s.Graph.Edges)
	}
	add("components", "%d", s.Graph.Components)
	if s.Graph.Kernel != "" {
		add("kernel", "%s", s.Graph.Kernel)
	}
	add("γ", "%s", j.gammaSource(s))
	add("method", "%s%s", s.Method, j.methodSource())
	if v := s.Solver; v != nil {
		add("solver", "%s", v.inWords(j.tol))
		add("proven labels", "%s", j.provenInWords(v))
	}
	add("random seed", "%d", j.seed)
	add("version", "%s", s.Version)
	return all
}

func (j *job) featuresInWords(s *runSummary) string {
	if j.in.sparse != nil {
		return fmt.Sprintf("%d, sparse", j.in.sparseCols)
	}
	return fmt.Sprintf("%d: %s", len(s.Columns.Features), listed(s.Columns.Features))
}

func (j *job) scalingInWords() string {
	switch {
	case len(j.in.dwarfing) > 0:
		return "standardised, because some columns dwarf the others"
	case j.scale == scaleAuto:
		return "none: no columns dwarf the others"
	}
	return j.scale
}

func (j *job) methodSource() string {
	if j.settings.method == methodAuto {
		return ", by the number of labels"
	}
	return ", by --method"
}

func (j *job) provenInWords(v *solverSummary) string {
	if !j.canProve() && v.Proven == 0 {
		return "none: this method has no proofs"
	}
	return strconv.Itoa(v.Proven)
}

func (v *solverSummary) inWords(tol float64) string {
	if v.Iterations == 0 {
		return v.Name + ", direct"
	}
	end := ""
	if !v.Converged {
		end = ", not converged"
	}
	return fmt.Sprintf("%s: %d iterations to a residual of %.2g, tolerance %.2g%s", v.Name, v.Iterations, float64(v.Residual), tol, end)
}

// sortedParts fills in the components that id numbers, the largest first.
func (j *job) sortedParts(id []int, parts []report.Part) []report.Part {
	classes := make([]map[int]bool, len(parts))
	for i, part := range id {
		parts[part].Rows++
		if class := j.in.given[i]; class >= 0 {
			if classes[part] == nil {
				classes[part] = map[int]bool{}
			}
			parts[part].Given++
			classes[part][class] = true
		}
	}
	for part, own := range classes {
		for k, name := range j.in.classes {
			if own[k] {
				parts[part].Classes = append(parts[part].Classes, name)
			}
		}
	}
	slices.SortStableFunc(parts, func(a, b report.Part) int { return cmp.Compare(b.Rows, a.Rows) })
	return parts
}
