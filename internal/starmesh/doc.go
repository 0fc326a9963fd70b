// Package starmesh solves label propagation by eliminating nodes without a
// subtraction: stars into meshes.
//
//	nw, nodes, err := starmesh.Harmonic(g, y)          // or Spreading(g, y, α), or a Network of your own
//	sol, err := nw.Eliminate(ctx, nil)                 // float64, or pairs where its range is too small
//	sol.Log(i, c); sol.LogError(i, c)                  // log F and its proven error
//	sol.Margin(i, a, b)                                // lower bound of log(F_ia/F_ib)
//	sol.LogRatio(i, a, b)                              // 0: tied as far as the arithmetic sees
//	sol, err = nw.Eliminate(ctx, &starmesh.Options{Arithmetic: starmesh.Big}) // exact exponents
package starmesh
