package cli

import (
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// readMethod reads the method and checks what goes with it.
func (c *configurer) readMethod() error {
	f, run := &c.flags.method, &c.config.run
	// The parameters go into the method; what suits the labels is left to the pipeline.
	spec, err := choose("--method", f.method, methods)
	if err != nil {
		return err
	}
	run.Method = pipeline.Method{
		Method: spec.method(f.alphas[0], f.abstain), CorrectSmooth: spec.correctSmooth, Pool: spec.pool,
		PriorWeight: f.weight,
	}
	run.Calibrate = c.flags.answer.calibrate
	run.Solve = labelprop.Options{Tol: f.tol, MaxIter: f.maxIter}
	if c.purpose.tunes {
		c.config.tune.alphas = f.alphas
	}
	switch {
	case spec.correctSmooth:
		return c.checkCorrectSmooth()
	case spec.pool:
		return c.checkPool()
	case f.method == methodAuto && (c.purpose.adds || c.purpose.asks):
		c.readAuto()
	}
	// Of an automatic method it is not known yet.
	return c.checkMethod(spec.with == nil || pipeline.IsLinear(run.Method.Method))
}

const hintLinear = "choose harmonic, propagation or spreading, whose answers are sums over the given labels"

// checkMethod checks what goes with a method, which may be linear: its answers sums over the given labels.
func (c *configurer) checkMethod(linear bool) error {
	f, run := &c.flags.method, &c.config.run
	// The first of these that does not go together is the error.
	switch {
	case run.Sizes.Rule != pipeline.SizesNone && !c.purpose.adds:
		return usagef("", "--class-sizes does not go with %s", c.purpose.command)
	case run.Calibrate && (!linear || f.prefix != ""):
		return usagef(hintLinear+" | leave --classifier-columns out",
			"--calibrate needs labels left out, which %s cannot with these flags", f.method)
	case run.Calibrate && run.Sizes.Rule != pipeline.SizesNone:
		return usagef("choose one of the two", "--calibrate does not go with --class-sizes")
	}
	return nil
}

// checkCorrectSmooth checks what goes with the method that improves the probabilities of another classifier.
func (c *configurer) checkCorrectSmooth() error {
	f, run := &c.flags.method, &c.config.run
	switch {
	case c.purpose.asks:
		return usagef(hintLinear, "%s does not go with %s", c.purpose.command, f.method)
	case !c.purpose.adds:
		return usagef("choose another method", "%s does not go with %s", c.purpose.command, f.method)
	case f.prefix == "":
		return usagef("name the columns of another classifier's probabilities by what they begin with: "+
			"--classifier-columns proba_",
			"%s improves probabilities that are there: --classifier-columns names none", f.method)
	case c.flags.table.weight != "":
		return usagef("choose another method", "--label-weight does not go with %s, which trusts all labels alike",
			f.method)
	case run.Calibrate:
		return usagef(hintLinear+" | leave --classifier-columns out",
			"--calibrate needs labels left out, which %s cannot with these flags", f.method)
	case run.Sizes.Rule != pipeline.SizesNone:
		return usagef("choose another method", "--class-sizes does not go with %s", f.method)
	}
	return nil
}
