package labelprop

import (
	"context"
	"errors"
	"math"
	"reflect"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/ln"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/network"
)

// A Method computes scores of all nodes from the labels of some. The methods are
// [Harmonic], [Propagation], [Spreading], [Poisson], [BalancedPoisson], [PoissonMBO],
// [WNLL], [ProperlyWeighted] and [MAD].
//
// All but PoissonMBO solve (I - αM)x = b: see docs/methods.md.
//
// Other packages cannot add methods.
type Method interface {
	String() string

	// To add a method, write one small type in a file of its own, with String, check and
	// describe; add a case to the command's list of methods, and an entry to the table in
	// methods_test.go, whose tests then hold the method to its formula. describe returns
	// everything that the rest of the package needs to know: nothing else asks for the type
	// of a method. A method that is determined by the balance of each node needs nothing but
	// its Rule; another one has its own Solve.

	// check reports parameters out of range, and labels that the method cannot take.
	check(*Seeds) error
	// describe describes the method to the solvers.
	describe() *network.Method
}

// Linear reports whether a label enters the balance of its own node alone: [LeaveOneOut],
// [Suspects] and [Explain] need that. It is so for [Harmonic], [Propagation] and [Spreading].
// The sources of [Poisson] depend on the mean of all labels, and the weights of [WNLL] on where
// labels are.
func Linear(m Method) bool { return isMethod(m) && m.describe().Linear() }

// Proves reports whether nearly all labels by m can be expected to be proven: those of
// linear methods that clamp the given labels, [Harmonic] and [Propagation], and those of [Poisson]
// and [BalancedPoisson]. Labels by other methods may be proven as well: see [Result.Proven].
func Proves(m Method) bool {
	if !isMethod(m) {
		return false
	}
	d := m.describe()
	return d.Linear() && d.Clamps || d.Sources
}

// isMethod reports whether m is a method: neither nil nor a nil pointer to one.
func isMethod(m Method) bool {
	if m == nil {
		return false
	}
	v := reflect.ValueOf(m)
	return v.Kind() != reflect.Pointer || !v.IsNil()
}

// checkMethod is m.check, of any m.
func checkMethod(m Method, seeds *Seeds) error {
	if !isMethod(m) {
		return errors.New("no method: DefaultMethod recommends one")
	}
	return m.check(seeds)
}

// weighed calls a function of the caller that makes the graph of a γ.
func weighed(weigh func(float64) (*graph.Graph, error), gamma float64) (*graph.Graph, error) {
	defer par.Blame("the function that weighs, at γ = %g,", gamma)
	return weigh(gamma)
}

// orBackground lets work without a context run to its end.
func orBackground(ctx context.Context) context.Context {
	if ctx == nil {
		return context.Background()
	}
	return ctx
}

// harmonicRule is the balance of a node that is the weighted mean of its neighbours. A
// label of weight κ < 1 is a neighbour too, with the odds κ/(1-κ) times the degree.
func harmonicRule(labelWeight float64) network.Rule {
	if labelWeight == 0 {
		return network.Rule{LogSelf: network.Nothing, LogSource: network.Nothing}
	}
	odds := ln.Of(labelWeight) - math.Log1p(-labelWeight)
	return network.Rule{LogSelf: odds, LogSource: odds}
}

// neighborsOnly is the balance of methods whose labels do not enter through the rule.
func neighborsOnly(float64) network.Rule {
	return network.Rule{LogSelf: network.Nothing, LogSource: network.Nothing}
}
