package labelprop

import (
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/labelprop/internal/network"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// addWarnings adds what a user should know of the result; provable tells whether the method proves
// labels.
func (r *Result) addWarnings(seeds *Seeds, provable bool) {
	// Each warning tells what happened, and its hint what to do about it.
	if n := r.Count(Unreachable); n > 0 {
		r.warn(WarnUnreachable,
			"join the components of the graph (Connect), take more neighbours, or label a row in each component",
			"%d of %d nodes unreachable: no path leads from them to a label", n, len(r.Status))
	}
	if n := r.Count(Abstained); n > 0 {
		r.warn(WarnAbstained, "label more rows, or lower μ₃",
			"%d of %d nodes get no label: their dummy label is the largest", n, len(r.Status))
	}
	if n := r.Count(Tied); n > 0 {
		r.warn(WarnTied, "label one of them", "%d nodes tied between classes: the first class is given", n)
	}
	if !r.Converged {
		r.warn(WarnNotConverged, "raise the iteration limit, or choose a smaller γ or a sparser graph",
			"%v did not converge: residual %.2g after %d iterations: the labels are not proven",
			r.Solver, r.Residual, r.Iterations)
	}
	if n := r.CountUnproven(); r.Labels != nil && provable && r.Converged && n > 0 {
		r.warn(WarnUnproven, "treat them as uncertain; see docs/numerics.md",
			"%d of %d labels are not proven", n, len(r.Labels))
	}
	if n := r.changed(seeds); n > 0 {
		r.warn(WarnOverruled, "use harmonic to keep given labels", "%d given labels changed by %s", n, r.method)
	}
}

// listedNodes is how many nodes a warning lists.
const listedNodes = 10

// warnUnknown lists the nodes whose scores are not known well enough for any label.
func (f *folded) warnUnknown(r *Result, nw *network.Network, sol *network.Solution) {
	var list []string
	count := 0
	for u := range r.Status {
		// What the solver knows of the part whose answer the row has.
		part := u
		if f.rows != nil {
			part = int(f.rows.first[u])
		}
		at := nw.Place[part]
		if sol.Unknown == nil || at < 0 || !sol.Unknown[at] || r.Labels == nil || r.Proven[u] || r.Status[u] == Tied {
			continue
		}
		if count++; count <= listedNodes {
			list = append(list, strconv.Itoa(u))
		}
	}
	if count > listedNodes {
		list = append(list, "...")
	}
	if count > 0 {
		r.warn(WarnUndecided, "their labels are guesses: join each row to its k nearest ones only, or lower γ",
			"%d of %d nodes undecided, because the errors of their scores are too large: nodes %s",
			count, len(r.Labels), strings.Join(list, ", "))
	}
}

// changed counts the given labels that the method overrules.
func (r *Result) changed(seeds *Seeds) int {
	if r.Labels == nil || seeds.kind != hard {
		return 0
	}
	count := 0
	for l, u := range seeds.nodes {
		// Methods that do not clamp may overrule a label.
		if r.Labels[u] != simplex.Largest(seeds.row(l)) {
			count++
		}
	}
	return count
}
