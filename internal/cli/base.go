package cli

import (
	"fmt"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// correct improves the probabilities of another classifier by the graph.
func (j *job) correct() (*answer, error) {
	probs, err := labelprop.CorrectSmooth{}.Improve(j.ctx, j.graph, j.seeds, j.in.base)
	if err != nil {
		return nil, err
	}
	n, _ := probs.Dims()
	a := &answer{labels: make([]int, n), probs: probs, status: make([]string, n)}
	for i, given := range j.in.given {
		class, status := decide(probs.RawRowView(i), given)
		a.labels[i], a.status[i] = class, status.String()
	}
	j.say.Line("labels", "%v from the columns %s", labelprop.CorrectSmooth{}, j.base)
	return a, nil
}

// decide returns the class with the largest probability, unless one is given.
func decide(probs []float64, given int) (int, labelprop.Status) {
	if given != labelprop.Unlabeled {
		return given, labelprop.Given
	}
	best, ties := 0, 0
	for k, p := range probs {
		switch {
		case p > probs[best]:
			best, ties = k, 0
		case p == probs[best] && k != best:
			ties++
		}
	}
	switch {
	case probs[best] == 0:
		return labelprop.Unlabeled, labelprop.Unreachable
	case ties > 0:
		return best, labelprop.Tied
	}
	return best, labelprop.Propagated
}

// baseColumns finds the columns with the probabilities of another classifier, each named by
// the prefix and a class.
func (p *plan) baseColumns(t *table.Table, c *columns) error {
	if p.base == "" {
		return nil
	}
	for k, name := range t.Header {
		if class, ok := strings.CutPrefix(strings.TrimSpace(name), p.base); ok && k != c.label && k != c.truth {
			c.base = append(c.base, k)
			c.baseClasses = append(c.baseClasses, class)
		}
	}
	if c.base == nil {
		return &table.Error{File: t.Name, Reason: fmt.Sprintf("--base: no column begins with %q", p.base),
			Hint: "the columns of another classifier's probabilities are named by a prefix and the class, such as proba_cat"}
	}
	return nil
}

// readBase reads those columns, a column a class.
func (p *plan) readBase(t *table.Table, in *input) error {
	m, err := t.Floats(in.columns.base)
	if err != nil {
		return probabilityHint(err)
	}
	if err := checkProbabilities(t, in.columns.base, m); err != nil {
		return err
	}
	for i := range t.Len() {
		if err := checkSum(t, i, m.RawRowView(i)); err != nil {
			return err
		}
	}
	in.base = mat.NewDense(len(in.given), len(in.classes), nil)
	for k, class := range in.classes.numbers(in.columns.baseClasses) {
		in.base.SetCol(class, chosen(mat.Col(nil, k, m), in.rows))
	}
	return nil
}
