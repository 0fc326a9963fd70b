// Package pool makes one opinion of several: distributions over the classes of every
// row, each with what it would have been for the labelled rows without their labels.
//
//	log P = Σ uₒ·tₒ·log Qₒ + constant
//
// with a temperature tₒ for each opinion and weights uₒ that sum to 1, both by the labels
// left out. It also estimates the shares of the classes, where the labels say nothing
// of them.
package pool
