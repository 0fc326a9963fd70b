package loss

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/ln"
)

// KLDivergence returns Σ_c t_c·ln(t_c/p_c) in nats for each row, terms with
// t = 0 dropped: what describing t by p costs beyond the entropy of t
// [kullback1951]. Targets and probs are as for CrossEntropy; if both sum to 1
// the divergence is at least 0, but for rounding and Clip.
//
// Errors: those of CrossEntropy, and ErrOption if ClassWeights are given,
// which have no meaning for a divergence.
func KLDivergence(targets, probs mat.Matrix, o *Options) (*Terms, error) {
	options := o.orZero()
	if err := options.forbidClassWeights("KLDivergence"); err != nil {
		return nil, err
	}
	return denseTerms(targets, probs, &divergence{probabilities{clip: options.Clip}}, options)
}

// divergence is the row loss t·ln(t/p).
type divergence struct{ probabilities }

func (l *divergence) term(t float64, c int) float64 {
	// t > 0 here. A p of 0 gives +Inf.
	return t * logRatio(t, clipped(l.row[c], l.clip))
}

// logRatio returns ln(t/p), also where t/p leaves the range of float64, and
// without cancellation where t is close to p.
func logRatio(t, p float64) float64 {
	// t-p is exact here (Sterbenz), so ln(1+(t-p)/p) loses nothing where t/p rounds to 1.
	if t > p/2 && t < 2*p {
		return math.Log1p((t - p) / p)
	}
	// Elsewhere the logarithms differ by ln 2 at least, and the quotient t/p could overflow.
	return ln.Of(t) - ln.Of(p)
}
