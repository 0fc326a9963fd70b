package labelprop

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// BalancedPoisson is a variant of [Poisson] for a handful of labels and unknown class sizes. It
// differs in two ways. A walk ends after Steps steps on average,
//
//	(L + D/Steps)u = b,
//
// b being that of Poisson, so that a cluster which hardly touches the others, and has
// sources that do not cancel, is not lifted above all of them: without an end its
// potential grows as its ties get weaker. No walk ends in a cluster without a label that a
// weak link attaches, see [Poisson]. And no class is taken to be larger than
// another before the rows have been seen: the columns are shifted by v such that the
// classes weigh alike over the rows,
//
//	Σᵢ pᵢₖ = const,   p = softmax((u+v)/unit) by rows,
//
// with the mean of |u| as the unit. Such masses are soft: a class that is truly large keeps
// more rows, and one whose label lies at its border keeps its rows, too. If the numbers of
// labels are more unequal than chance explains, the classes are taken to be unequal, and in a
// component a class weighs as much as the share of its labels that is there.
//
// Scores are u+v: the largest is the label. They are signed.
type BalancedPoisson struct {
	Steps float64 // 0 means 500; +Inf: walks do not end
}

func (m BalancedPoisson) String() string {
	if m.Steps == 0 {
		return "balanced poisson"
	}
	return fmt.Sprintf("balanced poisson(%g steps)", m.Steps)
}

func (m BalancedPoisson) steps() float64 {
	if m.Steps == 0 {
		return 500
	}
	return m.Steps
}

func (m BalancedPoisson) check(s *Seeds) error {
	if !s.exclusive() {
		return fmt.Errorf("%v gives every row one class: pass Classes or Soft", m)
	}
	if !(m.Steps >= 0) {
		return fmt.Errorf("BalancedPoisson.Steps = %g: must be at least 0", m.Steps)
	}
	return nil
}

func (m BalancedPoisson) describe() *network.Method {
	return &network.Method{Name: m.String(), Rule: m.rule, Signed: true, Sources: true, Copies: true, SolveOwn: m.solve}
}

// rule ties every node to nothing with 1/Steps of its degree: there walks end.
func (m BalancedPoisson) rule(float64) network.Rule {
	return network.Rule{LogSelf: -math.Log(m.steps()), LogSource: network.Nothing}
}

func (m BalancedPoisson) solve(ctx context.Context, nw *network.Network, o network.Options) (*network.Solution, error) {
	// The rule makes the equation regular; what is left is to give the classes their masses.
	sol, err := solvePoisson(ctx, nw, o)
	if err == nil {
		balanceClassMasses(nw, sol)
	}
	return sol, err
}

// balanceClassMasses shifts the scores of the free nodes, in each component apart: there, a class
// weighs as much as the share of its labels that the component has. It bounds how far rounding and
// the errors of the scores may have moved the shifts, and tells which labels are proven.
func balanceClassMasses(nw *network.Network, sol *network.Solution) {
	c := nw.Labels.Cols
	unit := meanSize(nw, sol.X)
	if unit == 0 {
		return
	}
	var proof *shiftProof
	if sol.Off != nil {
		proof = newShiftProof(nw, sol, unit)
	}
	want := labelShares(nw)
	for comp, list := range rowsOfComponents(nw) {
		if len(list) == 0 {
			continue
		}
		// The convex problem of one component: fit the shifts, then apply them.
		a := classMassBalance{
			x: sol.X, rows: list, want: want[comp*c : (comp+1)*c], unit: unit, shift: make([]float64, c),
		}
		for _, i := range list {
			a.count = append(a.count, nw.Mass(nw.Free[i]))
			a.size += nw.Mass(nw.Free[i])
		}
		a.fit()
		if proof != nil {
			proof.bound(&a)
		}
		a.apply()
	}
	if proof != nil {
		nw.ProveLeads(sol, proof.more)
	}
}

// rowsOfComponents lists the free nodes of each component. Components do not compare: each has
// potentials of its own.
func rowsOfComponents(nw *network.Network) [][]int {
	rows := make([][]int, len(nw.Reached))
	for i, u := range nw.Free {
		rows[nw.Component[u]] = append(rows[nw.Component[u]], i)
	}
	return rows
}
