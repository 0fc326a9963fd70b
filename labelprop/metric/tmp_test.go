package metric_test
import ("testing";"time";"fmt";"slices";"math";"cmp")
type pr struct { s, w float64 }
func key(x float64) uint64 { b := math.Float64bits(x+0); return b ^ (uint64(int64(b)>>63) | 1<<63) }
func radix(a, b []uint64) []uint64 {
	var counts [8][256]int
	for _, x := range a { for d := range 8 { counts[d][byte(x>>(8*d))]++ } }
	for d := range 8 {
		c := &counts[d]
		if c[byte(a[0]>>(8*d))] == len(a) { continue }
		s := 0
		for i, n := range c { c[i] = s; s += n }
		for _, x := range a { k := byte(x>>(8*d)); b[c[k]] = x; c[k]++ }
		a, b = b, a
	}
	return a
}
func TestAuc(t *testing.T) {
	truth, scores := benchScores()
	fs := []struct{n string; f func() float64}{
		{"sort", func() float64 { c := slices.Clone(scores); slices.Sort(c); return c[0]}},
		{"split", func() float64 { 
			var c, d []float64
			for i, y := range truth { if y == 1 { c = append(c, scores[i]) } else { d = append(d, scores[i]) } }
			slices.Sort(c); slices.Sort(d); return c[0]+d[0]}},
		{"uint", func() float64 { c := make([]uint64, len(scores)); for i, s := range scores { c[i] = key(s) }; slices.Sort(c); return float64(c[0])}},
		{"radix", func() float64 { c := make([]uint64, len(scores)); for i, s := range scores { c[i] = key(s) }; c = radix(c, make([]uint64,len(c))); return float64(c[0])}},
		{"pairs", func() float64 { c := make([]pr, len(scores)); for i, s := range scores { c[i] = pr{s,1} }; slices.SortFunc(c, func(a, b pr) int { if a.s < b.s {return -1}; if a.s > b.s {return 1}; return 0 }); return c[0].s}},
		{"pairscmp", func() float64 { c := make([]pr, len(scores)); for i, s := range scores { c[i] = pr{s,1} }; slices.SortFunc(c, func(a, b pr) int { return cmp.Compare(a.s, b.s) }); return c[0].s}},
	}
	min := make([]time.Duration, len(fs))
	for range 10 { for i, f := range fs { s := time.Now(); sink += f.f(); d := time.Since(s); if min[i]==0||d<min[i] {min[i]=d} } }
	for i, f := range fs { fmt.Println(f.n, min[i]) }
}
