package cli

import (
	"math"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/pipeline"
)

// readSizes reads --class-sizes and --class-counts. The names of the classes are checked when these are known.
func (c *configurer) readSizes() error {
	f, sizes := &c.flags.method, &c.config.run.Sizes
	var err error
	if sizes.Rule, err = choose("--class-sizes", f.classSizes, sizeRules); err != nil {
		return err
	}
	// A method that takes sizes itself needs no rule for them.
	m, err := choose("--method", f.method, methods)
	switch {
	case err != nil:
		return err
	case m.sizes && sizes.Rule != pipeline.SizesNone:
		return usagef("leave --class-sizes out", "%s takes --class-counts itself", f.method)
	case len(f.counts) == 0:
		return nil
	case m.sizes:
	case !c.given("class-sizes"):
		sizes.Rule = pipeline.SizesProjected
	case sizes.Rule == pipeline.SizesNone:
		return usagef("use --class-sizes projected or mass, or leave it out",
			"--class-counts does not go with --class-sizes none")
	}
	// The numbers are read now, the classes compared when they are known.
	for _, word := range f.counts {
		one, err := classCount(word)
		if err != nil {
			return err
		}
		sizes.Counts = append(sizes.Counts, one)
	}
	return nil
}

// classCount reads CLASS=SIZE.
func classCount(word string) (one pipeline.ClassCount, err error) {
	// The name of a class may hold =, a number does not.
	cut := strings.LastIndexByte(word, '=')
	if cut < 0 {
		return one, usagef("write CLASS=SIZE,CLASS=SIZE", "--class-counts %q: no size", word)
	}
	name, number := strings.TrimSpace(word[:cut]), strings.TrimSpace(word[cut+1:])
	size, err := strconv.ParseFloat(number, 64)
	if err != nil || !(size >= 0) || math.IsInf(size, 0) {
		return one, usagef("a share or a count", "--class-counts %q: %q is not a number from 0 on", name, number)
	}
	return pipeline.ClassCount{Class: name, Count: size}, nil
}
