package knn

import (
	"context"
	"errors"

	"github.com/propagate-go/propagate/distributed/internal/encode"
)

// deal sends each row of a block as a member to the cell whose centre is closest, and as a query to the closest few.
type deal struct{ Search Search }

func (f *deal) ProcessElement(ctx context.Context, number int64, emit func(int64, []byte)) error {
	// All centres and the own rows are in memory.
	centres, err := f.Search.centres(ctx)
	if err != nil {
		return err
	}
	own, err := readRows(ctx, f.Search.Folder.Rows(int(number)))
	if err != nil {
		return err
	}
	if own.width() != centres.width() {
		return errors.New("rows have different numbers of features")
	}
	// Members first, then queries, by cell.
	members, queries := map[int]*rows{}, map[int]*rows{}
	for i, row := range own.Number {
		// A row is found only in the cell where it is a member: the closest.
		cells := closest(own.at(i), centres, f.Search.Probe)
		addTo(members, cells[0], row, own.at(i))
		for _, c := range cells {
			addTo(queries, c, row, own.at(i))
		}
	}
	for c, q := range queries {
		// A row asks a cell of which it may be no member.
		m := members[c]
		if m == nil {
			m = &rows{}
		}
		emit(int64(c), q.append(m.append(nil)))
	}
	return nil
}

// nothing is what the rows of a block have found before any cell was looked in.
func nothing(number int64) (int64, []byte) { return number, (&found{}).encode() }

func addTo(all map[int]*rows, cell int, row uint32, x []float64) {
	if all[cell] == nil {
		all[cell] = &rows{}
	}
	all[cell].add(row, x)
}

// centres returns the centres of the cells.
func (o Search) centres(ctx context.Context) (*rows, error) {
	// Centres are by block, and numbered by their rows.
	var parts []*rows
	for b := range o.Ranges.Count() {
		part, err := readRows(ctx, o.Folder.Centres(b))
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return joined(parts), nil
}

// cell finds the nearest members of a cell for the rows that ask it.
type cell struct{ Search Search }

func (f *cell) ProcessElement(
	_ context.Context, _ int64, iter func(*[]byte) bool, emit func(int64, []byte),
) error {
	// Members and queries of the cell from all blocks.
	var members, queries []*rows
	var data []byte
	for iter(&data) {
		in := &encode.Reader{Data: data}
		members, queries = append(members, takeRows(in)), append(queries, takeRows(in))
		if err := in.End(); err != nil {
			return err
		}
	}
	all, err := search(joined(queries), joined(members), f.Search.K)
	if err != nil {
		return err
	}
	// What was found goes to the block of the row that asked.
	for to, part := range all.split(f.Search.Ranges.Of) {
		emit(int64(to), part.encode())
	}
	return nil
}
