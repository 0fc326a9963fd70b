package graph

import (
	"context"
	"fmt"
	"math"

	"github.com/propagate-go/propagate/graph/internal/knn"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/mat"
)

// SearchOptions are the options of a search. The zero value and nil are an exact search by
// Euclidean distance.
type SearchOptions struct {
	// Metric is the distance; nil means kernel.Euclidean.
	Metric kernel.Metric

	// Mutual keeps a pair only if each is among the other's neighbours. Otherwise
	// one direction is enough (union), which leaves fewer rows unreachable.
	Mutual bool

	// Direct compares all pairs in float64, one after the other: brute force. The result
	// is that of the faster searches.
	Direct bool

	// Recall is about the share of the true neighbours to find; 0 and 1 mean all of them.
	// Below 1 a large search skips most pairs: it takes far less time.
	// [Neighbors.Recall] returns the share found of a sample.
	Recall float64

	// Seed is the seed of the random numbers that such a search draws. The result
	// depends on it, and on the kind of processor, but not on the number of workers.
	Seed uint64

	// Memory, if not nil, is asked before a search takes much memory: how many bytes, and what
	// for. An error from it is returned by the search.
	Memory func(bytes int64, what string) error

	// Scratch, if not nil, gives the memory for the edges of a large graph of nearest neighbours, and for the weights
	// that they get, in place of the heap: so many bytes, all zero, at a multiple of 8. It may be a file that is
	// mapped, whose pages the system writes out while nothing looks at them. It has to stay as long as the neighbours
	// or a graph of them are in use. An error from it is returned by the search, or by [Neighbors.Weigh].
	Scratch func(bytes int64, what string) ([]byte, error)

	// Observe, if not nil, is called now and then with the number of rows done. Where a search meets rows
	// more than once, a row stands for as much work, and the total changes when more is known of it. Calls
	// may come from several goroutines, one at a time.
	Observe func(done, total int)
}

func (o *SearchOptions) orDefault() *SearchOptions {
	if o == nil {
		return &SearchOptions{}
	}
	return o
}

// orBackground lets a search without a context run to its end.
func orBackground(ctx context.Context) context.Context {
	if ctx == nil {
		return context.Background()
	}
	return ctx
}

// rowBytes is the memory of a row in a search, and nearBytes that of one of its k nearest: in lists, and as an edge.
const rowBytes, nearBytes = 70, 33

// ask asks for memory.
func (o *SearchOptions) ask(bytes int64, what string) error {
	defer par.Blame("Memory")
	return memory.Ask(o.Memory).For(bytes, what)
}

// scratch returns Scratch, whose faults are the caller's.
func (o *SearchOptions) scratch() memory.Scratch {
	if o.Scratch == nil {
		return nil
	}
	return func(bytes int64, what string) ([]byte, error) {
		defer par.Blame("Scratch")
		return o.Scratch(bytes, what)
	}
}

// search returns the options of the search proper.
func (o *SearchOptions) search() knn.Options {
	return knn.Options{Direct: o.Direct, Recall: o.Recall, Seed: o.Seed, Observe: par.Observer(o.Observe)}
}

// ErrNoRows is returned for a matrix without rows or columns.
var ErrNoRows = knn.ErrNoRows

// KNN finds the k nearest neighbours of every row of x (n×d) by float64 distance, and joins
// each row with its own. Any matrix will do; one that is a mat.RowNonZeroDoer is kept
// sparse, and the rows of a [Dense32] stay float32, in half the memory. Dense rows one behind the other are not
// copied, unless they have to be scaled.
//
// The result does not depend on the order of the rows. Equal rows are one node, so that the k
// nearest are different rows. All rows at the distance of the k-th are neighbours, up to
// 4k + 16 in all; of more, their values decide which ([Neighbors.Cut] counts such rows). An
// approximate search takes k neighbours, and the values of the rows decide among ties. If there
// are fewer than k other nodes, all are neighbours.
//
// The search is exact unless SearchOptions.Recall is below 1. How it is done depends on the
// rows; an exact search gives the same result in every case:
//
//   - Dense rows at the Euclidean or the cosine distance are compared in float32, as products
//     of blocks, each pair once. What rounding there cannot exclude is ranked in float64.
//   - Sparse rows at these distances are multiplied column by column, so that only values
//     that two rows share cost time, and ranked likewise. Rows of positive values, such as
//     words of texts, are multiplied from the rarest columns on, until the columns left make
//     no other row a neighbour [bayardo2007].
//   - Up to 32 columns, a k-d tree is searched instead where a sample of the rows shows that
//     this costs less [bentley1975].
//
// With a recall below 1, 20,000 rows or more are searched approximately:
//
//   - Dense rows at these distances are divided among the nearest of about n/256 centres, and
//     each row is compared with the rows of its own centre and of those whose border is near
//     [jegou2011]. How near, the true neighbours of a sample of rows decide. From about 200,000
//     rows on a row looks only at centres near those that it was nearest to before.
//   - By another distance, the rows nearest by the Euclidean one are measured, and of sparse
//     rows those nearest in 256 random projections [johnson1984]. How many, the sample decides.
//
// Errors: a value that is not finite, k < 1, k ≥ n, a recall outside [0, 1], and that of ctx
// when it is cancelled. Cost: O(n²d) time, O(n(d+k)) memory; by a tree about O(nd·log(n))
// time; with a recall below 1, as little of that as the data allow, down to O(n√n·d) to divide the rows.
func KNN(ctx context.Context, x mat.Matrix, k int, o *SearchOptions) (found *Neighbors, err error) {
	defer par.Catch(&err, "graph")
	ctx, o = orBackground(ctx), o.orDefault()
	p, err := knn.NewPoints(x, o.Metric)
	if err != nil {
		return nil, err
	}
	if k < 1 || k >= p.N() {
		return nil, fmt.Errorf("graph: k = %d: must be at least 1 and below the number of rows, %d", k, p.N())
	}
	if !(o.Recall >= 0 && o.Recall <= 1) {
		return nil, fmt.Errorf("graph: recall %g: must be between 0 and 1", o.Recall)
	}
	bytes := memory.Product(p.N(), rowBytes) + memory.Product(p.N(), k, nearBytes) + p.CopyBytes()
	if err := o.ask(bytes, "the neighbours of the rows"); err != nil {
		return nil, err
	}
	// Lists of the k nearest of each row, then the graph in which both of a pair know the edge.
	p, rows := distinct(p)
	near, recall, err := knn.Nearest(ctx, p, p, k, o.search())
	if err != nil {
		return nil, err
	}
	// What the search has left behind makes room for the graph, and that of its making for the weights.
	memory.GiveBack(memory.Product(p.N(), k, nearBytes))
	nb, err := symmetric(near, p.N(), o.Mutual, o.scratch())
	if err != nil {
		return nil, err
	}
	memory.GiveBack(memory.Product(p.N(), k, nearBytes))
	nb.points, nb.rows, nb.search = p, rows, search{kind: byRank, k: k, mutual: o.Mutual, recall: recall}
	nb.dropLengths()
	return nb, nil
}

// Radius joins all pairs of rows of x (n×d) at distance r or less.
//
// Errors: a value that is not finite, r negative or NaN, and that of ctx when it is
// cancelled. Cost: O(n²d) time, O(nd) and 24 bytes a pair of memory.
func Radius(ctx context.Context, x mat.Matrix, r float64, o *SearchOptions) (found *Neighbors, err error) {
	defer par.Catch(&err, "graph")
	ctx, o = orBackground(ctx), o.orDefault()
	if !(r >= 0) {
		return nil, fmt.Errorf("graph: radius %g: must not be negative", r)
	}
	p, err := knn.NewPoints(x, o.Metric)
	if err != nil {
		return nil, err
	}
	// Being within a radius is symmetric: the lists are the graph.
	p, rows := distinct(p)
	near, err := knn.Within(ctx, p, p, r, o.search())
	if err != nil {
		return nil, err
	}
	return &Neighbors{pairs: pairsOf(near, p), rows: rows, search: search{kind: byRadius, radius: r}}, nil
}

// maxCompleteRows keeps the complete graph within 16 GiB.
const maxCompleteRows = 36000

// Complete joins all pairs of rows of x (n×d): the dense graph of the papers.
//
// The pairs of more than 2,500 dense rows at Euclidean distances are listed when something
// reads them for the first time: labelprop solves most methods with an RBF kernel without.
//
// Errors: a value that is not finite, more different rows than memory could hold
// (36,000), and that of ctx when it is cancelled. Cost: O(n²d) time, 12n² bytes, once the pairs are listed.
func Complete(ctx context.Context, x mat.Matrix, o *SearchOptions) (found *Neighbors, err error) {
	defer par.Catch(&err, "graph")
	ctx, o = orBackground(ctx), o.orDefault()
	p, err := knn.NewPoints(x, o.Metric)
	if err != nil {
		return nil, err
	}
	all := search{kind: byRadius, radius: math.Inf(1)}
	given := p
	p, rows := distinct(p)
	// Copies are one node: it is the different rows that have to fit.
	if n := p.N(); n > maxCompleteRows {
		gigabytes := 12 * float64(n) * float64(n) / 1e9
		const fix = "use k nearest neighbours above %d rows"
		return nil, fmt.Errorf("graph: the complete graph of %d rows needs %.0f GB: "+fix,
			n, gigabytes, maxCompleteRows)
	}
	if mayStayImplicit(p) && given.N() <= maxCompleteRows {
		// Copies stay apart: the matrix of all pairs is no smaller without them.
		if p.N() < given.N() {
			var number, same []int32
			p, number, same = given.InOrder()
			rows = csr.NewRows(number, p.N(), same)
		}
		if o.Observe != nil {
			par.Observer(o.Observe)(p.N(), p.N())
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		// The rows tell all there is to know of the pairs.
		none := pairs{points: p, start: make([]int, p.N()+1)}
		return &Neighbors{pairs: none, rows: rows, search: all, implicit: new(implicit)}, nil
	}
	if err := o.ask(memory.Product(p.N(), p.N(), 12), "all pairs of rows"); err != nil {
		return nil, err
	}
	near, err := knn.Within(ctx, p, p, math.Inf(1), o.search())
	if err != nil {
		return nil, err
	}
	return &Neighbors{pairs: pairsOf(near, p), rows: rows, search: all}, nil
}
