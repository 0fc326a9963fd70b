package cli

import "github.com/spf13/pflag"

// noiseOff trusts given labels.
const noiseOff = "none"

// noises are what to think of given labels.
var noises = []enum[bool]{{noiseOff, false}, {"auto", true}}

func (v *answerFlags) declareNoise(f *pflag.FlagSet) {
	f.StringVar(&v.noise, "noise", noiseOff,
		"`whether` given labels may be wrong: none (all are trusted), or auto (those that the others contradict count "+
			"for less, if they are more than chance explains)")
}

// readNoise reads what to think of the given labels.
func (c *configurer) readNoise() (err error) {
	if !c.purpose.adds {
		return nil
	}
	run := &c.config.run
	if run.Doubt, err = choose("--noise", c.flags.answer.noise, noises); err != nil || !run.Doubt {
		return err
	}
	switch {
	case run.Method.CorrectSmooth:
		return usagef("choose another method", "--noise auto does not go with %s, which trusts all labels alike",
			c.flags.method.method)
	case c.flags.method.prefix != "":
		return usagef("leave one of the two out", "--noise auto does not go with --classifier-columns")
	}
	return nil
}
