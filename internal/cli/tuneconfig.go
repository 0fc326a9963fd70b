package cli

import (
	"strings"

	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// config selects what is varied: lists that were given, and kernels and methods where none was named.
func (v *tuneFlags) config(c *config, names namer) pipeline.TuneConfig {
	// The default competes only where no method was named.
	t := pipeline.TuneConfig{Run: c.first(), Methods: names.methods(), Name: names.name,
		Default: v.names == nil && !v.pool}
	// A list of one is not varied.
	if len(c.tune.ks) > 1 {
		t.Ks = c.tune.ks
	}
	if len(c.tune.gammas) > 1 {
		t.Gammas = c.tune.gammas
	}
	t.Kernels = !v.set.Changed("kernel") && !v.set.Changed("gamma")
	if v.holdout != "" {
		// A copy, with the seed of the run.
		held := v.held
		held.Seed = c.run.Seed
		t.HoldOut = &held
	}
	return t
}

// namer names candidates by the flags of a run that does the same.
type namer struct {
	variants []methodVariant
	single   bool   // one method, which is among the flags given
	scale    string // the flag that a γ in the units of the columns needs
}

// methodVariant is a method to try, and its flags.
type methodVariant struct {
	flags  string
	method labelprop.Method // nil: by the number of labels
}

func (v *tuneFlags) namer(c *config, data *tuneData) namer {
	d := data.plain
	if d == nil {
		return namer{}
	}
	// A single method that was named is among the flags of the call already.
	n := namer{variants: v.variants(c.tune.alphas)}
	n.single = len(n.variants) == 1 && v.names != nil && !v.pool
	if len(d.Prep.Dominant) > 0 && !c.data.InUnits && c.run.Kernel == pipeline.KernelAuto {
		n.scale = "--scale standard" // which a run with a γ does not do by itself
	}
	return n
}

// triedAlphas are tried where nothing is named.
var triedAlphas = []float64{0.5, 0.8, 0.95, 0.99}

// variants are the methods tried. α varies where it is given several times, or nothing is.
func (v *tuneFlags) variants(alphas []float64) []methodVariant {
	// Where nothing is named, the two linear methods, which leave-one-out is fast for.
	names := v.names
	if names == nil {
		names = []string{"harmonic", spreading}
		if !v.set.Changed("alpha") {
			alphas = triedAlphas
		}
	}
	var all []methodVariant
	for _, name := range names {
		// Only spreading has a parameter that is varied.
		spec, _ := choose("--method", name, methods) // read knows it
		flags, abstain := "--method "+name, v.run.method.abstain
		if name != spreading {
			all = append(all, methodVariant{flags, spec.method(alphas[0], abstain)})
			continue
		}
		for _, alpha := range alphas {
			all = append(all, methodVariant{flags + " --alpha " + number(alpha), spec.method(alpha, abstain)})
		}
	}
	return all
}

func (n namer) methods() []labelprop.Method {
	all := make([]labelprop.Method, len(n.variants))
	for i, one := range n.variants {
		all[i] = one.method
	}
	return all
}

// name returns the flags of a candidate.
func (n namer) name(c pipeline.Candidate) string {
	// The default is named by flags of its own: it may be none of the methods tried.
	switch {
	case c.Flags != "":
		return c.Flags
	case c.Default:
		return defaultFlags(c.Method)
	}
	var words []string
	if c.K > 0 {
		words = append(words, "-k "+number(c.K))
	}
	words = append(words, n.weights(c))
	if !n.single {
		words = append(words, n.variants[c.At].flags)
	}
	// Parts that are empty leave no space.
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// weights returns the flags of the edge weights. --gamma alone means the kernel rbf.
func (n namer) weights(c pipeline.Candidate) string {
	switch {
	case c.HasGamma && c.Kernel == pipeline.RBF:
		return n.scale + " --gamma " + number(c.Gamma)
	case c.HasGamma:
		return "--kernel " + c.Kernel.String() + " --gamma " + number(c.Gamma)
	case c.Kernel != pipeline.KernelAuto:
		return "--kernel " + c.Kernel.String()
	}
	return ""
}

// defaultFlags name the default, a run without flags, by the flags that do the same.
func defaultFlags(m labelprop.Method) string {
	if _, ok := m.(labelprop.BalancedPoisson); ok {
		return "--kernel shared --method balanced-poisson"
	}
	return "--kernel shared --method harmonic"
}
