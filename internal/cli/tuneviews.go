package cli

import (
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/console"
	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/kernel"
)

// tuneData is a table as tune reads it: by its numbers, as one method takes it, and as a pool does.
type tuneData struct {
	plain  *dataset.Data // nil: only a pool can read the table, or is asked for
	pooled *dataset.Data // nil: no pool is tried
}

// any is one of the two, for what they have in common.
func (d *tuneData) any() *dataset.Data {
	if d.plain != nil {
		return d.plain
	}
	return d.pooled
}

// poolable reports whether a pool is tried: it was named, or nothing was and no flag is about one method.
func (v *tuneFlags) poolable() bool {
	if v.pool {
		return true
	}
	// The opinions of a pool leave out label by label, and not group by group.
	if v.set.Changed("group") {
		return false
	}
	return v.names == nil && v.saysNothingOfGraphs()
}

// saysNothingOfGraphs reports whether no flag was given that does not go with a pool.
func (v *tuneFlags) saysNothingOfGraphs() bool {
	return !slices.ContainsFunc(poolFlags, v.set.Changed)
}

// open reads the table in both ways.
func (v *tuneFlags) open(s *session) (*tuneData, error) {
	if err := s.config.readGraphFiles(); err != nil {
		return nil, err
	}
	t, err := openFiles(s.config.input.paths, s.config.input.reading, s.std.in, s.console.Reading)
	if err != nil {
		return nil, err
	}
	s.console.Stage(console.StagePrepare)
	d, err := v.readBoth(t, s.config.data)
	if err != nil {
		t.Close()
	}
	return d, err
}

// readBoth reads the table as one method takes it and as a pool does, as far as each is asked for.
func (v *tuneFlags) readBoth(t *table.Table, o dataset.Options) (d *tuneData, err error) {
	d = &tuneData{}
	if v.poolable() && t.Sparse() == nil {
		o := o
		o.Mixed = true
		if d.pooled, err = dataset.Read(t, o); err != nil && v.pool {
			return nil, err
		}
		// Words of texts are read in the same way by one method, and where no column varies there is nothing to pool.
		if err == nil && d.pooled.Mixed == nil {
			switch {
			case d.pooled.WordsAlone():
				d.plain = d.pooled
				return d, nil
			case !v.pool:
				d.pooled = nil
			}
		}
	}
	// A pool alone was named.
	if v.pool && v.names == nil {
		return d, nil
	}
	if d.plain, err = dataset.Read(t, o); err != nil && d.pooled != nil {
		// A table of texts alone: one method would have to be told of them.
		d.plain, err = nil, nil
	}
	return d, err
}

// The numbers of rows up to which other scales are tried for a pool, and other scales and distances for one method:
// each takes a search.
const (
	mostRowsScaled   = 4000
	mostRowsSearched = 10000
)

// views are the candidates that need another reading or another search.
func (v *tuneFlags) views(c *config, d *tuneData) ([]pipeline.View, error) {
	all, err := v.poolViews(c, d)
	if err != nil || d.plain == nil || v.names != nil || !v.poolable() || !d.plain.IsDense() {
		return all, err
	}
	more, err := v.plainViews(c, d)
	return append(all, more...), err
}

// poolByDefault reports whether a run without these flags pools opinions.
func (v *tuneFlags) poolByDefault() bool { return v.names == nil && !v.pool && v.saysNothingOfGraphs() }

// scaled are the scales that are tried where none was named.
var scaled = []string{"none", "standard", "robust"}

// poolViews are pools of the columns on several scales.
func (v *tuneFlags) poolViews(c *config, d *tuneData) ([]pipeline.View, error) {
	if d.pooled == nil {
		return nil, nil
	}
	// First the pool of a run without flags, which the others compete with.
	run := c.first()
	run.Method = pipeline.Method{Pool: true}
	all := []pipeline.View{{Flags: "--method pool", Data: d.pooled, Config: run, Default: v.poolByDefault()}}
	if d.pooled.WordsAlone() || v.set.Changed("scale") || d.pooled.Table.Len() > mostRowsScaled {
		return all, nil
	}
	for _, name := range scaled {
		o := c.data
		o.Mixed = true
		data, err := readScaled(d.pooled.Table, o, name)
		if err != nil {
			return nil, err
		}
		all = append(all, pipeline.View{Flags: "--scale " + name + " --method pool", Data: data, Config: run})
	}
	return all, nil
}

// readScaled reads a table again, on another scale.
func readScaled(t *table.Table, o dataset.Options, scale string) (*dataset.Data, error) {
	var err error
	if o.Scale, err = choose("--scale", scale, scales); err != nil {
		return nil, err
	}
	return dataset.Read(t, o)
}

// plainViews are the harmonic answers by other scales, distances and columns.
func (v *tuneFlags) plainViews(c *config, d *tuneData) ([]pipeline.View, error) {
	if d.plain.Table.Len() > mostRowsSearched || v.set.Changed("scale") {
		return nil, nil
	}
	// Without and with columns of texts, if there are any.
	categories := v.categories(d, c.data.MaxCategories)
	var all []pipeline.View
	for _, columns := range slices.Compact([]string{"", categories}) {
		o, flags := c.data, ""
		if columns != "" {
			o.Columns.Categorical, flags = strings.Split(columns, ","), "--categorical "+columns
		}
		for _, scale := range scaled[:2] {
			data, err := readScaled(d.plain.Table, o, scale)
			if err != nil {
				return nil, err
			}
			all = append(all, plainView(c, data, flags+" --scale "+scale)...)
		}
	}
	return all, nil
}

// plainView are two distances of the rows on one scale.
func plainView(c *config, data *dataset.Data, flags string) []pipeline.View {
	// Squares of differences count one large one most, sums count all alike.
	var all []pipeline.View
	for _, metric := range []enum[kernel.Metric]{metrics[0], metrics[2]} {
		run := c.first()
		run.Graph.Metric = metric.value
		all = append(all, pipeline.View{Flags: strings.Join(strings.Fields(flags+" --metric "+metric.name+
			" --kernel shared --method harmonic"), " "), Data: data, Config: run})
	}
	return all
}

// categories names the columns of texts that a pool takes for categories, which one method has to be told of. None
// where a name has a blank or a comma, which the file of --save-config could not hold.
func (v *tuneFlags) categories(d *tuneData, limit int) string {
	if d.pooled == nil || d.pooled.Mixed == nil || v.set.Changed("categorical") || v.set.Changed("features") {
		return ""
	}
	var names []string
	for _, column := range d.pooled.Mixed.Columns {
		// Numbers, and texts of too many values, are none.
		if column.Categories == 0 || column.Categories > limit {
			continue
		}
		if strings.ContainsAny(column.Name, ", \t") {
			return ""
		}
		names = append(names, column.Name)
	}
	return strings.Join(names, ",")
}
