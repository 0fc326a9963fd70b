package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/table"
)

const longInspect = `propagate inspect shows what propagate sees in a table, a line for each column:
what it is used as with these flags (label, truth, id, feature, or -), its type
(number, row number, category: few different texts, text, or empty), how many of
its cells are filled, how many different values they have, the least and the
greatest number, and the first value.`

const examplesInspect = `  propagate inspect rows.csv
  propagate inspect --categorical kind --id name rows.csv
  propagate inspect --format jsonl rows.csv`

func newInspect(std streams) *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:     "inspect [flags] data.csv...",
		Short:   "show the columns of a table, and what they are used as",
		Long:    longInspect,
		Example: examplesInspect,
		Args:    someFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			s.command, s.paths, s.tolerant = cmd.Name(), args, true
			p, err := s.plan(cmd.Flags())
			if err != nil {
				return err
			}
			return p.inspect(std)
		},
	}
	addStages(cmd, []stage{{"The table", "table", s.tableFlags()}, {"The run", "run", s.inspectFlags()}},
		"label", "features", "categorical", "id", "truth", "delimiter", "comment", "output", "format", "help")
	s.useDefaults()
	return cmd
}

func (s *settings) inspectFlags() *pflag.FlagSet {
	f := newFlagSet()
	s.outputFlags(f)
	f.BoolP("help", "h", false, "print this help")
	return f
}

// useDefaults gives the flags that a command has not their defaults.
func (s *settings) useDefaults() {
	s.graphFlags()
	s.kernelFlags()
	s.methodFlags()
}

func (p *plan) inspect(std streams) error {
	t, err := p.read(std.in)
	if err != nil {
		return err
	}
	defer t.Close()
	c, err := p.findColumns(t)
	if err != nil {
		return err
	}
	rows, err := p.describeAll(t, c)
	if err != nil {
		return err
	}
	counted, err := p.rowNumbers(t, c)
	if err != nil {
		return err
	}
	for _, j := range counted {
		rows[j][1], rows[j][2] = "-", "row number"
	}
	return p.write(std.out, func(w io.Writer) error {
		return table.WriteRows(w, p.as, []string{"column", "role", "type", "filled", "different", "least", "greatest", "first"}, rows)
	})
}

// inspectedCells is how many cells are read at a time.
const inspectedCells = 1 << 22

// describeAll describes the columns, as many at a time as memory has room for.
func (p *plan) describeAll(t *table.Table, c *columns) ([][]string, error) {
	var rows [][]string
	_, numbers := t.Count()
	for len(rows) < len(t.Header) {
		var some []int
		for j := len(rows); j < len(t.Header) && (some == nil || len(some)*t.Len() < inspectedCells); j++ {
			some = append(some, j)
		}
		cells, err := t.StringsOf(some)
		if err != nil {
			return nil, err
		}
		for k, j := range some {
			rows = append(rows, append([]string{t.Header[j], c.role(j)}, p.describe(cells[k], numbers[j])...))
		}
	}
	return rows, nil
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

// mostDifferent is how many different values are counted.
const mostDifferent = 1_000_000

// describe returns type, filled, different, least, greatest and first of a column.
func (p *plan) describe(cells []string, numbers int) []string {
	filled, first := 0, ""
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" {
			if filled++; filled == 1 {
				first = cell
			}
		}
	}
	different := countValues(cells, mostDifferent)
	kind, least, greatest := "text", "", ""
	switch {
	case filled == 0:
		kind = "empty"
	case 2*numbers >= filled:
		kind = "number"
		least, greatest = p.extremes(cells)
	case different <= p.mostCategories:
		kind = "category"
	}
	count := strconv.Itoa(different)
	if different > mostDifferent {
		count = fmt.Sprintf(">%d", mostDifferent)
	}
	return []string{kind, strconv.Itoa(filled), count, least, greatest, short(first)}
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

// short cuts a text.
func short(text string) string {
	const most = 30
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "..."
	}
	return text
}
