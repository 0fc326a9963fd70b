package knn

// How long parts of a search take, in ns, as the bar sees it: with many columns products decide, with few what is done
// with each pair. Only their ratios matter, and they leave the results alone. Measured on one core with AVX-512, on
// tables of 70,000 to 300,000 rows and 40 to 1,024 columns.

// pairTime is that of a pair where blocks of rows meet.
func (f *frame) pairTime(d int) float64 {
	if f.codes {
		return 0.2 + 0.005*float64(d)
	}
	return 0.2 + 0.008*float64(d)
}

// listTime is that of a pair where the rows of a list meet those that probe it: they are gathered for each list.
func (f *frame) listTime(d int) float64 {
	if f.codes {
		return 2 + float64(d)/200
	}
	return 1 + float64(d)/64
}

// centerTime is that of a row and a centre, and sampleTime that of a row of the sample and another.
func (f *frame) centerTime(d int) float64 { return 0.8 * f.listTime(d) }
func (f *frame) sampleTime(d int) float64 { return 0.6 * f.listTime(d) }

// ownTime is that of two rows of one list: many of them are near, and are measured.
func ownTime(d int) float64 { return 31 + float64(d)/40 }

// rankTime is that of a row whose candidates are ranked.
func rankTime(d int) float64 { return 3000 + 2*float64(d) }

// mayProbe is how many rows of other lists a row is taken to meet before that is known.
const mayProbe = 5000

// workBefore is the work of a search with m lists, as it looks before.
func (c *ivf) workBefore(m int, bySteps bool) float64 {
	n, d := c.p.n, c.p.d
	// The centres that a row is multiplied with when it is put into a list, and when it looks for those to probe.
	assign, probe := m, m
	if bySteps {
		assign, probe = 2*cellCount(m), 2*nearLists
	}
	// The rounds that move the centres, the lists of all rows, and those that they probe.
	products := (trainRounds*min(n, m*trainRows)+n)*assign + n*probe
	sum := c.frame.centerTime(d)*float64(products) + c.frame.sampleTime(d)*float64(min(n, sampleRows)*n)
	return sum + float64(n)*(ownTime(d)*listRows/2+c.frame.listTime(d)*mayProbe+rankTime(d))
}

// rest returns the work of a search with these probes.
func (c *ivf) rest(v *probes) float64 {
	own := 0
	for l := range c.count() {
		n := len(c.list(l))
		own += n * (n - 1) / 2
	}
	d := c.p.d
	return ownTime(d)*float64(own) + c.frame.listTime(d)*float64(c.pairs(v)-own) + rankTime(d)*float64(c.p.n)
}
