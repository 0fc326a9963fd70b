package loss_test

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/loss"
)

// Two examples with three outputs each, and what was predicted for them.
var (
	twoTargets     = mat.NewDense(2, 3, []float64{1, 0, 0, 0, 0, 1})
	twoPredictions = mat.NewDense(2, 3, []float64{0.9, 0.2, 0.2, 0.2, 0.8, 0.3})
)

// must is for the examples only, whose data is right.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func ExampleSquaredError() {
	terms := must(loss.SquaredError(twoTargets, twoPredictions, nil))
	for i := range 2 {
		row := terms.Loss.RawRowView(i)
		fmt.Printf("row %d: %.2f, mean %.2f\n", i, row, (row[0]+row[1]+row[2])/3)
	}
	fmt.Printf("mean squared error %.6g\n", terms.BatchMean())
	// Output:
	// row 0: [0.01 0.04 0.04], mean 0.03
	// row 1: [0.04 0.64 0.49], mean 0.39
	// mean squared error 0.21
}

// The log-likelihood of one prediction depends on what is taken to be random:
// which one of the outputs is true, each output by itself, or which one is true
// after the row has been made to sum to 1.
func Example_threeLogLikelihoods() {
	labels := []int{0, 2}
	one := must(loss.SparseCrossEntropy(labels, twoPredictions, nil))
	each := must(loss.BinaryCrossEntropy(twoTargets, twoPredictions, nil))
	normal := mat.DenseCopyOf(twoPredictions)
	for i := range 2 {
		row := normal.RawRowView(i)
		sum := row[0] + row[1] + row[2]
		for j := range row {
			row[j] /= sum
		}
	}
	normalised := must(loss.SparseCrossEntropy(labels, normal, nil))
	for i := range 2 {
		fmt.Printf("row %d: one of three %.4f, each by itself %.4f, one of three, normalised %.4f\n",
			i, -one.Loss.At(i, 0), -mat.Sum(each.Loss.RowView(i)), -normalised.Loss.At(i, 0))
	}
	// Output:
	// row 0: one of three -0.1054, each by itself -0.5516, one of three, normalised -0.3677
	// row 1: one of three -1.2040, each by itself -3.0366, one of three, normalised -1.4663
}

// Four rows cost 1, 2, 3 and 4; the second has weight 0, the last weight 3.
func ExampleTerms() {
	four := mat.NewVecDense(4, []float64{1, 2, 3, 4})
	weights := mat.NewVecDense(4, []float64{1, 0, 1, 3})
	terms := must(loss.AbsoluteError(mat.NewVecDense(4, nil), four, &loss.Options{Weights: weights}))
	fmt.Println("Weighted   ", mat.Col(nil, 0, terms.Weighted()))
	fmt.Println("Sum        ", terms.Sum())
	fmt.Println("Mean       ", terms.Mean())
	fmt.Println("BatchMean  ", terms.BatchMean())
	fmt.Printf("NonzeroMean %.4f\n", terms.NonzeroMean())
	// Output:
	// Weighted    [1 0 3 12]
	// Sum         16
	// Mean        3.2
	// BatchMean   4
	// NonzeroMean 5.3333
}

// The class weights of an image segmentation, by median frequency; class 11 is
// the void.
var twelveWeights = []float64{0.2595, 0.1826, 4.5640, 0.1417, 0.9051, 0.3826, 9.6446, 1.8418, 0.6823, 6.2478, 7.3614, 0}

// weightByPrediction is what package loss has no way to say.
func weightByPrediction(label int, logits []float64) float64 {
	terms := must(loss.SparseSoftmaxCrossEntropy([]int{label}, mat.NewDense(1, len(logits), logits), nil))
	predicted := slices.Index(logits, slices.Max(logits))
	return twelveWeights[predicted] * terms.Sum()
}

func weightByTruth(label int, logits []float64) float64 {
	o := &loss.Options{ClassWeights: twelveWeights}
	return must(loss.SparseSoftmaxCrossEntropy([]int{label}, mat.NewDense(1, len(logits), logits), o)).Sum()
}

// A pixel of the rare class 6 is called the common class 3, with logit 5; then
// the void, with logit 50.
func Example_classWeightsGoByTruth() {
	for _, called := range []struct {
		class int
		logit float64
	}{{3, 5}, {11, 50}} {
		logits := make([]float64, 12)
		logits[called.class] = called.logit
		plain := must(loss.SparseSoftmaxCrossEntropy([]int{6}, mat.NewDense(1, 12, logits), nil)).Sum()
		fmt.Printf("class 6 called %d: unweighted %.4f, by truth %.2f, by prediction %.4f\n",
			called.class, plain, weightByTruth(6, logits), weightByPrediction(6, logits))
	}
	// Output:
	// class 6 called 3: unweighted 5.0715, by truth 48.91, by prediction 0.7186
	// class 6 called 11: unweighted 50.0000, by truth 482.23, by prediction 0.0000
}

// Targets of 0.2 and 0.8 instead of 0 and 1: the perfect answer costs 0.5.
func ExampleRescale() {
	targets := loss.Rescale(twoTargets, 0.2, 0.8)
	perfect := must(loss.BinaryCrossEntropy(targets, targets, nil))
	fmt.Printf("%.4f\n", perfect.BatchMean())
	// Output:
	// 0.5004
}

// Four pixels: two classes, weights 1 and 2.
func ExampleCrossEntropy() {
	targets := mat.NewDense(4, 2, []float64{0, 1, 1, 0, 0, 1, 1, 0})
	probs := mat.NewDense(4, 2, []float64{0.5, 0.5, 0.9, 0.1, 0.9, 0.1, 0.4, 0.6})
	plain := must(loss.CrossEntropy(targets, probs, nil))
	weighted := must(loss.CrossEntropy(targets, probs, &loss.Options{ClassWeights: []float64{1, 2}}))
	fmt.Printf("%.4f\n", mat.Col(nil, 0, plain.Loss))
	fmt.Printf("sum %.4f; weighted: sum %.4f, mean %.4f\n", plain.Sum(), weighted.Sum(), weighted.Mean())
	// Output:
	// [0.6931 0.1054 2.3026 0.9163]
	// sum 4.0174; weighted: sum 7.0131, mean 1.1689
}

func ExampleMedianFrequency() {
	pixels := []float64{600, 300, 100}
	ofImages := []float64{1000, 500, 1000} // pixels of the images that hold the class
	fmt.Printf("%.4g\n", must(loss.MedianFrequency(pixels, ofImages)))
	// Output:
	// [1 1 6]
}
