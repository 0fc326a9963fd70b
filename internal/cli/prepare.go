package cli

import (
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/table"
	"gonum.org/v1/gonum/mat"
)

// input is a table read as a problem.
type input struct {
	columns *columns
	x       *mat.Dense       // nil if there is a
	graph   *graph.Graph     // brought by --edges
	sparse  *graph.CSR       // features of sparse rows, instead of x
	near    *graph.Neighbors // brought by --reuse
	classes classes
	rows    []int      // of the table, that take part; nil: all do
	given   []int      // of the rows that take part
	all     []int      // of all rows
	truth   []string   // nil if there is none
	ids     []string   // likewise
	base    *mat.Dense // of the rows that take part, n×C: the probabilities of another classifier
	trust   *trust     // in the given labels; nil: in all alike

	sparseCols int       // columns of sparse, but for one before the first
	rowNumbers []string  // columns that count the rows, which are no features
	noLabel    []string  // what the label column held besides labels
	affines    []affine  // what scaling did to the numeric features; nil: nothing
	dwarfing   []string  // columns for whose sake --scale auto did it
	fills      []float64 // what stands for a missing value in each of them; nil: it is an error
	categories []classes // the values of the categorical ones
	filled     []string  // columns in which values were filled in
}

// read reads the files, or standard input for "-".
func (p *plan) read(stdin io.Reader) (*table.Table, error) {
	return p.open(p.paths, stdin, slices.Concat([]string{p.label, p.truth, p.id, p.weight}, p.ignore, p.categorical)...)
}

// prepare finds the columns of t and reads features and labels.
func (p *plan) prepare(t *table.Table) (*input, error) {
	cols, err := p.findColumns(t)
	if err != nil {
		return nil, err
	}
	if err := p.checkSize(t); err != nil {
		return nil, err
	}
	in := &input{columns: cols}
	for _, read := range []func(*table.Table, *input) error{p.readLabels, p.readFeatures, p.readGraph, p.readNear, p.chooseRows, p.readOthers} {
		if err := read(t, in); err != nil {
			return nil, err
		}
	}
	return in, nil
}

// chooseRows keeps the labels of the rows that take part.
func (p *plan) chooseRows(t *table.Table, in *input) error {
	in.all = in.given
	if in.rows == nil {
		return nil
	}
	in.trust.choose(in.rows)
	if p.graph == "knn" && p.fixedK && p.k >= len(in.rows) {
		return usagef("choose a smaller -k, or fill values in with --missing median", "-k %d needs more than %d rows, and %d are left", p.k, p.k, len(in.rows))
	}
	all := in.classes.names(in.given)
	if err := p.classify(t, in, chosen(all, in.rows)); err != nil {
		return err
	}
	in.all = in.classes.numbers(all)
	return nil
}

// readOthers reads what is known besides labels and features.
func (p *plan) readOthers(t *table.Table, in *input) error {
	var err error
	if in.columns.base != nil {
		if err := p.readBase(t, in); err != nil {
			return err
		}
	}
	if in.columns.truth >= 0 {
		if in.truth, err = t.Strings(in.columns.truth); err != nil {
			return err
		}
		in.truth, _ = p.blank(in.truth)
		in.truth = chosen(in.truth, in.rows)
	}
	if in.columns.id >= 0 {
		in.ids, err = t.Strings(in.columns.id)
	}
	return err
}

// checkSize checks that there are enough rows.
func (p *plan) checkSize(t *table.Table) error {
	n := t.Len()
	if n < 2 {
		return &table.Error{File: t.Name, Reason: "one row only", Hint: "labels spread from row to row: give at least two"}
	}
	if p.edges == "" && p.reuse == "" && p.graph == "knn" && p.fixedK && p.k >= n {
		return &table.Error{File: t.Name, Reason: fmt.Sprintf("-k %d needs more than %d rows, and there are %d", p.k, p.k, n),
			Hint: fmt.Sprintf("choose -k from 1 to %d, or leave it out", n-1)}
	}
	return nil
}

// readLabels reads the classes, and the given one of each row.
func (p *plan) readLabels(t *table.Table, in *input) error {
	cells, err := t.Strings(in.columns.label)
	if err != nil {
		return err
	}
	if t.Sparse() != nil && len(p.unlabeled) == 0 && svmlightStyle(cells) {
		p.unlabeled = []string{"0"}
	}
	cells, in.noLabel = p.blank(cells)
	if err := p.readTrust(t, in, cells); err != nil {
		return err
	}
	if err := p.classify(t, in, cells); err != nil || !p.adds || p.only {
		return err
	}
	return p.checkFree(t, in.classes)
}

// classify finds the classes of some labels, of which there must be two, and the method for them.
func (p *plan) classify(t *table.Table, in *input, labels []string) error {
	c := newClasses(labels)
	e := &table.Error{File: t.Name, Column: p.label}
	switch {
	case len(c) == 0:
		e.Reason, e.Hint = "no row has a label", "fill in a few cells of that column, at least one of each class"
	case len(c) == 1:
		e.Reason, e.Hint = "all labels are "+strconv.Quote(c[0]), "with one class there is nothing to decide: label rows of another class too"
	default:
		in.classes = newClasses(append(c, in.columns.baseClasses...))
		in.given = in.classes.numbers(labels)
		return p.setMethod(in.classes, in.given)
	}
	if in.rows != nil {
		e.Reason += " but those dropped"
	}
	return e
}
