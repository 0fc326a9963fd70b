package metric

import (
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/internal/par"
	"github.com/propagate-go/propagate/internal/sum"
)

// mostClasses is the number of classes beyond which a confusion matrix, of
// two gigabytes, is a mistake.
const mostClasses = 1 << 14

// Confusion is a confusion matrix: which class was called what, by weight.
type Confusion struct {
	Counts               // per class, abstentions among the false negatives
	N         *mat.Dense // k×k: row truth, column prediction
	Abstained []float64  // by true class: the rows with prediction -1
	Total     float64    // of the weights of all evaluated rows
}

// NewConfusion compares the predicted labels with the true ones. truth and
// pred have n entries in [-1, k), w n or nil; k = 0 takes one more than the
// largest label. Truth [Unlabeled] is not evaluated, prediction Unlabeled is an
// abstention.
//
// Errors: ErrShape, ErrOption for a negative k, ErrWeight, ErrLabel, ErrEmpty;
// more than 2^14 classes are ErrOption, or ErrLabel where k is 0. O(n+k²).
func NewConfusion(truth, pred []int, k int, w []float64) (*Confusion, error) {
	var option error
	if k < 0 || k > mostClasses {
		option = fault(ErrOption, "k %d is not in [0, %d]", k, mostClasses)
	}
	err := first(
		checkLengths("truth", len(truth), "predictions", len(pred)),
		option,
		checkWeights(w, len(truth)),
	)
	if err != nil {
		return nil, err
	}
	if k == 0 {
		if k, err = classesOf(truth, pred); err != nil {
			return nil, err
		}
	}
	t := newPairs(k)
	// Without weights rows are counted, in parallel and exactly. With weights they are added up, compensated.
	if w == nil {
		err = t.count(truth, pred)
	} else {
		err = t.weigh(truth, pred, w)
	}
	if err != nil {
		return nil, err
	}
	return t.confusion()
}

// classesOf returns one more than the largest label.
func classesOf(truth, pred []int) (int, error) {
	largest := 0
	for _, labels := range [][]int{truth, pred} {
		if len(labels) > 0 {
			largest = max(largest, slices.Max(labels))
		}
	}
	if largest < mostClasses {
		return largest + 1, nil
	}
	return 0, first(checkLabels("truth", truth, mostClasses), checkLabels("prediction", pred, mostClasses))
}

// pairs holds the weight of each pair of labels, in a table with a first row
// and a first column for -1.
type pairs struct {
	k      int
	weight []float64
}

func newPairs(k int) *pairs {
	return &pairs{k: k, weight: make([]float64, (k+1)*(k+1))}
}

// count gives every row weight 1. Each worker counts in a table of its own.
func (t *pairs) count(truth, pred []int) error {
	// A chunk should cost more than the table of its worker.
	size := max(1<<16, 4*len(t.weight))
	parts := make([][]int, par.Chunks(len(truth), size))
	err := par.Try(len(truth), size, func(c, lo, hi int) error {
		parts[c] = make([]int, len(t.weight))
		return t.countIn(parts[c], truth[lo:hi], pred[lo:hi])
	})
	if err != nil {
		// Workers only find that a label is wrong. Look again for the first one, to name it.
		return first(checkLabels("truth", truth, t.k), checkLabels("prediction", pred, t.k))
	}
	for _, counts := range parts {
		for i, n := range counts {
			t.weight[i] += float64(n)
		}
	}
	return nil
}

func (t *pairs) countIn(counts, truth, pred []int) error {
	pred = pred[:len(truth)]
	k := t.k
	for i, y := range truth {
		// Row and column 0 are for the label -1.
		row, column := y+1, pred[i]+1
		// One comparison finds labels that are too small as well: they become very large.
		if uint(row) > uint(k) || uint(column) > uint(k) {
			return ErrLabel
		}
		counts[row*(k+1)+column]++
	}
	return nil
}

// weigh gives row i weight w[i].
func (t *pairs) weigh(truth, pred []int, w []float64) error {
	err := first(checkLabels("truth", truth, t.k), checkLabels("prediction", pred, t.k))
	if err != nil {
		return err
	}
	totals := make([]sum.Running, len(t.weight))
	for i, y := range truth {
		totals[(y+1)*(t.k+1)+pred[i]+1].Add(w[i])
	}
	for i, total := range totals {
		t.weight[i] = total.Total()
	}
	return nil
}

// confusion drops the row of unlabelled truth and sums up the rest.
func (t *pairs) confusion() (*Confusion, error) {
	// The first row is unlabelled truth, which is not evaluated.
	evaluated := t.weight[t.k+1:]
	c := &Confusion{Total: sum.Of(evaluated)}
	if c.Total == 0 {
		return nil, nothing()
	}
	table := mat.NewDense(t.k, t.k+1, evaluated)
	// The first column is predictions of -1.
	c.Abstained = mat.Col(nil, 0, table)
	c.N = mat.DenseCopyOf(table.Slice(0, t.k, 1, t.k+1))
	c.Counts = c.counts()
	return c, nil
}

// counts sums the matrix up by class. Without rounding TN would be what is
// left of Total.
func (c *Confusion) counts() Counts {
	k := len(c.Abstained)
	n := Counts{make([]float64, k), make([]float64, k), make([]float64, k), make([]float64, k)}
	for j := range k {
		n.TP[j] = c.N.At(j, j)
		var fp, fn sum.Running
		// A row of class j on which the prediction abstained is a miss of j.
		fn.Add(c.Abstained[j])
		for i := range k {
			// Column j without the diagonal: called j, but not j. Row j without it: j, but called otherwise.
			if i != j {
				fp.Add(c.N.At(i, j))
				fn.Add(c.N.At(j, i))
			}
		}
		n.FP[j], n.FN[j] = fp.Total(), fn.Total()
		n.TN[j] = max(0, sum.Of([]float64{c.Total, -n.TP[j], -n.FP[j], -n.FN[j]}))
	}
	return n
}
