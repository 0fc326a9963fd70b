package labelprop

import (
	"context"
	"errors"
	"fmt"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/network"
	"gonum.org/v1/gonum/mat"
)

// SuggestOptions say what [Suggest] is asked for. The zero value and nil ask for 20 rows by [Sigma].
type SuggestOptions struct {
	Rows  int      // at most as many; 0 means 20
	By    Strategy // the rule by which they are chosen
	Solve *Options
}

// defaultSuggestions is how many rows are suggested where nothing is said.
const defaultSuggestions = 20

// orDefault returns the options with defaults in place of zeros.
func (o *SuggestOptions) orDefault() SuggestOptions {
	if o == nil {
		return SuggestOptions{Rows: defaultSuggestions}
	}
	filled := *o
	if filled.Rows == 0 {
		filled.Rows = defaultSuggestions
	}
	return filled
}

// Suggest names rows to label next. Components without any label come
// first, the largest of them before the others and each with its node of the
// largest degree; the rest is chosen by the strategy, one after the other, each as
// if those before it had been labelled. Margin, Entropy and Density judge by the
// probabilities that the method m gives, and take no two neighbours while they have a
// choice; they fall back on Coverage if there is no label at all. Variance and Sigma
// choose among those 256 rows (2²³/n of n > 32,768, but 16 at least) that Coverage would take first.
//
// Copies of a row are one question: no two of them are suggested, and what is near one of
// them is near all. The gains of Variance and Sigma are those of labelling one of the copies.
//
// Errors: as of [Solve], Rows below 0, an unknown strategy, and seeds of [Values] or
// [MultiLabel], except for Sigma, Variance and Coverage.
// Cost: that of [Solve], and for Variance and Sigma of one with 256 classes; each row
// costs O(edges) more.
func Suggest(ctx context.Context, g *graph.Graph, seeds Seeds, m Method,
	o *SuggestOptions) (list []Suggestion, err error) {
	defer par.Catch(&err, "labelprop")
	q := &suggesting{g: g, seeds: &seeds, method: m, want: o.orDefault()}
	// No seeds at all is no error here: every component is then one without a label.
	q.solve, err = q.want.Solve.orDefault()
	if err == nil {
		err = q.check()
	}
	if err == nil {
		list, err = q.rows(orBackground(ctx))
	}
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	return list, nil
}

// suggesting is a call of Suggest.
type suggesting struct {
	g      *graph.Graph
	seeds  *Seeds
	method Method
	want   SuggestOptions
	solve  network.Options
}

// rows suggests parts, and names a row of each.
func (q *suggesting) rows(ctx context.Context) ([]Suggestion, error) {
	f, err := foldForSuggest(q.g, q.seeds)
	if err != nil {
		return nil, err
	}
	s := newSuggester(f)
	// Components without a label first: nothing else tells of them.
	list := s.components(q.want.Rows)
	if len(list) < q.want.Rows {
		next, err := q.strategy(ctx, s)
		if err != nil {
			return nil, err
		}
		list = s.fill(list, q.want.Rows, next)
	}
	return f.unfoldSuggestions(list), nil
}

// foldForSuggest folds the graph so that copies share parts.
func foldForSuggest(g *graph.Graph, seeds *Seeds) (*folded, error) {
	return foldBy(g, seeds, copiesOf{free: true, labels: true})
}

// unfoldSuggestions names rows in place of parts.
func (f *folded) unfoldSuggestions(list []Suggestion) []Suggestion {
	for i := range list {
		list[i].Row = f.rowOf(list[i].Row)
	}
	return list
}

func (q *suggesting) check() error {
	if err := q.seeds.check(q.g.N()); err != nil && !errors.Is(err, ErrNoSeeds) {
		return err
	}
	if err := checkMethod(q.method, q.seeds); err != nil {
		return err
	}
	switch by := q.want.By; {
	case by < Sigma || by > Coverage:
		return fmt.Errorf("unknown strategy %d", int(by))
	case by.doubts() && !q.seeds.exclusive():
		return fmt.Errorf("%v needs seeds of one class a node: choose sigma, variance or coverage", by)
	}
	return q.want.checkRows()
}

// checkRows checks the number of rows.
func (o SuggestOptions) checkRows() error {
	if o.Rows < 1 {
		return fmt.Errorf("%d rows to suggest: ask for 1 at least", o.Rows)
	}
	return nil
}

// chooser returns the row to suggest next and what the strategy ranks it by; -1 if there is none.
type chooser func() (row int, gain float64)

// strategy returns what chooses rows by the strategy.
func (q *suggesting) strategy(ctx context.Context, s *suggester) (chooser, error) {
	switch by := q.want.By; {
	// These two go by the Gaussian field, which needs no probabilities.
	case by == Variance || by == Sigma:
		field, err := s.field(ctx, by, q.solve)
		if err != nil {
			return nil, err
		}
		return field.next, nil
	// These go by probabilities; without any label there are none.
	case by.doubts() && len(q.seeds.nodes) > 0:
		options := q.solve
		options.ScoresOnly = true
		r, err := solveChecked(ctx, q.g, q.seeds, q.method, options)
		if err != nil {
			return nil, err
		}
		return s.byDoubt(r.Probabilities(), by), nil
	}
	return s.mostUncovered, nil
}

// byDoubt chooses by the probabilities p of the rows.
func (s *suggester) byDoubt(p *mat.Dense, by Strategy) chooser {
	// The doubt of a row does not change with what is suggested; which rows are covered does.
	doubt := s.doubts(s.ofParts(p), by)
	return func() (int, float64) { return s.mostDoubtful(doubt) }
}

// fill adds what is chosen to the list until there are n.
func (s *suggester) fill(list []Suggestion, n int, next chooser) []Suggestion {
	for len(list) < n {
		// One after the other, each as if those before had been labelled.
		row, gain := next()
		if row < 0 {
			break
		}
		s.take(row)
		list = append(list, Suggestion{Row: row, Gain: gain})
	}
	return list
}
