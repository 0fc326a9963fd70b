//go:build !race

package labelprop_test

// raced tells the heavy tests that the race detector slows them down tenfold.
const raced = false
