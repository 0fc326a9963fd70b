// Package kernelridge classifies rows by kernel ridge regression on the labelled ones
// [saunders1998], with a closed form of what it would have said of each labelled row
// without its label.
package kernelridge
