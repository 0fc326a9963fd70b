package vec

// Interleave writes eight rows of equal length side by side in float32, each element less
// the center of its column, times the scale: element j of row r goes to dst[j·apart+r].
// The bits are the same in every tier. Cost: 2 flops an element.
func (t Tier) Interleave(dst []float32, apart int, rows *[octet][]float64, center []float64, scale float64) {
	n := len(rows[0])
	if n == 0 {
		return
	}
	// Check the bounds once, so that the assembly can do without.
	_, _ = dst[(n-1)*apart+octet-1], center[n-1]
	for _, row := range rows {
		_ = row[n-1]
	}
	// The assembly takes whole octets of columns. The loop below does the rest.
	whole := t.interleave(dst, apart, rows, center, scale)
	for r, row := range rows {
		for j := whole; j < n; j++ {
			dst[j*apart+r] = float32((row[j] - center[j]) * scale)
		}
	}
}
