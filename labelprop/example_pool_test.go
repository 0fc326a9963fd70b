package labelprop_test

import (
	"context"
	"fmt"
	"log"
	"math/rand/v2"
	"strconv"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
)

// petals is a table of texts, as a file holds it: 60 rows of a number, a category and a row
// number, and the class of the first eight.
func petals() (cells map[string][]string, y []int) {
	rng := rand.New(rand.NewPCG(3, 1))
	cells = map[string][]string{}
	for i := range 60 {
		class, color := i%2, "white"
		if class == 1 && i%5 > 0 {
			color = "blue"
		}
		length := 2*float64(class) + rng.NormFloat64()
		cells["length"] = append(cells["length"], fmt.Sprintf("%.2f", length))
		cells["color"] = append(cells["color"], color)
		cells["row"] = append(cells["row"], strconv.Itoa(i))
		if y = append(y, labelprop.Unlabeled); i < 8 {
			y[i] = class
		}
	}
	return cells, y
}

// ExamplePool labels a table of mixed columns by a forest, a regression and a graph.
func ExamplePool() {
	ctx := context.Background()
	cells, y := petals()
	// Columns of texts become numbers and categories; the row number compares nothing.
	var columns []features.Column
	for _, name := range []string{"length", "color", "row"} {
		if kind := features.Guess(name, cells[name]); kind.Feature() {
			columns = append(columns, features.Parse(name, cells[name], kind))
		}
	}
	x := features.Fit(columns).Encode(columns)
	seeds, err := labelprop.Classes(y, 0)
	if err != nil {
		log.Fatal(err)
	}
	// Three opinions, each with what it says of a label without it.
	near, err := graph.KNN(ctx, x, 10, &graph.SearchOptions{Metric: kernel.Manhattan{}})
	if err != nil {
		log.Fatal(err)
	}
	g, err := near.Weigh(kernel.SharedNeighbors{})
	if err != nil {
		log.Fatal(err)
	}
	forest, _, err := labelprop.ForestOpinion(ctx, columns, seeds, nil)
	if err != nil {
		log.Fatal(err)
	}
	ridge, _, err := labelprop.RidgeOpinion(ctx, x, seeds, nil)
	if err != nil {
		log.Fatal(err)
	}
	harmonic, _, err := labelprop.GraphOpinion(ctx, g, seeds, labelprop.Harmonic{}, nil)
	if err != nil {
		log.Fatal(err)
	}
	pooled, err := labelprop.Pool(ctx, []labelprop.Opinion{forest, ridge, harmonic}, seeds,
		&labelprop.PoolOptions{Graph: g})
	if err != nil {
		log.Fatal(err)
	}
	right := 0
	for i, class := range pooled.Labels {
		if class == i%2 {
			right++
		}
	}
	fmt.Println(len(columns), "columns,", len(pooled.Parts), "opinions,", pooled.Judged, "labels left out")
	fmt.Println(right, "of", len(y), "right")
	// Output:
	// 2 columns, 3 opinions, 8 labels left out
	// 50 of 60 right
}
