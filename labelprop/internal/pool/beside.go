package pool

import (
	"math"
	"slices"

	"github.com/propagate-go/propagate/internal/goldensection"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

const (
	// besideBefore is the power of the opinions that stand beside the others, against 1 of these, before labels are
	// left out, and the power that they have where none can be.
	besideBefore = 0.5

	// besideTrust is what a power that differs from besideBefore by 1 has to be worth, in nats of the labels left out.
	besideTrust = 1

	// besideBoldness is the weight of (ln a)² against that: less than boldness, as what stands beside may be all that
	// tells of the classes.
	besideBoldness = 2

	// mostBeside bounds the power.
	mostBeside = 4

	// besideRounds is how often the two powers are fitted in turn.
	besideRounds = 4
)

// standBeside brings the weights of the opinions that stand beside the others to the power b that they deserve, against
// a of the others,
//
//	ln P = a·ln A + b·ln B + constant,
//
// with A and B the blends of the one and of the other. What tells of a row independently of the rest multiplies their
// likelihoods, and does not take their place: a+b may be 2. Both powers are those of the largest likelihood of the
// labels left out, less 2·(ln a)² and (b-½)². It returns b/(a+b), 0 where there is nothing beside, and a+b,
// the temperature of the weighted mean.
func (b *Blend) standBeside(left []*mat.Dense, y, judged []int) (share, bold float64) {
	if !slices.Contains(b.Beside, true) {
		return 0, 1
	}
	// Without labels left out the powers are those of before.
	main, beside := 1.0, besideBefore
	if len(judged) > 0 {
		main, beside = b.powers(left, y, judged)
	}
	// A weighted mean with a temperature is the same as two powers: a = T·(1-s), b = T·s.
	for o := range b.Weights {
		if b.Beside[o] {
			b.Weights[o] *= beside / (main + beside)
		} else {
			b.Weights[o] *= main / (main + beside)
		}
	}
	return beside / (main + beside), main + beside
}

// madeUp makes up, in the logarithms of what is said of labels left out, for what their classes lose by that: a class
// of m labels has m-1 then, and opinions follow these numbers. With two labels a class that is half of what is said of
// it, so that opinions which tell nothing would seem worse than chance, and others no better than that.
func madeUp(left *mat.Dense, y, count []int) *mat.Dense {
	// Only the class of the label has lost one.
	out := mat.DenseCopyOf(left)
	for i, k := range y {
		row := out.RawRowView(i)
		if m := float64(count[k]); m > 1 && row[0] <= 0 {
			row[k] += math.Log(m / (m - 1))
			floats.AddConst(-floats.LogSumExp(row), row)
		}
	}
	return out
}

// powers fits the powers of the two blends.
func (b *Blend) powers(left []*mat.Dense, y, judged []int) (main, beside float64) {
	// Each of the two is blended for itself, as if it were all.
	_, c := left[0].Dims()
	l := max(len(y), 1)
	ofMain, ofBeside := b.only(false, left).sum(left, l, c), b.only(true, left).sum(left, l, c)
	both := mat.NewDense(l, c, nil)
	// The negative logarithm of the likelihood is convex in the two powers.
	loss := func(main, beside float64) float64 {
		for _, i := range judged {
			row := both.RawRowView(i)
			floats.ScaleTo(row, main, ofMain.RawRowView(i))
			floats.AddScaled(row, beside, ofBeside.RawRowView(i))
		}
		return -logLikelihood(both, y, judged, 1)
	}
	// In turn, as each is a search for one number. The penalties keep the two apart where they say the same.
	main = 1
	for range besideRounds {
		beside = goldensection.Least(0, mostBeside, 1e-4, func(x float64) float64 {
			return besideTrust*(x-besideBefore)*(x-besideBefore) + loss(main, x)
		})
		main = math.Exp(goldensection.Least(-2, 2, 1e-4, func(x float64) float64 {
			return besideBoldness*x*x + loss(math.Exp(x), beside)
		}))
	}
	return main, beside
}

// only returns the blend of those opinions that stand beside the others, or of the others.
func (b *Blend) only(beside bool, left []*mat.Dense) *Blend {
	// Opinions without a weight add nothing, whatever they say.
	some := &Blend{Weights: slices.Clone(b.Weights), Temperatures: b.Temperatures, Beside: b.Beside, T: 1}
	for o := range some.Weights {
		if b.Beside[o] != beside {
			some.Weights[o] = 0
		}
	}
	return some
}
