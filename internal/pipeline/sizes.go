package pipeline

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/spell"
	"github.com/propagate-go/propagate/labelprop"
)

// of returns the size of each class, nil if no size was given.
func (s Sizes) of(c dataset.Classes) ([]float64, error) {
	if len(s.Counts) == 0 {
		return nil, nil
	}
	// NaN marks a class whose size was not given.
	sizes := make([]float64, len(c))
	for k := range sizes {
		sizes[k] = math.NaN()
	}
	// Sizes are named in any order; a class named twice takes the last one.
	total := 0.0
	for _, one := range s.Counts {
		k := slices.Index(c, one.Class)
		if k < 0 {
			return nil, unknownClass(one.Class, c)
		}
		sizes[k] = one.Count
		total += one.Count
	}
	if k := slices.IndexFunc(sizes, math.IsNaN); k >= 0 {
		return nil, dataset.Optionf("give the size of every class, in any unit: "+exampleCounts(c),
			"Sizes.Counts names no size of class %q", c[k])
	}
	// Only their ratios count, which zeros have not.
	if total == 0 {
		return nil, dataset.Optionf("one of them must be above 0", "Sizes.Counts: all sizes are 0")
	}
	return sizes, nil
}

func unknownClass(name string, c dataset.Classes) error {
	reason := ""
	if near := spell.Nearest(name, c); near != "" {
		reason = fmt.Sprintf(", did you mean %q?", near)
	}
	return dataset.Optionf("the classes are "+dataset.Listed(c), "Sizes.Counts %q: no label is of that class%s", name,
		reason)
}

// exampleCounts shows how to give the size of every class.
func exampleCounts(c dataset.Classes) string {
	const most = 6
	// Any numbers will do as an example; falling ones show that they may differ.
	words := make([]string, min(len(c), most))
	for k := range words {
		words[k] = fmt.Sprintf("%s=%d", c[k], 100-10*k)
	}
	if len(c) > most {
		words = append(words, "...")
	}
	return "Sizes.Counts " + strings.Join(words, ",")
}

// resize brings the classes of a result to their sizes.
func (s Sizes) resize(res *labelprop.Result, c dataset.Classes) (*labelprop.Result, error) {
	sizes, err := s.of(c)
	if err != nil {
		return nil, err
	}
	// Mass scales the scores of each class; projection also decides rows one by one, so that the numbers are
	// met.
	switch s.Rule {
	case SizesMass:
		return res.ClassMassNormalized(sizes)
	case SizesProjected:
		return res.ProjectedTo(sizes)
	}
	return res, nil
}
