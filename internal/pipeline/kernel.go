package pipeline

import (
	"fmt"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/kernel"
)

// kernelSpec is a kernel by name and as a value.
type kernelSpec struct {
	name string
	with func(gamma float64) kernel.Kernel
}

// kernels are all that can be named. The names are those of model files.
var kernels = map[Kernel]kernelSpec{
	Shared:       {"shared", func(float64) kernel.Kernel { return kernel.SharedNeighbors{} }},
	SelfTuning:   {"self-tuning", func(float64) kernel.Kernel { return kernel.SelfTuning{} }},
	RBF:          {"rbf", func(gamma float64) kernel.Kernel { return kernel.RBF{Gamma: gamma} }},
	Laplacian:    {"laplacian", func(gamma float64) kernel.Kernel { return kernel.Laplacian{Gamma: gamma} }},
	Inverse:      {"inverse", func(float64) kernel.Kernel { return kernel.InverseDistance{} }},
	Connectivity: {"connectivity", func(float64) kernel.Kernel { return kernel.Unweighted{} }},
	Perplexity:   {"perplexity", func(float64) kernel.Kernel { return kernel.Perplexity{} }},
}

func (k Kernel) String() string { return kernels[k].name }

// With returns the kernel with a γ, which matters to RBF and Laplacian alone: γ = 0 weighs
// all edges alike.
func (k Kernel) With(gamma float64) kernel.Kernel {
	if gamma == 0 && k.UsesGamma() {
		return kernel.Unweighted{}
	}
	return kernels[k].with(gamma)
}

// UsesGamma reports whether a kernel has a γ.
func (k Kernel) UsesGamma() bool { return k == RBF || k == Laplacian }

// kernelNamed returns the kernel of a model file.
func kernelNamed(name string) (Kernel, error) {
	// There are few; no index is needed.
	for k, spec := range kernels {
		if spec.name == name {
			return k, nil
		}
	}
	return KernelAuto, fmt.Errorf("no kernel is called %q", name)
}

// Reasons for an automatic choice of a kernel.
const (
	ByCompleteGraph = "complete graph"
	ByRadius        = "neighbours within a radius"
	ByFewRows       = "few different rows"
	ByDefault       = "default"
)

// chooseKernel is KernelAuto. Complete graphs are the dense RBF graphs of the papers. Within a radius a row
// may have half of all rows as its neighbours, so that to count the neighbours that two rows share would take
// too long. Where few different rows have many copies, nearly all are neighbours: how many two of them share
// says nothing, and the width must keep a row's copies above all others, as in a complete graph.
func chooseKernel(c Config, near *graph.Neighbors) dataset.Chosen[Kernel] {
	// What was asked for comes first, then what the graph suggests.
	switch {
	case c.Kernel != KernelAuto:
		return dataset.Chosen[Kernel]{Value: c.Kernel, By: dataset.ByUser}
	case c.Graph.Kind == Complete:
		return dataset.Chosen[Kernel]{Value: RBF, By: ByCompleteGraph}
	case near.Distinct() < near.N() && near.Distinct() <= 2*near.K():
		return dataset.Chosen[Kernel]{Value: RBF, By: ByFewRows}
	case near.K() == 0:
		return dataset.Chosen[Kernel]{Value: SelfTuning, By: ByRadius}
	}
	return dataset.Chosen[Kernel]{Value: Shared, By: ByDefault}
}
