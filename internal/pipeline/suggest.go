package pipeline

import (
	"context"
	"slices"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// Suggest names rows to label next, by the method of the run and its options of the solver; rows to begin with where
// there is no label. The observer may be nil.
func Suggest(ctx context.Context, p *Problem, want labelprop.SuggestOptions, o Observer) ([]labelprop.Suggestion,
	error) {
	want.Solve = p.Config.SolveOptions(orSilent(o).Iteration)
	if len(p.Data.Classes) < 2 {
		return suggestFirst(ctx, p, want)
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
	return suggestRows(ctx, p, seeds, method.Value, want)
}

// suggestFirst suggests by the graph alone: labels of fewer than two classes leave nothing to doubt.
func suggestFirst(ctx context.Context, p *Problem, want labelprop.SuggestOptions) ([]labelprop.Suggestion, error) {
	switch want.By {
	case labelprop.Margin, labelprop.Entropy, labelprop.Density:
		return nil, dataset.Optionf("SuggestOptions.By coverage needs no labels",
			"SuggestOptions.By %v goes by the probabilities of two classes or more, and the labels are of %d", want.By,
			len(p.Data.Classes))
	}
	seeds, err := Seeds(p.Data, p.Config)
	if err != nil {
		return nil, err
	}
	return suggestRows(ctx, p, seeds, labelprop.Harmonic{}, want)
}

// suggestRows asks for suggestions until enough of them are rows: nobody can label a node without a row.
func suggestRows(ctx context.Context, p *Problem, seeds labelprop.Seeds, m labelprop.Method,
	want labelprop.SuggestOptions) ([]labelprop.Suggestion, error) {
	rows := want.Rows
	for ; ; want.Rows *= 2 {
		all, err := labelprop.Suggest(ctx, p.Built.Graph, seeds, m, &want)
		if err != nil {
			return nil, err
		}
		some := slices.DeleteFunc(slices.Clone(all), func(one labelprop.Suggestion) bool {
			return one.Row >= len(p.Data.Given)
		})
		// Fewer than asked for: there are no more.
		if len(some) >= rows || len(all) < want.Rows {
			return some[:min(rows, len(some))], nil
		}
	}
}

// suggestByPool suggests by the doubts of the pool where the strategy goes by them, and by the graph of the pool.
func suggestByPool(ctx context.Context, p *Problem, want labelprop.SuggestOptions, o Observer) (
	[]labelprop.Suggestion, error) {
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
		return labelprop.SuggestFrom(p.Built.Graph, seeds, a.Probs, &want)
	}
	return labelprop.Suggest(ctx, p.Built.Graph, seeds, labelprop.Harmonic{}, &want)
}
