package pipeline

import (
	"context"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// Wanted is how many rows to suggest, and by which strategy.
type Wanted struct {
	Rows int
	By   labelprop.Strategy
}

// Suggest names rows to label next, by the method of the run; rows to begin with where there is no label. The observer
// may be nil.
func Suggest(ctx context.Context, p *Problem, want Wanted, o Observer) ([]labelprop.Suggestion, error) {
	if len(p.Data.Classes) < 2 {
		return suggestFirst(ctx, p, want, o)
	}
	if Pools(p.Data, p.Config) {
		return suggestByPool(ctx, p, want, o)
	}
	method, err := ChooseMethod(p.Data, p.Config)
	if err != nil {
		return nil, err
	}
	seeds, err := Seeds(p.Data, p.Config)
	if err != nil {
		return nil, err
	}
	return rowsOf(p.Data, want.Rows, func(n int) ([]labelprop.Suggestion, error) {
		return labelprop.Suggest(ctx, p.Built.Graph, seeds, method.Value, n, want.By,
			p.Config.SolveOptions(orSilent(o).Iteration))
	})
}

// suggestFirst suggests by the graph alone: labels of fewer than two classes leave nothing to doubt.
func suggestFirst(ctx context.Context, p *Problem, want Wanted, o Observer) ([]labelprop.Suggestion, error) {
	switch want.By {
	case labelprop.Margin, labelprop.Entropy, labelprop.Density:
		return nil, dataset.Optionf("Wanted.By coverage needs no labels",
			"Wanted.By %v goes by the probabilities of two classes or more, and the labels are of %d", want.By,
			len(p.Data.Classes))
	}
	seeds, err := Seeds(p.Data, p.Config)
	if err != nil {
		return nil, err
	}
	return rowsOf(p.Data, want.Rows, func(n int) ([]labelprop.Suggestion, error) {
		return labelprop.Suggest(ctx, p.Built.Graph, seeds, labelprop.Harmonic{}, n, want.By,
			p.Config.SolveOptions(orSilent(o).Iteration))
	})
}

// rowsOf asks for suggestions until enough of them are rows: nobody can label a node without a row.
func rowsOf(d *dataset.Data, want int, ask func(n int) ([]labelprop.Suggestion, error)) ([]labelprop.Suggestion,
	error) {
	for n := want; ; n *= 2 {
		all, err := ask(n)
		if err != nil {
			return nil, err
		}
		rows := slices.DeleteFunc(slices.Clone(all), func(one labelprop.Suggestion) bool {
			return one.Row >= len(d.Given)
		})
		// Fewer than asked for: there are no more.
		if len(rows) >= want || len(all) < n {
			return rows[:min(want, len(rows))], nil
		}
	}
}

// suggestByPool suggests by the doubts of the pool where the strategy goes by them, and by the graph of the pool.
func suggestByPool(ctx context.Context, p *Problem, want Wanted, o Observer) ([]labelprop.Suggestion, error) {
	seeds, err := Seeds(p.Data, p.Config)
	if err != nil {
		return nil, err
	}
	switch want.By {
	case labelprop.Margin, labelprop.Entropy, labelprop.Density:
		a, err := Label(ctx, p.Data, p.Built, p.Config, o)
		if err != nil {
			return nil, err
		}
		return labelprop.SuggestFrom(p.Built.Graph, seeds, a.Probs, want.Rows, want.By)
	}
	return labelprop.Suggest(ctx, p.Built.Graph, seeds, labelprop.Harmonic{}, want.Rows, want.By,
		p.Config.SolveOptions(orSilent(o).Iteration))
}
