package knn

import (
	"cmp"
	"math"
	"slices"
)

// Most rows that share a value with a row share a common one alone, such as the word "the", and are none of its
// nearest. Common columns have the longest lists, so columns are multiplied from the rarest on: after some of them, the
// product with a row y is at most
//
//	x·y ≤ (the sum so far) + |x'|·|y|,
//
// x' the rest of x (Cauchy-Schwarz). Once that is less than what k rows surely have, no row that has not been met
// can be among the nearest, and of those met some are left, whose whole products take less time than the long lists.
// The same idea serves all pairs above a given similarity in [bayardo2007].

// term is a value of the row at hand, with the length of its column's list.
type term struct {
	col    int32
	length int
	value  float64
}

// bounds are what the search by the rarest columns needs of all rows of p.
type bounds struct {
	lengths  []float64 // |y|, rounded up
	longest  float64   // the largest of them
	low      float64   // the least of norms[y].low
	perRow   int       // values of a row, in the mean
	positive bool      // all stored values are: a sum of products is 0 only where nothing was added
}

// newBounds takes the squared lengths from the norms of rows with up to so many terms.
func newBounds(p *Points, norms []sparseNorm, terms int) bounds {
	b := bounds{lengths: make([]float64, p.n), low: math.Inf(1), perRow: len(p.val)/max(p.n, 1) + 1}
	b.positive = positive(p.val)
	for j, h := range norms {
		// low + margin is half the square of the length.
		b.lengths[j] = math.Sqrt(2*(h.low+h.margin)) * roundedUp(terms)
		b.longest, b.low = max(b.longest, b.lengths[j]), min(b.low, h.low)
	}
	return b
}

func positive(values []float64) bool {
	return !slices.ContainsFunc(values, func(v float64) bool { return v <= 0 })
}

// roundedUp is a factor above the rounding of the length of a row of so many terms, and of a product of two lengths.
func roundedUp(terms int) float64 { return 1 + float64(terms+1<<12)*0x1p-52 }

// order lists the values of a row from the shortest list on, and the lengths of what is left from each on.
func (w *invertedWorker) order(cols []int32, row []float64) {
	w.terms, w.rest = w.terms[:0], append(w.rest[:0], 0)
	for e, c := range cols {
		if length := w.col[c+1] - w.col[c]; length > 0 {
			w.terms = append(w.terms, term{c, length, row[e]})
		}
	}
	slices.SortFunc(w.terms, func(a, b term) int {
		return cmp.Or(cmp.Compare(a.length, b.length), cmp.Compare(a.col, b.col))
	})
	// From the end on: |x'|² grows by a square a term.
	squares := 0.0
	for e := len(w.terms) - 1; e >= 0; e-- {
		// Rounded up, as no row may be left out that is near.
		squares += w.terms[e].value * w.terms[e].value
		w.rest = append(w.rest, math.Sqrt(squares)*roundedUp(len(w.terms)))
	}
	slices.Reverse(w.rest)
}

// byRarest finds the candidates of a row by its rarest columns. Sums are left 0.
func (w *invertedWorker) byRarest(cols []int32, row []float64, self, k int, margin float64) {
	w.order(cols, row)
	w.met, w.found = w.met[:0], w.found[:0]
	for e, c := range cols {
		w.x[c] = row[e]
	}
	limit, at := w.addRarest(self, k, margin)
	// With all columns done the sums are products, and rows that were not met have the product 0.
	if at == len(w.terms) && w.bounds.low <= limit {
		w.sift(self, k, margin)
	} else {
		w.tally += len(w.product)
		w.finish(self, k, margin, w.rest[at], limit)
	}
	for _, c := range cols {
		w.x[c] = 0
	}
}

const (
	// leastFall is how far the rest has to fall until another limit is worth its time, and leastLeft how many times as
	// long as a limit the lists left have to take.
	leastFall, leastLeft = 0.8, 4
	// tried is for how many rows the rarest columns are tried; sumsAndList is by what part it takes longer to add up
	// sums and list the rows met than to add up sums.
	tried, sumsAndList = 64, 0.5
)

// pays reports whether to begin with the rarest columns has paid so far, or has not been tried by enough rows.
func (w *invertedWorker) pays() bool {
	w.rows++
	return w.rows <= tried || w.tally > 0
}

// addRarest adds up sums until the columns left make no other row a candidate, and returns the limit that candidates
// must not exceed, and how many columns were taken. The tally is of the values that are not multiplied, less those
// that are looked at more often.
func (w *invertedWorker) addRarest(self, k int, margin float64) (limit float64, at int) {
	left := 0
	for _, t := range w.terms {
		left += t.length
	}
	limit, last := math.Inf(1), math.Inf(1)
	for e, t := range w.terms {
		rest, cost := w.rest[e], len(w.met)+k*w.bounds.perRow
		if len(w.met) > k && rest < leastFall*last && left > leastLeft*cost {
			limit, last = min(limit, w.limitOf(self, k, margin)), rest
			w.tally -= cost
		}
		// The rows left are multiplied one by one where that takes less time than the lists left.
		if w.bounds.low-rest*w.bounds.longest > limit {
			open := w.open(rest, limit) * w.bounds.perRow
			w.tally -= len(w.met)
			if open < left {
				w.tally += left - open - len(w.met)
				return limit, e
			}
		}
		w.add(t)
		left -= t.length
		w.tally -= int(sumsAndList * float64(t.length))
	}
	if len(w.met) > k {
		limit = min(limit, w.limitOf(self, k, margin))
		w.tally -= len(w.met)
	}
	return limit, len(w.terms)
}

// add adds the products with one column, and lists the rows that it meets first.
func (w *invertedWorker) add(t term) {
	rows, values := w.row[w.col[t.col]:w.col[t.col+1]], w.val[w.col[t.col]:w.col[t.col+1]]
	values = values[:len(rows)]
	product, met, count := w.product, w.met[:cap(w.met)], len(w.met)
	// A row is written behind the list, and counts if it is new: whether it is cannot be foreseen.
	for f, j := range rows {
		before := product[j]
		product[j] = before + t.value*values[f]
		met[count] = j
		fresh := 0
		if math.Float64bits(before) == 0 {
			fresh = 1
		}
		count += fresh
	}
	w.met = met[:count]
}

// limitOf returns what s must not exceed, from the k rows whose sums so far are the best.
func (w *invertedWorker) limitOf(self, k int, margin float64) float64 {
	// The k best so far, by insertion; their whole products are a bound, whatever those of the others are.
	w.found = w.found[:0]
	worst := math.Inf(1)
	for _, j := range w.met {
		s := w.norms[j].low - w.product[j]
		if s >= worst || int(j) == self {
			continue
		}
		if len(w.found) == k {
			w.found = w.found[:k-1]
		}
		w.found = append(w.found, candidate{j, s})
		for e := len(w.found) - 1; e > 0 && w.found[e].d2 < w.found[e-1].d2; e-- {
			w.found[e], w.found[e-1] = w.found[e-1], w.found[e]
		}
		if len(w.found) == k {
			worst = w.found[k-1].d2
		}
	}
	if len(w.found) < k {
		return math.Inf(1)
	}
	for e, c := range w.found {
		w.found[e].d2 = w.norms[c.row].low - w.whole(c.row)
	}
	return w.limit(k, margin)
}

// whole returns the product of the row at hand with row j.
func (w *invertedWorker) whole(j int32) float64 {
	sum := 0.0
	cols, row := w.own.row(int(j))
	for e, c := range cols {
		sum += row[e] * w.x[c]
	}
	return sum
}

// open counts the rows met that may still be among the nearest.
func (w *invertedWorker) open(rest, limit float64) int {
	open := 0
	for _, j := range w.met {
		if w.norms[j].low-w.product[j]-rest*w.bounds.lengths[j] <= limit {
			open++
		}
	}
	return open
}

// finish keeps the rows met that may be among the k nearest, by their whole products, and clears the sums.
func (w *invertedWorker) finish(self, k int, margin, rest, limit float64) {
	w.found = w.found[:0]
	room := 2*k + 32
	for _, j := range w.met {
		sum := w.product[j]
		w.product[j] = 0
		if w.norms[j].low-sum-rest*w.bounds.lengths[j] > limit || int(j) == self {
			continue
		}
		if rest > 0 {
			sum = w.whole(j)
		}
		if s := w.norms[j].low - sum; s <= limit {
			w.found = append(w.found, candidate{j, s})
			if len(w.found) >= room {
				limit = min(limit, w.shorten(k, margin))
				room = max(room, 2*len(w.found))
			}
		}
	}
	w.shorten(k, margin)
}
