package features

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

const (
	// numberBins is into how many parts of equal size numbers are divided, and mostBins how many
	// categories are told apart: the most frequent ones, and all others together.
	numberBins, mostBins = 5, 12

	// mostCounted is how many pairs of columns times rows are counted.
	mostCounted, leastCounted = 2e8, 200

	// slight is a dependence that is no evidence of structure, whatever the number of rows.
	slight = 0.1

	// idleShare is the share of the variance of columns of one unit from which on those without
	// structure are worth weights.
	idleShare = 0.1
)

// Weights returns how much each column should count in distances between rows, by how much it
// depends on the others. Columns that tell classes apart depend on each other through the classes,
// and noise depends on nothing. No label is looked at, so that what is said of a label left out stays
// honest. With V² the square of Cramér's V less its bias [bergsma2013],
//
//	sⱼ = max(0, Σᵢ Vᵢⱼ²),   wⱼ = √((sⱼ + a)/(s̄ + a)),   a = 0.1 + 2σ,
//
// s̄ is the mean of all s, and σ the standard deviation of s for d columns of noise. Numbers are
// divided at their quintiles, so that dependence need not be linear; rows in which a value is missing
// do not count. Where all columns are independent, as those of a designed experiment are, they count
// alike; so do columns of more than 500, which are not compared: then it is nil. The order of the rows
// makes no difference. Cost: O(d²·n), of 2,000 rows at most, and O(n·(d + log(n))).
func Weights(columns []Column) []float64 {
	s, chance := structure(columns)
	if s == nil {
		return nil
	}
	return rootShares(s, chance)
}

// rootShares returns the w of [Weights] for s and 2σ, in the memory of s.
func rootShares(s []float64, chance float64) []float64 {
	// Shrunk towards equal weights by what may be chance.
	mean, a := floats.Sum(s)/float64(len(s)), slight+chance
	for j := range s {
		s[j] = math.Sqrt((s[j] + a) / (mean + a))
	}
	return s
}

// Structure returns the weights of [Weights] for the columns that the encoder was fitted on, or nil
// where it has no use for them: columns of one unit count by their widths, as pixels do, unless a
// tenth of the variance is in columns of no structure.
func (e *Encoder) Structure(columns []Column) []float64 {
	if !e.Alike {
		return Weights(columns)
	}
	// How much of the variance is in columns whose dependence may be chance.
	s, chance := structure(columns)
	idle, all := 0.0, 0.0
	for j := range s {
		variance := e.Scales[j].variance()
		if s[j] < chance {
			idle += variance
		}
		all += variance
	}
	// Pixels at the rim of images depend on nothing, and hardly vary.
	if idle <= idleShare*all {
		return nil
	}
	return rootShares(s, chance)
}

// variance is that of the features of a column.
func (s *Scale) variance() float64 {
	switch {
	case s.Categories > 0:
		return 1
	case s.Width > 0:
		return s.Deviation / s.Width * (s.Deviation / s.Width)
	}
	return 0
}

// structure returns the s and the 2σ of [Weights], nil for columns that are not compared.
func structure(columns []Column) (s []float64, chance float64) {
	d := len(columns)
	if d < 2 || d > mostCompared {
		return nil, 0
	}
	// Fewer rows where there are many pairs of columns.
	rows := sampledRows(columns)
	rows = rows[:min(len(rows), max(leastCounted, int(mostCounted/float64(d*d))))]
	all := make([]binned, d)
	for j := range columns {
		all[j] = binsOf(&columns[j], rows)
	}
	s, deviation := dependence(all, float64(len(rows)))
	// Less dependence than chance has is none.
	for j := range s {
		s[j] = max(0, s[j])
	}
	return s, 2 * deviation
}

// dependence returns Σᵢ Vᵢⱼ² of each column, and the standard deviation of that for noise, the
// mean over the columns.
func dependence(all []binned, n float64) (s []float64, deviation float64) {
	d, noise := len(all), 0.0
	s = make([]float64, d)
	for j := range d {
		for i := range j {
			// Each pair counts for both of its columns.
			v, variance := association(&all[i], &all[j], n)
			s[i] += v
			s[j] += v
			noise += 2 * variance
		}
	}
	return s, math.Sqrt(noise / float64(d))
}

// association returns the square of Cramér's V less its mean for independent columns, which makes
// it negative at times, and its variance for those,
//
//	(χ² - f)/(n·m),   2f/(n·m)²,
//
// f the degrees of freedom, m the smaller number of parts less 1, n all rows, and χ² that of the rows
// in which no value is missing.
func association(a, b *binned, n float64) (v, variance float64) {
	var table [mostBins][mostBins]float64
	var inA, inB [mostBins]float64
	for r, k := range a.of {
		if l := b.of[r]; k < mostBins && l < mostBins {
			table[k][l]++
		}
	}
	// The sums of rows and columns of the table, and of all of it.
	present := 0.0
	for k := range table {
		for l, count := range table[k] {
			inA[k] += count
			inB[l] += count
			present += count
		}
	}
	rows, columns := nonZero(&inA), nonZero(&inB)
	if rows < 2 || columns < 2 {
		return 0, 0
	}
	// χ²/n = Σ nₖₗ²/(nₖ·nₗ) - 1
	squares := 0.0
	for k := range table {
		for l, count := range table[k] {
			if count > 0 {
				squares += count / inA[k] * (count / inB[l])
			}
		}
	}
	// Independent columns have χ² = f in the mean, with the variance 2f.
	freedom := float64((rows - 1) * (columns - 1))
	least := n * float64(min(rows, columns)-1)
	return (present*(squares-1) - freedom) / least, 2 * freedom / (least * least)
}

func nonZero(counts *[mostBins]float64) int {
	used := 0
	for _, n := range counts {
		if n > 0 {
			used++
		}
	}
	return used
}

// binned is the part of each row, mostBins where the value is missing.
type binned struct{ of []uint8 }

// binsOf divides the rows of a column.
func binsOf(c *Column, rows []int) binned {
	b := binned{make([]uint8, len(rows))}
	// Codes of categories have no order, so quantiles would mean nothing.
	part := numberParts(c, rows)
	if c.Categories > 0 {
		part = categoryParts(c, rows)
	}
	for r, i := range rows {
		b.of[r] = mostBins
		if v := c.At(i); c.has(v) {
			b.of[r] = part(v)
		}
	}
	return b
}

// numberParts divides numbers at their quantiles, of which equal ones are one.
func numberParts(c *Column, rows []int) func(v float64) uint8 {
	var sorted []float64
	for _, i := range rows {
		if v := c.At(i); v == v {
			sorted = append(sorted, v)
		}
	}
	// The ends of the parts, by rank.
	slices.Sort(sorted)
	var ends []float64
	for k := 1; k < numberBins && len(sorted) > 0; k++ {
		// A part begins with its end, so that one at the least value would be empty below.
		if end := sorted[k*len(sorted)/numberBins]; end > sorted[0] {
			ends = append(ends, end)
		}
	}
	ends = slices.Compact(ends)
	return func(v float64) uint8 {
		part := 0
		for part < len(ends) && v >= ends[part] {
			part++
		}
		return uint8(part)
	}
}

// categoryParts takes the most frequent categories as parts, and all others together as one.
func categoryParts(c *Column, rows []int) func(v float64) uint8 {
	count, order := make([]int, c.Categories), make([]int, c.Categories)
	for k := range order {
		order[k] = k
	}
	for _, i := range rows {
		if v := c.At(i); c.has(v) {
			count[int(v)]++
		}
	}
	// By frequency; of equally frequent ones the first in the order of the codes.
	slices.SortStableFunc(order, func(a, b int) int { return count[b] - count[a] })
	part := make([]uint8, c.Categories)
	for rank, k := range order {
		part[k] = uint8(min(rank, mostBins-1))
	}
	return func(v float64) uint8 { return part[int(v)] }
}
