package kernel_test

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/kernel"
)

// Zhu's width σ of exp(-d²/σ²) is γ = 1/σ².
func ExampleRBF() {
	sigma := 2.0
	k := kernel.RBF{Gamma: 1 / (sigma * sigma)}
	fmt.Println(k, math.Exp(k.LogWeight(4)))
	fmt.Println(k.LogWeight(1e6), "where the weight itself underflows")
	// Output:
	// rbf(γ=0.25) 0.36787944117144233
	// -250000 where the weight itself underflows
}

func ExampleLaplacian() {
	k := kernel.Laplacian{Gamma: 0.5}
	fmt.Println(k, k.LogWeight(16)) // of the squared distance
	// Output: laplacian(γ=0.5) -2
}

func ExampleSharedNeighbors() {
	fmt.Println(kernel.SharedNeighbors{})
	fmt.Println(kernel.SharedNeighbors{Of: kernel.SelfTuning{K: 10}})
	// Output:
	// shared neighbours, perplexity(5)
	// shared neighbours, self-tuning(K=10)
}

func ExampleCosine() {
	fmt.Println(kernel.Cosine{}.Distance([]float64{1, 0}, []float64{0, 3}))
	fmt.Println(kernel.Cosine{}.Distance([]float64{1, 2}, []float64{10, 20}))
	// Output:
	// 1
	// 0
}

// cauchy is a kernel of one's own: 1/(1+d²).
type cauchy struct{}

func (cauchy) LogWeight(d2 float64) float64 { return -math.Log1p(d2) }
func (cauchy) String() string               { return "cauchy" }

func ExampleKernel() {
	var k kernel.Kernel = cauchy{}
	fmt.Printf("%v %.2f\n", k, math.Exp(k.LogWeight(3)))
	// Output: cauchy 0.25
}
