package cli

import "github.com/propagate-go/propagate/labelprop"

// methodSpec is a method as the command line knows it.
type methodSpec struct {
	with          func(alpha, abstain float64) labelprop.Method // nil: by the number of labels, or correct-and-smooth
	correctSmooth bool                                          // which is none of the library's methods
	pool          bool                                          // several opinions, none of which is the method
	sizes         bool                                          // it takes the sizes of the classes itself
}

// method returns the method with the parameters of the flags, nil where there is none to name.
func (s methodSpec) method(alpha, abstain float64) labelprop.Method {
	// No method to name: it is chosen later, or none of the library's.
	if s.with == nil {
		return nil
	}
	return s.with(alpha, abstain)
}

// methodAuto lets the number of labels decide, or what else is asked for.
const methodAuto = "auto"

// spreading is the method that --alpha goes with.
const spreading = "spreading"

var methods = []enum[methodSpec]{
	{methodAuto, methodSpec{}},
	{"harmonic", always(labelprop.Harmonic{})},
	{"propagation", always(labelprop.Propagation{})},
	{spreading, methodSpec{with: func(alpha, _ float64) labelprop.Method { return labelprop.Spreading{Alpha: alpha} }}},
	{"poisson", always(labelprop.Poisson{})},
	{"balanced-poisson", always(labelprop.BalancedPoisson{})},
	{"poisson-mbo", methodSpec{with: func(float64, float64) labelprop.Method { return labelprop.PoissonMBO{} },
		sizes: true}},
	{"wnll", always(labelprop.WNLL{})},
	{"properly-weighted", always(labelprop.ProperlyWeighted{})},
	{"mad", methodSpec{with: func(_, abstain float64) labelprop.Method { return labelprop.MAD{Mu3: abstain} }}},
	{"correct-smooth", methodSpec{correctSmooth: true}},
	{"pool", methodSpec{pool: true}},
}

// always is a method without parameters.
func always(m labelprop.Method) methodSpec {
	return methodSpec{with: func(float64, float64) labelprop.Method { return m }}
}
