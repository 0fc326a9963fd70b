package labelprop

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// BalancedPoisson is [Poisson] for users who know nothing but a handful of labels. It
// differs in two ways. A walk ends after Steps steps in the mean,
//
//	(L + D/Steps)u = b,
//
// b being that of Poisson, so that a cluster which hardly touches the others, and has
// sources that do not cancel, is not lifted above all of them: without an end its
// potential grows as its ties get weaker. And no class is taken to be larger than
// another before the rows have been seen: the columns are shifted by v such that the
// classes weigh alike over the rows,
//
//	Σᵢ pᵢₖ = const,   p = softmax((u+v)/unit) by rows,
//
// with the mean of |u| as the unit. Such masses are soft: a class that is truly large
// stays so in its number of rows, while one whose label is at the rim of it is not eaten
// up. Numbers of labels that are too unequal for chance say that the classes are, and in
// a component a class weighs as much as the share of its labels that is there.
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

func (BalancedPoisson) clamps() bool { return false }
func (BalancedPoisson) signed()      {}

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
		return errors.New("a walk of less than no step")
	}
	return nil
}

// rule ties every node to nothing, where walks end.
func (m BalancedPoisson) rule(float64) rule {
	return rule{tie: -math.Log(m.steps()), emit: nothing}
}

func (m BalancedPoisson) solve(ctx context.Context, p *problem, o Options) (*solution, error) {
	sol, err := Poisson{}.solve(ctx, p, o)
	if err == nil {
		p.evenOut(sol.x)
	}
	return sol, err
}
