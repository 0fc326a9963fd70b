//go:build !race

package knn

// raced tells the long tests that the race detector slows them down tenfold.
const raced = false
