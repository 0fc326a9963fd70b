package metric_test

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/loss"
	"github.com/propagate-go/propagate/labelprop/metric"
)

// must is for the examples only, whose data is right.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Five rows: the labels of the first two were given, and no label reached the
// last.
func Example() {
	truth := []int{0, 1, 1, 0, 0}
	given := []int{0, 1, -1, -1, -1}
	probs := mat.NewDense(5, 2, []float64{1, 0, 0, 1, 0.4, 0.6, 0.7, 0.3, 0, 0})

	hidden := must(metric.HoldOut(truth, given))
	pred := must(metric.Decide(probs, 0))
	c := must(metric.NewConfusion(hidden, pred, 2, nil))
	fmt.Println("predicted", pred)
	fmt.Printf("accuracy %.3f baseline %.3f coverage %.3f macro-F1 %.3f\n",
		c.Accuracy(), c.Baseline(), c.Coverage(), c.Macro(c.F1))
	fmt.Printf("log loss %.3f Brier %.3f\n",
		must(metric.LogLoss(hidden, probs, 1e-7, nil)), must(metric.Brier(hidden, probs, nil)))
	// Output:
	// predicted [0 1 1 0 -1]
	// accuracy 0.667 baseline 0.667 coverage 0.667 macro-F1 0.833
	// log loss 5.662 Brier 0.500
}

// One input, five rows; the last is far out.
var (
	fiveX = []float64{0, 0, 2, 2, 9}
	fiveY = []int{0, 0, 1, 1, 0}
)

// The straight line of least squares through the five rows, as a score.
func Example_perceptron() {
	scores := make([]float64, len(fiveX))
	for i, x := range fiveX {
		scores[i] = (21 - x) / 46
	}
	fmt.Printf("scores %.3f\n", scores)
	pred := make([]int, len(scores))
	for i := range scores {
		if scores[i] > 0.5 {
			pred[i] = 1
		}
	}
	c := must(metric.NewConfusion(fiveY, pred, 2, nil))
	fmt.Printf("above 0.5: accuracy %.1f, baseline %.1f, balanced accuracy %.1f\n", c.Accuracy(), c.Baseline(), c.BalancedAccuracy())
	fmt.Printf("ROC AUC %.4f\n", must(metric.ROCAUC(fiveY, scores, nil)))

	negated := make([]float64, len(scores))
	for i, s := range scores {
		negated[i] = -s
	}
	for _, way := range []struct {
		name   string
		scores []float64
	}{{"the score", scores}, {"its negative", negated}, {"the input", fiveX}} {
		_, best, _ := metric.BestThreshold(fiveY, way.scores, nil, (*metric.Confusion).Accuracy)
		fmt.Printf("best threshold on %s: accuracy %.1f\n", way.name, best)
	}
	t, _, _ := metric.BestThreshold(fiveY, fiveX, nil, (*metric.Confusion).Accuracy)
	fmt.Println("the input is to be above", t)
	// Output:
	// scores [0.457 0.457 0.413 0.413 0.261]
	// above 0.5: accuracy 0.6, baseline 0.6, balanced accuracy 0.5
	// ROC AUC 0.3333
	// best threshold on the score: accuracy 0.6
	// best threshold on its negative: accuracy 0.8
	// best threshold on the input: accuracy 0.8
	// the input is to be above 1
}

// The same five rows with a sigmoid: at the start and the end of a training for
// squared error, and where the log loss is least.
func Example_accuracyIsNoLoss() {
	truth := mat.NewVecDense(5, []float64{0, 0, 1, 1, 0})
	for _, fit := range []struct {
		name        string
		slope, bias float64
	}{
		{"epoch 0", 0.75648874, -0.9745011329650879},
		{"epoch 9999", 2.42539024, -2.1028473377227783},
		{"least log loss", -0.09654878, -0.16742573},
	} {
		probs := mat.NewDense(5, 2, nil)
		for i, x := range fiveX {
			p := 1 / (1 + math.Exp(-fit.slope*x-fit.bias))
			probs.SetRow(i, []float64{1 - p, p})
		}
		mse := must(loss.SquaredError(truth, probs.ColView(1), nil)).BatchMean()
		c := must(metric.NewConfusion(fiveY, must(metric.Decide(probs, 0)), 2, nil))
		fmt.Printf("%-14s MSE %.4f  log loss %.4f  accuracy %.1f\n",
			fit.name, mse, must(metric.LogLoss(fiveY, probs, 0, nil)), c.Accuracy())
	}
	// Output:
	// epoch 0        MSE 0.2832  log loss 1.4793  accuracy 0.8
	// epoch 9999     MSE 0.2062  log loss 4.0161  accuracy 0.8
	// least log loss MSE 0.2366  log loss 0.6617  accuracy 0.6
}

// Of a thousand labels, ten hold of each row, and the answer is: none.
func Example_allZeros() {
	const n, k = 100, 1000
	truth, zeros := mat.NewDense(n, k, nil), mat.NewDense(n, k, nil)
	for j := range k {
		truth.Set(j%n, j, 1)
	}
	m := must(metric.NewMultiLabel(truth, zeros, nil))
	pooled := m.Micro()
	fmt.Printf("element accuracy %.3f, baseline %.3f, Hamming loss %.3f\n", m.ElementAccuracy(), m.Baseline(), m.HammingLoss())
	bce := must(loss.BinaryCrossEntropy(truth, zeros, &loss.Options{Clip: 1e-7}))
	fmt.Printf("binary cross-entropy %.4f\n", bce.BatchMean())

	fmt.Printf("subset accuracy %.0f, precision %.0f, recall %.0f, F1 %.0f, Jaccard %.0f\n", m.SubsetAccuracy(),
		pooled.Precision(0), pooled.Recall(0), pooled.F1(0), pooled.Jaccard(0))

	flat, none, scores := make([]int, n*k), make([]int, n*k), make([]float64, n*k)
	for i, v := range truth.RawMatrix().Data {
		flat[i] = int(v)
	}
	c := must(metric.NewConfusion(flat, none, 2, nil))
	fmt.Printf("kappa %.0f, MCC %.0f, balanced accuracy %.1f\n", c.Kappa(), c.MCC(), c.BalancedAccuracy())
	fmt.Printf("ROC AUC %.1f, average precision %.2f\n", must(metric.ROCAUC(flat, scores, nil)), must(metric.AveragePrecision(flat, scores, nil)))
	fmt.Printf("coverage error %.0f, ranking loss %.0f, label-ranking AP %.2f\n", must(metric.CoverageError(truth, zeros, nil)),
		must(metric.RankingLoss(truth, zeros, nil)), must(metric.LabelRankingAP(truth, zeros, nil)))
	// Output:
	// element accuracy 0.990, baseline 0.990, Hamming loss 0.010
	// binary cross-entropy 0.1612
	// subset accuracy 0, precision 0, recall 0, F1 0, Jaccard 0
	// kappa 0, MCC 0, balanced accuracy 0.5
	// ROC AUC 0.5, average precision 0.01
	// coverage error 1000, ranking loss 1, label-ranking AP 0.01
}

// Two answers with the same decisions, right in three of four rows: one says so,
// the other claims certainty.
func ExampleCalibration() {
	truth := []int{0, 0, 0, 1}
	for _, p := range []float64{0.75, 0.999} {
		probs := mat.NewDense(4, 2, nil)
		for i := range truth {
			probs.SetRow(i, []float64{p, 1 - p})
		}
		r := must(metric.Calibration(truth, probs, 10, nil))
		fmt.Printf("confidence %.3f: ECE %.3f, log loss %.3f, Brier %.3f\n", p, r.ECE,
			must(metric.LogLoss(truth, probs, 0, nil)), must(metric.Brier(truth, probs, nil)))
	}
	// Output:
	// confidence 0.750: ECE 0.000, log loss 0.562, Brier 0.375
	// confidence 0.999: ECE 0.249, log loss 1.728, Brier 0.499
}

// A row of zeros, which no label reached, in each number.
func Example_zeroRow() {
	truth, row := []int{0}, mat.NewDense(1, 4, nil)
	fmt.Println("decision", must(metric.Decide(row, 0)))
	fmt.Printf("%.3f\n", must(metric.Uncertainties(row)))
	fmt.Println("log loss", must(metric.LogLoss(truth, row, 0, nil)))
	fmt.Printf("log loss, clip 1e-7: %.3f\n", must(metric.LogLoss(truth, row, 1e-7, nil)))
	fmt.Println("Brier", must(metric.Brier(truth, row, nil)))
	fmt.Println("top 4", must(metric.TopK(truth, row, 4, nil)))
	// Output:
	// decision [-1]
	// [{1.386 0.000 0.000}]
	// log loss +Inf
	// log loss, clip 1e-7: 16.118
	// Brier 1
	// top 4 0
}

func ExampleBestThreshold() {
	truth := []int{0, 0, 1, 0, 1, 1}
	scores := []float64{0.1, 0.2, 0.35, 0.4, 0.5, 0.8}
	t, f1, err := metric.BestThreshold(truth, scores, nil, func(c *metric.Confusion) float64 { return c.F1(1) })
	fmt.Printf("above %.3f: F1 %.4f %v\n", t, f1, err)
	// Output:
	// above 0.275: F1 0.8571 <nil>
}

func ExampleRiskCoverage() {
	truth, pred := []int{0, 1, 1, 0}, []int{0, 1, 0, 0}
	confidence := []float64{0.9, 0.8, 0.6, 0.9}
	points, area, _ := metric.RiskCoverage(truth, pred, confidence, nil)
	for _, p := range points {
		fmt.Printf("confidence from %.1f on: %.0f %% answered, %.0f %% of them right\n", p.Threshold, 100*p.Coverage, 100*p.Accuracy)
	}
	fmt.Printf("area %.4f\n", area)
	// Output:
	// confidence from 0.9 on: 50 % answered, 100 % of them right
	// confidence from 0.8 on: 75 % answered, 100 % of them right
	// confidence from 0.6 on: 100 % answered, 75 % of them right
	// area 0.0625
}

func ExampleOneVsRest() {
	truth := []int{0, 1, 2, 1}
	probs := mat.NewDense(4, 3, []float64{0.8, 0.1, 0.1, 0.3, 0.5, 0.2, 0.1, 0.6, 0.3, 0.2, 0.7, 0.1})
	perClass, mean, err := metric.OneVsRest(metric.ROCAUC, truth, probs, nil)
	fmt.Printf("%.3f %.3f %v\n", perClass, mean, err)
	// Output:
	// [1.000 0.750 1.000] 0.917 <nil>
}
