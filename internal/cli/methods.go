package cli

import (
	"github.com/propagate-go/propagate/labelprop"
)

// way is a method as the command line knows it.
type way struct {
	make   func(*plan) labelprop.Method // nil: correct-smooth, which is none of the library's methods
	shares bool                         // its answers are sums over the given labels
	sizes  bool                         // it takes the sizes of the classes itself
}

const correctSmooth = "correct-smooth"

// methodAuto lets the number of labels decide, or what else is asked for.
const methodAuto = "auto"

var ways = []choice[way]{
	{methodAuto, way{make: (*plan).chooseByLabels, shares: true}},
	{"harmonic", way{make: func(*plan) labelprop.Method { return labelprop.Harmonic{} }, shares: true}},
	{"propagation", way{make: func(*plan) labelprop.Method { return labelprop.Propagation{} }, shares: true}},
	{"spreading", way{make: func(p *plan) labelprop.Method { return labelprop.Spreading{Alpha: p.alpha} }, shares: true}},
	{"poisson", way{make: func(*plan) labelprop.Method { return labelprop.Poisson{} }}},
	{"balanced-poisson", way{make: func(*plan) labelprop.Method { return labelprop.BalancedPoisson{} }}},
	{"poisson-mbo", way{make: func(p *plan) labelprop.Method { return labelprop.PoissonMBO{Priors: p.sizes} }, sizes: true}},
	{"wnll", way{make: func(*plan) labelprop.Method { return labelprop.WNLL{} }}},
	{"properly-weighted", way{make: func(*plan) labelprop.Method { return labelprop.ProperlyWeighted{} }}},
	{"mad", way{make: func(p *plan) labelprop.Method { return labelprop.MAD{Mu3: p.abstain} }}},
	{correctSmooth, way{}},
}

// chooseMethod looks up the method and checks what goes with it. The method itself is made
// when the classes are known, by setMethod.
func (p *plan) chooseMethod() error {
	var err error
	if p.way, err = choose("--method", p.settings.method, ways); err != nil {
		return err
	}
	name := p.settings.method
	sums := "choose harmonic, propagation or spreading, whose answers are sums over the given labels"
	switch {
	case p.asksShares && !p.way.shares:
		return usagef(sums, "%s does not go with %s", p.command, name)
	case p.way.make == nil && !p.adds:
		return usagef("choose another method", "%s does not go with %s", p.command, name)
	case p.way.make == nil && p.base == "":
		return usagef("name the columns of another classifier's probabilities by what they begin with: --base proba_", "%s improves probabilities that are there: --base names none", name)
	case p.way.make == nil && p.weight != "":
		return usagef("choose another method", "--weight does not go with %s, which trusts all labels alike", name)
	case p.sizesBy != sizesNone && !p.adds:
		return usagef("", "--class-sizes does not go with %s", p.command)
	case p.calibrate && (!p.way.shares || p.base != ""):
		return usagef(sums+", and leave --base out", "--calibrate needs labels left out, which %s cannot with these flags", name)
	case p.calibrate && p.sizesBy != sizesNone:
		return usagef("choose one of the two", "--calibrate does not go with --class-sizes")
	case p.way.make == nil && p.sizesBy != sizesNone:
		return usagef("choose another method", "--class-sizes does not go with %s", name)
	}
	return nil
}

// setMethod makes the method, for the classes of the table and the given one of each row.
func (p *plan) setMethod(c classes, given []int) error {
	var err error
	if p.labels, err = labelprop.Classes(given, 0); err != nil {
		return err
	}
	if p.sizes, err = p.readPriors(c); err != nil {
		return err
	}
	if p.way.make != nil {
		p.method = p.way.make(p)
	}
	return nil
}

// chooseByLabels returns the method for the given labels. What needs sums over them takes
// harmonic, and so do dense graphs and a γ by hand, at which it alone is sure to be right.
func (p *plan) chooseByLabels() labelprop.Method {
	if p.asksShares || p.calibrate || p.base != "" || p.graph == "complete" || p.gammaBy == "" {
		return labelprop.Harmonic{}
	}
	return labelprop.DefaultMethod(p.labels)
}
