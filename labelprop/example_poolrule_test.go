package labelprop_test

import (
	"context"
	"fmt"
	"log"

	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/features"
)

// ExamplePoolRule_Apply labels rows that were not there when the pool was made, and tells what each opinion adds.
func ExamplePoolRule_Apply() {
	cells, y := petals()
	length := features.Parse("length", cells["length"], features.Number)
	color := features.Parse("color", cells["color"], features.Category)
	columns := []features.Column{length, color}
	encoder := features.Fit(columns)
	seeds, err := labelprop.Classes(y, 0)
	if err != nil {
		log.Fatal(err)
	}
	forestSays, forest, err := labelprop.ForestOpinion(context.Background(), columns, seeds, nil)
	if err != nil {
		log.Fatal(err)
	}
	ridgeSays, ridge, err := labelprop.RidgeOpinion(context.Background(), encoder.Encode(columns), seeds, nil)
	if err != nil {
		log.Fatal(err)
	}
	pooled, err := labelprop.Pool(context.Background(), []labelprop.Opinion{forestSays, ridgeSays}, seeds, nil)
	if err != nil {
		log.Fatal(err)
	}
	// New rows are read and scaled like the old ones.
	fresh := []features.Column{length.Like([]string{"-1.5", "3.2"}), color.Like([]string{"white", "blue"})}
	if forestSays, err = forest.Predict(context.Background(), fresh, nil); err != nil {
		log.Fatal(err)
	}
	if ridgeSays, err = ridge.Predict(context.Background(), encoder.Encode(fresh), nil); err != nil {
		log.Fatal(err)
	}
	// The same weights, temperatures and shares as for the old rows.
	found, err := pooled.Apply([]labelprop.Opinion{forestSays, ridgeSays})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("labels", found.Labels)
	why, err := pooled.Explain([][]float64{forestSays.P.RawRowView(1), ridgeSays.P.RawRowView(1)})
	if err != nil {
		log.Fatal(err)
	}
	for _, part := range why.Parts {
		fmt.Printf("%s is for class %d: %t\n", part.Name, why.Label, part.LogOdds > 0)
	}
	// Output:
	// labels [0 1]
	// random forest is for class 1: true
	// kernel ridge is for class 1: true
}
