package cli

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/spell"
	"github.com/propagate-go/propagate/labelprop"
)

// Ways to tell a result how large the classes are.
type sizing int

const (
	sizesNone sizing = iota
	sizesMass
	sizesProjected
)

func (s sizing) String() string { return sizings[s].name }

var sizings = []choice[sizing]{{"none", sizesNone}, {"mass", sizesMass}, {"projected", sizesProjected}}

// chooseSizes reads --class-sizes and --priors, as far as that is possible without the classes.
func (p *plan) chooseSizes(fixed bool) error {
	var err error
	if p.sizesBy, err = choose("--class-sizes", p.classSizes, sizings); err != nil {
		return err
	}
	w, err := choose("--method", p.settings.method, ways)
	switch {
	case err != nil:
		return err
	case w.sizes && p.sizesBy != sizesNone:
		return usagef("leave --class-sizes out", "%s takes --priors itself", p.settings.method)
	case len(p.priors) == 0 || w.sizes:
		return nil
	case !fixed:
		p.sizesBy = sizesProjected
	case p.sizesBy == sizesNone:
		return usagef("say --class-sizes projected or mass, or leave it out", "--priors does not go with --class-sizes none")
	}
	return nil
}

// readPriors returns the size of each class that --priors names, nil if it names none.
func (p *plan) readPriors(c classes) ([]float64, error) {
	if len(p.priors) == 0 {
		return nil, nil
	}
	sizes := make([]float64, len(c))
	for k := range sizes {
		sizes[k] = math.NaN()
	}
	total := 0.0
	for _, word := range p.priors {
		k, size, err := prior(word, c)
		if err != nil {
			return nil, err
		}
		sizes[k] = size
		total += size
	}
	if k := slices.IndexFunc(sizes, math.IsNaN); k >= 0 {
		return nil, usagef("give the size of every class, in any unit: "+p.example(c), "--priors names no size of class %q", c[k])
	}
	if total == 0 {
		return nil, usagef("one of them must be above 0", "--priors: all sizes are 0")
	}
	return sizes, nil
}

// prior reads CLASS=SIZE.
func prior(word string, c classes) (class int, size float64, err error) {
	cut := strings.LastIndexByte(word, '=')
	if cut < 0 {
		return 0, 0, usagef("write CLASS=SIZE,CLASS=SIZE", "--priors %q: no size", word)
	}
	name, number := strings.TrimSpace(word[:cut]), strings.TrimSpace(word[cut+1:])
	class = slices.Index(c, name)
	if class < 0 {
		reason := ""
		if near := spell.Nearest(name, c); near != "" {
			reason = fmt.Sprintf(", did you mean %q?", near)
		}
		return 0, 0, usagef("the classes are "+listed(c), "--priors %q: no label is of that class%s", name, reason)
	}
	size, err = strconv.ParseFloat(number, 64)
	if err != nil || !(size >= 0) || math.IsInf(size, 0) {
		return 0, 0, usagef("a share or a count", "--priors %q: %q is not a number from 0 on", name, number)
	}
	return class, size, nil
}

// example shows how to name the size of every class.
func (p *plan) example(c classes) string {
	const most = 6
	words := make([]string, min(len(c), most))
	for k := range words {
		words[k] = fmt.Sprintf("%s=%d", c[k], 100-10*k)
	}
	if len(c) > most {
		words = append(words, "...")
	}
	return "--priors " + strings.Join(words, ",")
}

// listed joins names for a message.
func listed(names []string) string {
	const most = 12
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}

// resize brings the classes of a result to their sizes.
func (p *plan) resize(res *labelprop.Result) (*labelprop.Result, error) {
	switch p.sizesBy {
	case sizesMass:
		return res.ClassMassNormalized(p.sizes)
	case sizesProjected:
		return res.ProjectedTo(p.sizes)
	}
	return res, nil
}
