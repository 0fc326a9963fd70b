package pipeline

import (
	"cmp"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
)

// How many candidates are searched for each neighbour that the graph keeps, where the two distances differ: as many
// as mostPairs allows for all rows together.
const (
	leastCandidates, mostCandidates = 2, 4
	mostPairs                       = 600_000
)

// candidates is how many neighbours each of n rows is to be chosen k from.
func candidates(n, k int) int {
	return min(max(leastCandidates*k, min(mostCandidates*k, mostPairs/n)), n-1)
}

// mostJudged bounds the labels that each graph is judged by, times the rows: more would take longer than the
// search.
const mostJudged = 2_000_000

// rankingShare is the share of the weighing of edges that choosing among candidates takes.
const rankingShare = 0.65

// buildPool builds the graph of the pool. Where all columns have one unit, neighbours are the nearest by Euclidean
// distance. Elsewhere they are those by the sum of absolute differences, in which no column dominates, among more
// candidates by Euclidean distance, whose search is far quicker.
func (b *builder) buildPool() (*Built, error) {
	n, _ := b.data.X.Dims()
	// Words alone are compared by their angles, as one method does it.
	k, alike := min(b.config.Graph.k(), n-1), b.data.WordsAlone() || b.data.Mixed.Encoder.Alike
	wide := b.config
	if wide.Graph.K = k; !alike {
		wide.Graph.K = candidates(n, k)
	}
	near, err := FindNeighbors(b.ctx, b.data, wide, b.observer)
	if err != nil {
		return nil, err
	}
	b.observer.Stage(StageWeigh)
	ranked := 0.
	if !alike {
		ranked = rankingShare
		near, err = near.Rerank(b.ctx, b.data.X, k, &graph.SearchOptions{Metric: kernel.Manhattan{},
			Observe: share(b.observer, 0, rankingShare)})
		if err != nil {
			return nil, err
		}
	}
	built := &Built{Near: near, Kernel: dataset.Chosen[Kernel]{Value: Shared, By: ByDefault}}
	built.Graph, err = near.WeighObserved(Shared.With(0), share(b.observer, ranked, 1))
	if err == nil && b.data.Words != nil && !b.data.WordsAlone() {
		built.Words, err = b.buildWords()
	}
	return built, err
}

// pool collects opinions and makes one answer of them.
func (l *labeller) pool(b *Built, method dataset.Chosen[labelprop.Method]) (*Answer, error) {
	p := &pooler{labeller: l, answer: &Answer{Method: method}}
	if err := p.judges(); err != nil {
		return nil, err
	}
	// Each opinion, and what it says of the labels without having seen them.
	columns, words := l.data.Mixed != nil, l.data.Words != nil
	for _, step := range []struct {
		asked   bool
		stage   Stage
		opinion func(*Built) error
	}{
		{columns, StageForest, p.forest}, {columns, StageRidge, p.ridge}, {columns, StageLogistic, p.logistic},
		{words, StageWords, p.wordsRegression}, {words && columns, StageWords, p.wordsGraph},
		{true, StageGraph, p.graph},
	} {
		if !step.asked {
			continue
		}
		l.observer.Stage(step.stage)
		if err := step.opinion(b); err != nil {
			return nil, err
		}
	}
	l.observer.Stage(StagePool)
	shares, err := l.config.Sizes.of(l.data.Classes)
	if err != nil {
		return nil, err
	}
	pooled, err := labelprop.Pool(l.ctx, says(p.answer.Opinions), l.seeds, &labelprop.PoolOptions{
		Graph: b.Graph, Solve: l.config.SolveOptions(l.observer.Iteration), Shares: shares,
	})
	if err != nil {
		return nil, err
	}
	a := p.answer
	// Where labels are few, balanced Poisson learning is one of the opinions.
	if few := pooled.FewLabels; few != nil {
		name := pooled.Parts[len(pooled.Parts)-1].Name
		a.Proofs = append(a.Proofs, Proof{name, few.CountProven(), dataset.CountLabels(few.Labels)})
	}
	a.Pooled, a.Labels, a.Probs, a.Status = pooled, pooled.Labels, pooled.P, pooled.Status
	return a, nil
}

// pooler collects opinions.
type pooler struct {
	*labeller
	answer *Answer
	judge  []int // the rows that the graph is judged by
}

// add keeps an opinion.
func (p *pooler) add(o Opinion) { p.answer.Opinions = append(p.answer.Opinions, o) }

func (p *pooler) judges() (err error) {
	x := p.data.X
	n, _ := x.Dims()
	p.judge, err = labelprop.Judges(x, p.seeds, mostJudged/n)
	return err
}

// ofFeatures adds an opinion of the features alone, which find returns and tells of its parts. Asked for are the
// probabilities of all rows and their copies.
func (p *pooler) ofFeatures(name string, find func(part func(done, total int)) (Opinion, error)) error {
	n := len(p.data.Given)
	what := "the opinion of a " + name
	if err := p.config.Memory.For(memory.Product(n, 2*len(p.data.Classes), 8), what); err != nil {
		return err
	}
	// An observer that fails ends the work, too.
	w := watch(p.observer)
	o, err := find(w.part)
	if err = cmp.Or(err, w.err); err != nil {
		return err
	}
	p.add(o)
	return nil
}

func (p *pooler) forest(*Built) error {
	return p.ofFeatures("random forest", func(part func(done, total int)) (Opinion, error) {
		o, forest, err := labelprop.ForestOpinion(p.ctx, p.data.Mixed.Filled(), p.seeds, &labelprop.ForestOptions{
			Seed: p.config.Seed, Weights: p.data.Mixed.Encoder.Weights,
			Observe: part, Memory: p.config.Memory})
		return Opinion{Says: o, Forest: forest}, err
	})
}

func (p *pooler) ridge(*Built) error {
	return p.ofFeatures("kernel ridge regression", func(part func(done, total int)) (Opinion, error) {
		o, ridge, err := labelprop.RidgeOpinion(p.ctx, p.data.X, p.seeds,
			&labelprop.RidgeOptions{Observe: part})
		return Opinion{Says: o, Ridge: ridge}, err
	})
}

func (p *pooler) logistic(*Built) error {
	return p.ofFeatures("logistic regression", func(part func(done, total int)) (Opinion, error) {
		o, fit, err := labelprop.LogisticOpinion(p.ctx, p.data.X, p.seeds,
			&labelprop.LogisticOptions{Observe: part})
		return Opinion{Says: o, Logistic: fit}, err
	})
}

// wordsRegression adds the opinion of a logistic regression on the words of texts.
func (p *pooler) wordsRegression(*Built) error {
	// Words are other evidence than columns: they multiply what these say, where there are any.
	return p.ofFeatures("logistic regression on words", func(part func(done, total int)) (Opinion, error) {
		o, fit, err := labelprop.SparseLogisticOpinion(p.ctx, p.data.Words.X, p.seeds,
			&labelprop.LogisticOptions{Observe: part})
		o.Name, o.Beside = nameWords, p.data.Mixed != nil
		return Opinion{Says: o, Words: fit}, err
	})
}

// nameWords is that of the opinion of a regression on words.
const nameWords = "words"

// wordsGraph adds the harmonic answer on the graph of words.
func (p *pooler) wordsGraph(b *Built) error {
	return p.onGraph(nameWordsGraph, b.Words.Graph, true)
}

// leavingOut tells of labels that are left out, which is a stage of its own.
func (p *pooler) leavingOut(done, total int) {
	if done == 0 {
		p.observer.Stage(StageLeaveOut)
	}
	_ = p.observer.Part(done, total)
}

// graph adds the harmonic answer on the graph, and how much of it is proven.
func (p *pooler) graph(b *Built) error {
	// The opinions of the features have all been asked: it is the graph that takes most memory.
	if b.Found != nil && b.Near == nil {
		p.data.DropFeatures()
	}
	return p.onGraph(nameGraph, b.Graph, false)
}

// The names of the opinions of graphs.
const nameGraph, nameWordsGraph = "graph", "graph of words"

// onGraph adds the harmonic answer on a graph of the rows, which may stand beside the other opinions.
func (p *pooler) onGraph(name string, g *graph.Graph, beside bool) error {
	o, res, err := labelprop.GraphOpinion(p.ctx, g, p.seeds, labelprop.Harmonic{},
		&labelprop.GraphOptions{Solve: p.config.SolveOptions(p.observer.Iteration), Judge: p.judge,
			LeavingOut: p.leavingOut})
	if err != nil {
		return err
	}
	// In a pool with two graphs each has a name of its own.
	o.Name, o.Beside = name, beside
	p.add(Opinion{Says: o, Graph: &GraphPart{Graph: g, Result: res}})
	// Rows out of reach have no label there, and are no cause for a warning: the features answer for them.
	labels := dataset.CountLabels(res.Labels)
	p.answer.Proofs = append(p.answer.Proofs, Proof{name, res.CountProven(), labels})
	if !res.Converged {
		p.answer.Warnings = append(p.answer.Warnings, res.Warnings...)
	}
	return nil
}
