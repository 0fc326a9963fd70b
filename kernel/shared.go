package kernel

import (
	"fmt"
	"reflect"
)

// SharedNeighbors is the weight of another kernel times the share of their
// neighbours that two points have in common [jarvis1973],
//
//	w = k(d²)·|Nᵢ∩Nⱼ| / |Nᵢ∪Nⱼ|,
//
// where Nᵢ holds point i and its k nearest neighbours, k being that of the search. Two
// points of one cluster have many neighbours in common; an edge between two clusters that
// touch joins points with few in common, however short it is [levine2015]. Points with none
// in common count as having one, so that no edge is lost. Where all points are neighbours of
// all, every share is 1 and k(d²) alone decides.
type SharedNeighbors struct {
	Of Kernel // nil: Perplexity{}
}

// Base returns the kernel that the share multiplies.
func (k SharedNeighbors) Base() Kernel {
	// A nil pointer is no kernel either.
	if v := reflect.ValueOf(k.Of); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return Perplexity{}
	}
	return k.Of
}

// LogWeight returns that of the base kernel; package graph adds the share.
func (k SharedNeighbors) LogWeight(d2 float64) float64 { return k.Base().LogWeight(d2) }

func (k SharedNeighbors) String() string { return fmt.Sprintf("shared neighbours, %v", k.Base()) }
