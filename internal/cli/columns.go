package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
)

// columns are the parts that the columns of a table play.
type columns struct {
	label, truth, id, weight int // all but label are -1 if there is none
	ignored                  map[int]bool
	features                 []int
	categorical              []int
	leftOut                  []string
	base                     []int // probabilities of another classifier
	baseClasses              classes
}

// findColumns looks up the columns by the flags; without --features, all numeric
// ones that play no other part are features.
func (p *plan) findColumns(t *table.Table) (*columns, error) {
	c, err := p.namedColumns(t)
	if err != nil {
		return nil, err
	}
	if p.edges != "" || t.Sparse() != nil {
		return c, nil
	}
	if c.categorical, err = c.named(t, "--categorical", p.categorical); err != nil {
		return nil, err
	}
	if len(p.features) > 0 {
		c.features, err = c.named(t, "--features", p.features)
		c.features = slices.DeleteFunc(c.features, func(j int) bool { return slices.Contains(c.categorical, j) })
		return c, err
	}
	filled, numbers := t.Count()
	for j, name := range t.Header {
		switch {
		case j == c.label || j == c.truth || j == c.id || j == c.weight || c.ignored[j] || slices.Contains(c.base, j) || slices.Contains(c.categorical, j) || (!p.adds || p.only) && isAnswer(name):
		case filled[j] > 0 && 2*numbers[j] >= filled[j]:
			// One that is not a number is an error rather than a reason to leave the
			// column out.
			c.features = append(c.features, j)
		default:
			c.leftOut = append(c.leftOut, name)
		}
	}
	if len(c.features)+len(c.categorical) == 0 && !p.tolerant {
		return nil, noFeatures(t)
	}
	return c, nil
}

func noFeatures(t *table.Table) error {
	return &table.Error{File: t.Name, Reason: "no numeric column to use as a feature",
		Hint: "propagate compares rows by their numbers; the label and truth columns do not count; --categorical takes texts"}
}

// namedColumns looks up the columns that flags name one by one.
func (p *plan) namedColumns(t *table.Table) (*columns, error) {
	c := &columns{truth: -1, id: -1, weight: -1, ignored: map[int]bool{}}
	var err error
	if c.label, err = t.Column(p.label); err != nil {
		if c.label = -1; !p.tolerant {
			return nil, noLabelColumn(err, t.Header)
		}
	}
	if p.truth != "" {
		if c.truth, err = t.Column(p.truth); err != nil {
			return nil, fmt.Errorf("--truth: %w", err)
		}
	}
	if p.id != "" {
		if c.id, err = t.Column(p.id); err != nil {
			return nil, fmt.Errorf("--id: %w", err)
		}
	}
	if p.weight != "" {
		if c.weight, err = t.Column(p.weight); err != nil {
			return nil, fmt.Errorf("--weight: %w", err)
		}
	}
	for _, name := range p.ignore {
		j, err := t.Column(name)
		if err != nil {
			return nil, fmt.Errorf("--ignore: %w", err)
		}
		c.ignored[j] = true
	}
	return c, p.baseColumns(t, c)
}

// usualLabels are what columns of labels are called elsewhere.
var usualLabels = []string{"labels", "class", "classes", "target", "category", "tag", "kind", "type", "y"}

// noLabelColumn adds to the error of an unknown column what newcomers need to know:
// that another one can be named, or that the first line is not one of names.
func noLabelColumn(err error, header []string) error {
	var unknown *table.Error
	if errors.As(err, &unknown) {
		which := ""
		for _, name := range header {
			name = strings.TrimSpace(name)
			if slices.Contains(usualLabels, strings.ToLower(name)) {
				which = ", such as --label " + quotedWord(name)
				break
			}
			if _, err := strconv.ParseFloat(name, 64); err == nil {
				which = ", and begin the table with a line that names its columns"
			}
		}
		unknown.Hint = "name the column of the given labels with --label" + which + "; " + unknown.Hint
	}
	return fmt.Errorf("--label: %w", err)
}

// named returns the columns that a flag names as features.
func (c *columns) named(t *table.Table, flag string, names []string) ([]int, error) {
	var found []int
	for _, name := range names {
		j, err := t.Column(name)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: %w", flag, err)
		case j == c.label || j == c.truth:
			return nil, usagef("leave it out of "+flag, "%s: %q holds the labels", flag, name)
		case c.ignored[j] || j == c.id || j == c.weight || slices.Contains(c.base, j):
			return nil, usagef("leave it out of "+flag+", --ignore, --id, --weight or --base", "%s: %q is no feature by another flag", flag, name)
		case !slices.Contains(found, j):
			found = append(found, j)
		}
	}
	return found, nil
}

// same reports whether two names are those of one column.
func same(a, b string) bool { return strings.TrimSpace(a) == strings.TrimSpace(b) }
