package graph_test

import (
	"context"
	"fmt"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"gonum.org/v1/gonum/mat"
)

func ExampleKNN() {
	x := mat.NewDense(4, 2, []float64{
		0, 0,
		0, 1,
		3, 0,
		3, 2,
	})
	near, err := graph.KNN(context.Background(), x, 1, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(near)
	for i := range near.N() {
		rows, distances := near.Row(i)
		fmt.Println(i, rows, distances)
	}
	// Output:
	// 1 nearest neighbours by euclidean distance: 4 rows, 2 edges
	// 0 [1] [1]
	// 1 [0] [1]
	// 2 [3] [2]
	// 3 [2] [2]
}

// One search serves many kernels.
func ExampleNeighbors_Weigh() {
	x := mat.NewDense(3, 1, []float64{0, 1, 3})
	near, err := graph.Complete(context.Background(), x, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, k := range []kernel.Kernel{kernel.RBF{Gamma: 0.5}, kernel.Laplacian{Gamma: 0.5}, kernel.RBF{Gamma: 1e6}} {
		g, err := near.Weigh(k)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(k, g.LogWeights(nil, 1))
	}
	// Output:
	// rbf(γ=0.5) [-0.5 -2]
	// laplacian(γ=0.5) [-0.5 -1]
	// rbf(γ=1e+06) [-1e+06 -4e+06]
}

// Row 3 has nobody within the radius.
func ExampleNeighbors_Connect() {
	x := mat.NewDense(4, 1, []float64{0, 1, 2, 10})
	near, err := graph.Radius(context.Background(), x, 1, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, before := near.Components()
	connected, err := near.Connect(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	_, after := connected.Components()
	rows, distances := connected.Row(3)
	fmt.Println(before, "components, then", after)
	fmt.Println("3", rows, distances)
	// Output:
	// 2 components, then 1
	// 3 [2] [8]
}

func ExampleNeighbors_Link() {
	x := mat.NewDense(3, 1, []float64{0, 1, 4})
	near, err := graph.KNN(context.Background(), x, 1, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	links, err := near.Link(context.Background(), mat.NewDense(2, 1, []float64{0.4, 6}), kernel.RBF{Gamma: 0.1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range links.Rows() {
		nodes, weights := links.Neighbors(i)
		fmt.Printf("new row %d: %v %.3f\n", i, nodes, weights)
	}
	// Output:
	// new row 0: [0] [0.984]
	// new row 1: [2] [0.670]
}

func ExampleGraph_Neighbors() {
	g, err := graph.FromEdges(3, []graph.Edge{{From: 0, To: 1, Weight: 2}, {From: 1, To: 2, Weight: 0.5}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(g.Neighbors(1))
	// Output: [0 2] [2 0.5]
}

func ExampleFromEdges() {
	g, err := graph.FromEdges(4, []graph.Edge{{From: 0, To: 1, Weight: 2}, {From: 2, To: 1, Weight: 0.5}})
	if err != nil {
		fmt.Println(err)
		return
	}
	id, count := g.Components()
	fmt.Println(g)
	fmt.Println(id, count)

	_, err = graph.FromEdges(2, []graph.Edge{{From: 0, To: 1, Weight: 1}, {From: 1, To: 2, Weight: 1}})
	fmt.Println(err)
	// Output:
	// graph: 4 nodes, 2 edges
	// [0 0 0 1] 2
	// graph: edge 1: joins 1 and 2: nodes are numbered from 0 to 1
}

func ExampleFromMatrix() {
	g, err := graph.FromMatrix(mat.NewSymDense(3, []float64{
		0, 2, 0,
		2, 0, 1,
		0, 1, 0,
	}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(g)
	fmt.Printf("%.3f\n", mat.Formatted(g.Weights()))

	_, err = graph.FromMatrix(mat.NewDense(2, 2, []float64{0, 1, 3, 0}))
	fmt.Println(err)
	// Output:
	// graph: 3 nodes, 2 edges
	// ⎡0.000  2.000  0.000⎤
	// ⎢2.000  0.000  1.000⎥
	// ⎣0.000  1.000  0.000⎦
	// graph: weight (0,1) is 1 but (1,0) is 3: make it symmetric first, e.g. (W+Wᵀ)/2
}

func ExampleNewCSR() {
	m, err := graph.NewCSR(2, 3, []int{0, 2, 3}, []int{2, 0, 1}, []float64{5, 4, 6})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(mat.Formatted(m))
	m.DoRowNonZero(0, func(i, j int, v float64) { fmt.Println(i, j, v) })
	// Output:
	// ⎡4  0  5⎤
	// ⎣0  6  0⎦
	// 0 0 4
	// 0 2 5
}
