// Package knn finds near rows: the k nearest of each row, and those within a radius.
//
// It has one door:
//
//	p, err := NewPoints(x, metric)                  // rows ready for a metric
//	near, recall, err := Nearest(ctx, q, p, k, o)   // for each row of q, the k nearest of p
//	near, err := Within(ctx, q, p, r, o)            // for each row of q, those of p within r
//
// Six searches stand behind Nearest, and choose.go picks one. Brute force is the
// definition: it compares all pairs in float64. The others leave out what cannot, or for a
// recall below 1 what will hardly, be among the k nearest; what is left they rank by the
// same float64 distances. An exact search returns what brute force returns, bit for bit:
// ties go to the lower index, and nothing depends on the number of workers.
package knn
