package elimination

import (
	"context"
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/lognum"
)

// Rest solves by other means what elimination has left, once going on would take too long. It returns nil
// where it cannot. Package elimination takes its answers, and goes on to those of the nodes eliminated before.
type Rest func(ctx context.Context, nw *Network) (*Answers, error)

// Answers are approximate answers of a network, and bounds on their errors.
type Answers struct {
	F        []float64 // n×Classes, row-major
	Within   []float64 // n: of any entry of the row
	Relative float64   // of the logarithm of any entry, beside that
}

const (
	// mostCore is the number of updates that the elimination of a dense rest may take where it stops for nothing: a
	// rest of some 1,800 nodes.
	mostCore = 1e9
	// tiniest is the least answer that is taken: what is below counts as 0.
	tiniest = 1e-200
)

// tooMuch tells whether what is left takes longer than Patience allows.
func (s *sparse) tooMuch(degree int) bool {
	if s.opts.Patience == 0 {
		return false
	}
	return s.updates >= s.coarser || s.nearlyComplete(degree) && tooLargeCore(s.queue.left)
}

// suitsBlocks tells whether elimination in blocks should be tried now, as it is quicker than going on. It looks again
// when a tenth of the nodes has gone.
func (s *sparse) suitsBlocks() bool {
	m := s.queue.left
	if s.opts.Patience == 0 || m > s.blocksAt || m < s.opts.leastBlocks {
		return false
	}
	s.blocksAt = m - m/10 - 1
	// What is left takes the updates of a dense graph of as many edges at least.
	ends := 0.0
	for v, gone := range s.gone {
		if !gone {
			ends += float64(len(s.adj[v]))
		}
	}
	return math.Pow(ends, 1.5)*updateWork >= float64(m)*float64(m)*float64(m)
}

// tooLargeCore tells whether the elimination of m nodes, all joined, takes more updates than mostCore.
func tooLargeCore(m int) bool { return float64(m)*float64(m)*float64(m)/6 > mostCore }

// handOver leaves what is left to Options.Rest, and tells whether that has answered it.
func (s *sparse) handOver(ctx context.Context, degree int) (bool, error) {
	// Errors are the same for all answers, which is of use where none is above 1, and p is 1.
	// What was refused is not asked again as it was.
	if s.nw.Post != nil || s.opts.Inverse || s.same {
		return false, nil
	}
	// Other means, if any is quicker than to go on.
	means := s.means(degree)
	if len(means) == 0 || !s.nw.hasShares() {
		return false, nil
	}
	pairs, ok := s.arith.(*pairArith)
	if !ok && s.opts.Arithmetic == Float {
		return false, nil
	} else if !ok {
		return false, ErrRange // answers may be of any size: in pairs
	}
	rest, nodes, err := s.rest(ctx)
	if err != nil {
		return false, err
	}
	answers, err := ask(ctx, means, rest)
	if s.same = answers == nil; s.same || err != nil {
		return false, err
	}
	for k, v := range nodes {
		for c := range s.c {
			// The exact answer is not negative, so that 0 is nearer to it than what is below.
			x := lognum.Zero()
			if f := answers.F[k*s.c+c]; f > tiniest {
				x = lognum.FromLog(math.Log(f))
			}
			pairs.set(s.answerSlot(int(v))+c, x)
		}
		// An answer of a node eliminated before is a mean of these and of sources: no error grows.
		s.within = math.Max(s.within, 1.01*answers.Within[k]+tiniest)
	}
	s.relative += 1.01 * answers.Relative
	return true, nil
}

// hasShares tells whether no answer is above 1: the sources of each node sum to its ground at most, to nine digits.
func (nw *Network) hasShares() bool {
	if nw.Stochastic {
		return true
	}
	for i, g := range nw.Ground {
		if nw.Gamma.LogRatio(nw.Gamma.Sum(nw.Source[i*nw.Classes:(i+1)*nw.Classes]), g) > 1e-9 {
			return false
		}
	}
	return true
}

// means lists the other means that may answer what is left, given the least degree.
func (s *sparse) means(degree int) (all []Rest) {
	if n := s.queue.left; n >= s.opts.leastBlocks && n <= mostBlocks {
		all = append(all, func(ctx context.Context, rest *Network) (*Answers, error) {
			return rest.inBlocks(ctx, &s.opts)
		})
	}
	if s.opts.Rest != nil && s.nw.Stochastic && s.tooMuch(degree) {
		all = append(all, s.opts.Rest)
	}
	return all
}

// ask asks the quicker of some means first; nil: none has an answer.
func ask(ctx context.Context, means []Rest, rest *Network) (*Answers, error) {
	if !suitsBlocks(rest) {
		slices.Reverse(means)
	}
	for _, solve := range means {
		if answers, err := solve(ctx, rest); answers != nil || err != nil {
			return answers, err
		}
	}
	return nil, nil
}
