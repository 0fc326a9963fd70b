package cli

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
)

// profile is what there is to say of a column.
type profile struct {
	role, kind        string
	filled, different int
	least, greatest   string // of numbers
	first             string
	counted           bool // whether its numbers count the rows
}

func (f *profile) row(name string) []string {
	count := strconv.Itoa(f.different)
	if f.different > mostDifferent {
		count = fmt.Sprintf(">%d", mostDifferent)
	}
	return []string{name, f.role, f.kind, strconv.Itoa(f.filled), count, f.least, f.greatest, short(f.first)}
}

// profiles describes all columns: those of nothing but numbers by their values, at once, and
// the others by their texts.
func (p *plan) profiles(t *table.Table, c *columns) ([]profile, error) {
	all := make([]profile, len(t.Header))
	filled, numbers := t.Count()
	var whole, others []int
	for j := range all {
		all[j] = profile{role: c.role(j), filled: filled[j]}
		if named := all[j].role != "feature" && all[j].role != "-"; named || numbers[j] == 0 || numbers[j] < filled[j] {
			others = append(others, j)
		} else {
			whole = append(whole, j)
		}
	}
	rest, err := p.profileNumbers(t, whole, all)
	if err != nil {
		return nil, err
	}
	others = append(others, rest...)
	if err := p.profileTexts(t, others, numbers, all); err != nil {
		return nil, err
	}
	p.markRowNumbers(c, all)
	return all, nil
}

// exactWhole is the magnitude up to which float64 holds all whole numbers.
const exactWhole = 1 << 53

// profileNumbers describes columns of numbers. It returns those that it does not, since some
// number is infinite or too long for float64 to tell from others.
func (p *plan) profileNumbers(t *table.Table, cols []int, all []profile) ([]int, error) {
	if len(cols) == 0 {
		return nil, nil
	}
	ranges, err := t.Ranges(cols)
	if err != nil {
		return nil, err
	}
	first, err := t.First()
	if err != nil {
		return nil, err
	}
	var rest []int
	for k, j := range cols {
		f, r := &all[j], ranges[k]
		if r.Count < f.filled || max(-r.Least, r.Greatest) >= exactWhole {
			rest = append(rest, j)
			continue
		}
		f.kind, f.different, f.least, f.greatest = "number", r.Different, p.written(r.Least), p.written(r.Greatest)
		f.counted = r.Rising && t.Len() >= fewestCounted
		if f.first = first[j]; f.first == "" {
			f.first = f.least
		}
	}
	return rest, nil
}

// written is a number as the table writes it.
func (p *plan) written(v float64) string {
	format := byte('f')
	if size := math.Abs(v); size != 0 && size < 1e-6 || size >= 1e21 {
		format = 'g'
	}
	text := strconv.FormatFloat(v, format, -1, 64)
	if p.decimal == "comma" {
		return strings.Replace(text, ".", ",", 1)
	}
	return text
}

// profiledCells is how many cells are read at a time.
const profiledCells = 1 << 22

// profileTexts describes columns of any kind, as many at a time as memory has room for.
func (p *plan) profileTexts(t *table.Table, cols []int, numbers []int, all []profile) error {
	for len(cols) > 0 {
		some := cols[:min(len(cols), max(1, profiledCells/t.Len()))]
		cols = cols[len(some):]
		cells, err := t.StringsOf(some)
		if err != nil {
			return err
		}
		for k, j := range some {
			p.profileCells(&all[j], cells[k], numbers[j])
		}
	}
	return nil
}

// mostDifferent is how many different texts are counted.
const mostDifferent = 1_000_000

func (p *plan) profileCells(f *profile, cells []string, numbers int) {
	for _, cell := range cells {
		if f.first = strings.TrimSpace(cell); f.first != "" {
			break
		}
	}
	f.different = countValues(cells, mostDifferent)
	switch {
	case f.filled == 0:
		f.kind = "empty"
	case 2*numbers >= f.filled:
		f.kind = "number"
		f.least, f.greatest = p.extremes(cells)
		f.counted = counts(len(cells), func(i int) float64 {
			v, err := strconv.ParseFloat(strings.TrimSpace(cells[i]), 64)
			if err != nil {
				return math.NaN()
			}
			return v
		})
	case f.different <= p.mostCategories:
		f.kind = "category"
	default:
		f.kind = "text"
	}
}

// extremes returns the least and the greatest number of some cells.
func (p *plan) extremes(cells []string) (least, greatest string) {
	low, high := 0.0, 0.0
	for _, cell := range cells {
		number := strings.TrimSpace(cell)
		if p.decimal == "comma" {
			number = strings.Replace(number, ",", ".", 1)
		}
		v, err := strconv.ParseFloat(number, 64)
		if err != nil || v != v {
			continue
		}
		if least == "" || v < low {
			low, least = v, strings.TrimSpace(cell)
		}
		if greatest == "" || v > high {
			high, greatest = v, strings.TrimSpace(cell)
		}
	}
	return least, greatest
}

// markRowNumbers says which features a run leaves out since they count the rows.
func (p *plan) markRowNumbers(c *columns, all []profile) {
	counted := 0
	for _, j := range c.features {
		if all[j].counted {
			counted++
		}
	}
	if len(p.settings.features) > 0 || counted == len(c.features) {
		return
	}
	for _, j := range c.features {
		if all[j].counted {
			all[j].role, all[j].kind = "-", "row number"
		}
	}
}

// role says what a column is used as.
func (c *columns) role(j int) string {
	for role, of := range map[string]int{"label": c.label, "truth": c.truth, "id": c.id, "weight": c.weight} {
		if of == j {
			return role
		}
	}
	for role, of := range map[string][]int{"feature": append(c.features[:len(c.features):len(c.features)], c.categorical...), "base": c.base} {
		for _, k := range of {
			if k == j {
				return role
			}
		}
	}
	return "-"
}

// short cuts a text.
func short(text string) string {
	const most = 30
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "..."
	}
	return text
}
