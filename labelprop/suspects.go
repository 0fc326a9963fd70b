package labelprop

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/csr"
	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/labelprop/internal/simplex"
)

// Suspect is a given label with what the others predict for its node.
type Suspect struct {
	Node   int
	Given  int // the class that was given
	Likely int // the class that the other labels name

	// Probability is that of the given class when the label is left out.
	Probability float64

	// Against are the labels of other classes that count most at this node, the
	// strongest first, five at most.
	Against []Contribution
}

// Contribution is a given label that counts at another node.
type Contribution struct {
	Node, Class int
	Share       float64 // of all that the node hears without its own label
}

// mostAgainst is how many labels are named against a suspect.
const mostAgainst = 5

// Suspects ranks the given labels, the least likely first, by the probability that
// [LeaveOneOut] gives them. The first are those to look at again; how many of them
// are wrong, the probabilities say. Labels alone in their components are not
// judged and not listed, nor are those whose answer is not known ([LOO].Undecided). Labels
// given with several shares count as their largest.
//
// Errors: as of [LeaveOneOut], and seeds of [MultiLabel] or [Values].
// Cost: that of [LeaveOneOut].
func Suspects(ctx context.Context, g *graph.Graph, seeds Seeds, m Method, o *Options) (list []Suspect, err error) {
	defer par.Catch(&err, "labelprop")
	ctx = orBackground(ctx)
	if !seeds.exclusive() {
		return nil, errors.New("labelprop: only a label of one class can be suspected: pass Classes or Soft")
	}
	if seeds.group != nil {
		return groupSuspects(ctx, g, &seeds, m, o)
	}
	f, err := foldChecked(g, &seeds, m, o)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	class := make([]int, len(f.seeds.nodes))
	for l := range class {
		class[l] = simplex.Largest(f.seeds.row(l))
	}
	// While the rows of K pass by, keep the largest entries of other classes.
	against := make([][]Contribution, len(class))
	loo, err := leaveOneOut(ctx, f.g, f.seeds, f.method(m), o, looVisitor{row: func(row []float64, i, first int) {
		for k, log := range row {
			if j := first + k; class[j] != class[i] && !math.IsInf(log, -1) {
				against[i] = keepLargest(against[i], Contribution{Node: f.seeds.nodes[j], Class: class[j], Share: log})
			}
		}
	}})
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	f.unfoldLOO(loo, false)
	for l, first := range f.alike {
		// Labels that are alike hear the same.
		against[l] = slices.Clone(against[first])
	}
	return f.unfoldSuspects(loo.suspects(against)), nil
}

// unfoldSuspects names rows in place of parts.
func (f *folded) unfoldSuspects(list []Suspect) []Suspect {
	for i := range list {
		list[i].Node = f.rowOf(list[i].Node)
		for k := range list[i].Against {
			list[i].Against[k].Node = f.rowOf(list[i].Against[k].Node)
		}
	}
	return list
}

// keepLargest keeps the largest shares of a sorted list and one more voice.
func keepLargest(list []Contribution, v Contribution) []Contribution {
	if len(list) == mostAgainst && list[mostAgainst-1].Share >= v.Share {
		return list
	}
	// Insertion into a short sorted list; what falls off its end is forgotten.
	at, _ := slices.BinarySearchFunc(list, v, func(a, b Contribution) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Node, b.Node))
	})
	list = slices.Insert(list, at, v)
	return list[:min(len(list), mostAgainst)]
}

// suspects ranks the labels, given the logarithms of what each node hears.
func (r *LOO) suspects(against [][]Contribution) []Suspect {
	var list []Suspect
	c := r.seeds.c
	log := make(map[int]float64, len(r.Nodes))
	for i, u := range r.Nodes {
		if r.Status[i] == Unreachable || r.Undecided[i] {
			continue
		}
		// From logarithms to shares of all that the node receives.
		for k := range against[i] {
			against[i][k].Share = math.Exp(against[i][k].Share - r.total[i])
		}
		given := r.Given[i]
		log[u] = r.logs[i*c+given]
		list = append(list, Suspect{
			Node: u, Given: given, Likely: r.Labels[i], Probability: r.Probabilities.At(i, given), Against: against[i],
		})
	}
	// The least likely labels first, by logarithms, which tell apart what underflows.
	slices.SortStableFunc(list, func(a, b Suspect) int { return cmp.Compare(log[a.Node], log[b.Node]) })
	return list
}

// groupSuspects ranks labels in groups, each by the labels of the other groups.
func groupSuspects(ctx context.Context, g *graph.Graph, seeds *Seeds, m Method, o *Options) ([]Suspect, error) {
	r, err := leaveGroupsOut(ctx, g, seeds, m, o)
	if err != nil {
		return nil, fmt.Errorf("labelprop: %w", err)
	}
	list := r.suspects(make([][]Contribution, len(r.Nodes)))
	SortSuspects(g, list)
	return list, nil
}

// SortSuspects sorts labels of the rows of a graph by their probability, the least likely first. Those that are as
// likely stand in an order that the values of their rows and their classes give, not their places. O(n·log n).
func SortSuspects(g *graph.Graph, list []Suspect) {
	node := func(s Suspect) int { return s.Node }
	if g != nil && csr.Of(g).Rows != nil {
		// Nodes are numbered by the values of the rows; what is no row keeps its number.
		of := csr.Of(g).Rows.Node
		node = func(s Suspect) int {
			if s.Node < 0 || s.Node >= len(of) {
				return s.Node
			}
			return int(of[s.Node])
		}
	}
	slices.SortStableFunc(list, func(a, b Suspect) int {
		return cmp.Or(cmp.Compare(a.Probability, b.Probability), cmp.Compare(node(a), node(b)),
			cmp.Compare(a.Given, b.Given), cmp.Compare(a.Likely, b.Likely))
	})
}
