package labelprop_test

import (
	"context"
	"fmt"
	"log"
	"math/rand/v2"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// line is the graph of six rows of one feature, two clusters of three, each row joined to
// its two nearest.
func line() (*graph.Neighbors, *graph.Graph) {
	x := mat.NewDense(6, 1, []float64{0, 1, 2.5, 10, 11, 12})
	near, err := graph.KNN(context.Background(), x, 2, nil)
	if err != nil {
		log.Fatal(err)
	}
	g, err := near.Weigh(kernel.RBF{Gamma: 0.1})
	if err != nil {
		log.Fatal(err)
	}
	return near, g
}

// clouds is the neighbourhood of 120 rows around two centres, with the class of one row in
// two.
func clouds() (*graph.Neighbors, []int) {
	rng := rand.New(rand.NewPCG(1, 1))
	x, y := mat.NewDense(120, 2, nil), make([]int, 120)
	for i := range y {
		class := i % 2
		x.SetRow(i, []float64{2.5*float64(class) + rng.NormFloat64(), rng.NormFloat64()})
		if y[i] = labelprop.Unlabeled; i%4 < 2 {
			y[i] = class
		}
	}
	near, err := graph.KNN(context.Background(), x, 8, nil)
	if err != nil {
		log.Fatal(err)
	}
	return near, y
}

func ExampleSolve() {
	_, g := line()
	seeds, err := labelprop.Classes([]int{0, -1, -1, -1, -1, 1}, 0)
	if err != nil {
		log.Fatal(err)
	}
	res, err := labelprop.Solve(context.Background(), g, seeds, labelprop.Harmonic{}, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(res.Labels, res.CountProven(), "proven")
	// Output: [0 0 0 1 1 1] 6 proven
}

// A node without any label in its component stays unlabelled, and a warning tells so.
func ExampleSolve_unreachable() {
	_, g := line()
	seeds, err := labelprop.Classes([]int{0, -1, -1, -1, -1, -1}, 2)
	if err != nil {
		log.Fatal(err)
	}
	res, err := labelprop.Solve(context.Background(), g, seeds, labelprop.Harmonic{}, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(res.Labels)
	fmt.Println(res.Status[3], res.Warnings)
	// Output:
	// [0 0 0 -1 -1 -1]
	// unreachable [3 of 6 nodes unreachable: no path leads from them to a label]
}

// Labels may be uncertain: shares of classes, with a weight for each node.
func ExampleSoft() {
	_, g := line()
	y := mat.NewDense(6, 2, []float64{
		1, 0,
		0, 0, // no label
		0.2, 0.8,
		0, 0,
		0, 0,
		0, 1,
	})
	seeds, err := labelprop.Soft(y, []float64{1, 0, 0.3, 0, 0, 1})
	if err != nil {
		log.Fatal(err)
	}
	res, err := labelprop.Solve(context.Background(), g, seeds, labelprop.Harmonic{}, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(res.Labels)
	fmt.Printf("%.3f\n", mat.Row(nil, 2, res.Scores))
	// Output:
	// [0 0 0 1 1 1]
	// [0.701 0.299]
}

// A new row gets the weighted mean of the scores of its neighbours.
func ExampleResult_Predict() {
	near, g := line()
	seeds, err := labelprop.Classes([]int{0, -1, -1, -1, -1, 1}, 0)
	if err != nil {
		log.Fatal(err)
	}
	res, err := labelprop.Solve(context.Background(), g, seeds, labelprop.Harmonic{}, nil)
	if err != nil {
		log.Fatal(err)
	}
	links, err := near.Link(context.Background(), mat.NewDense(2, 1, []float64{1.4, 30}), kernel.RBF{Gamma: 0.1})
	if err != nil {
		log.Fatal(err)
	}
	p, err := res.Predict(links)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(p.Labels, p.Status)
	// Output: [0 1] [propagated propagated]
}

// The candidates are a sequence, so that one graph is held at a time.
func ExampleTune() {
	near, y := clouds()
	seeds, err := labelprop.Classes(y, 0)
	if err != nil {
		log.Fatal(err)
	}
	kernels := []kernel.Kernel{kernel.SharedNeighbors{}, kernel.SelfTuning{}, kernel.RBF{Gamma: 100}}
	candidates := func(yield func(labelprop.Candidate) bool) {
		for _, k := range kernels {
			g, err := near.Weigh(k)
			if err != nil {
				log.Fatal(err)
			}
			if !yield(labelprop.Candidate{Name: fmt.Sprint(k), Graph: g, Method: labelprop.Harmonic{}}) {
				return
			}
		}
	}
	ranked, err := labelprop.Tune(context.Background(), candidates, seeds, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range ranked {
		fmt.Printf("%s: log loss %.3f, accuracy %.2f\n", t.Name, t.LogLoss, t.Accuracy)
	}
	// Output:
	// self-tuning(K=7): log loss 0.310, accuracy 0.87
	// shared neighbours, perplexity(5): log loss 0.416, accuracy 0.78
	// rbf(γ=100): log loss 2.042, accuracy 0.82
}

func ExampleTuneWidths() {
	near, y := clouds()
	seeds, err := labelprop.Classes(y, 0)
	if err != nil {
		log.Fatal(err)
	}
	weigh := func(gamma float64) (*graph.Graph, error) { return near.Weigh(kernel.RBF{Gamma: gamma}) }
	var gammas []float64
	for gamma := 0.01; gamma < 20; gamma *= 2 {
		gammas = append(gammas, gamma)
	}
	ranked, err := labelprop.TuneWidths(context.Background(), weigh, gammas, seeds, labelprop.Harmonic{}, nil)
	if err != nil {
		log.Fatal(err)
	}
	tried := 0
	for _, t := range ranked {
		if !t.Interpolated {
			tried++
		}
	}
	fmt.Printf("%s, accuracy %.2f; %d of %d tried\n", ranked[0].Name, ranked[0].Accuracy, tried, len(gammas))
	// Output: γ = 1.28, accuracy 0.88; 8 of 11 tried
}

// Which rows to label next: first one of the component without a label.
func ExampleSuggest() {
	_, g := line()
	seeds, err := labelprop.Classes([]int{0, -1, -1, -1, -1, -1}, 2)
	if err != nil {
		log.Fatal(err)
	}
	list, err := labelprop.Suggest(context.Background(), g, seeds, labelprop.Harmonic{}, &labelprop.SuggestOptions{Rows: 2, By: labelprop.Sigma})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range list {
		fmt.Println("row", s.Row, "opens", s.Opens)
	}
	// Output:
	// row 4 opens 3
	// row 2 opens 0
}

// Which labels an answer comes from, and along which path.
func ExampleExplain() {
	_, g := line()
	seeds, err := labelprop.Classes([]int{0, -1, 1, -1, -1, 1}, 0)
	if err != nil {
		log.Fatal(err)
	}
	e, err := labelprop.Explain(context.Background(), g, seeds, labelprop.Harmonic{}, 1, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range e.Shares {
		fmt.Printf("%.0f %% from node %d of class %d, along %v\n", 100*s.Share, s.Node, s.Class, s.Path)
	}
	// Output:
	// 53 % from node 0 of class 0, along [1 0]
	// 47 % from node 2 of class 1, along [1 2]
}

// One temperature, fitted to the labels left out, makes probabilities milder or bolder.
func ExampleLOO_Calibrate() {
	near, y := clouds()
	g, err := near.Weigh(kernel.RBF{Gamma: 100})
	if err != nil {
		log.Fatal(err)
	}
	seeds, err := labelprop.Classes(y, 0)
	if err != nil {
		log.Fatal(err)
	}
	loo, err := labelprop.LeaveOneOut(context.Background(), g, seeds, labelprop.Harmonic{}, nil)
	if err != nil {
		log.Fatal(err)
	}
	t, err := loo.Calibrate()
	if err != nil {
		log.Fatal(err)
	}
	p := t.Apply(mat.NewDense(1, 2, []float64{0.99, 0.01}))
	fmt.Printf("T = %.1f: log loss %.2f → %.2f, 0.99 → %.2f\n", t.T, t.LogLoss, t.LogLossAfter, slices.Max(p.RawRowView(0)))
	// Output: T = 10.6: log loss 2.04 → 0.39, 0.99 → 0.61
}
