package main

import (
	"encoding/csv"
	"fmt"
	"image/color"
	"math"
	"os"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
)

// save writes the table and both figures.
func save(rows []point) error {
	if err := writeTable(rows); err != nil {
		return err
	}
	other, err := read("sklearn_digits.csv")
	if err != nil {
		return err
	}
	var accuracy, proven, theirs plotter.XYs
	for _, r := range rows {
		accuracy = append(accuracy, plotter.XY{X: r.gamma, Y: r.accuracy})
		proven = append(proven, plotter.XY{X: r.gamma, Y: r.proven})
	}
	for _, r := range other {
		x, errX := strconv.ParseFloat(r[0], 64)
		y, errY := strconv.ParseFloat(r[1], 64)
		if errX != nil || errY != nil {
			return errX
		}
		theirs = append(theirs, plotter.XY{X: x, Y: y})
	}
	if err := figure("accuracy.svg", "accuracy", "propagate", accuracy, "scikit-learn 1.2.1", theirs); err != nil {
		return err
	}
	return figure("proven.svg", "share of labels proven", "propagate", proven)
}

func writeTable(rows []point) error {
	f, err := os.Create("digits_gamma.csv")
	if err != nil {
		return err
	}
	defer f.Close()
	w := csv.NewWriter(f)
	if err := w.Write([]string{"gamma", "accuracy", "proven"}); err != nil {
		return err
	}
	for _, r := range rows {
		record := []string{
			strconv.FormatFloat(r.gamma, 'g', 4, 64),
			strconv.FormatFloat(r.accuracy, 'f', 4, 64),
			strconv.FormatFloat(r.proven, 'f', 4, 64),
		}
		if err := w.Write(record); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// figure draws named curves against γ on a logarithmic axis.
func figure(file, axis string, curves ...any) error {
	p := plot.New()
	p.BackgroundColor = color.White
	p.X.Label.Text = "γ"
	p.X.Scale = plot.LogScale{}
	p.X.Tick.Marker = powers(-6, 6)
	p.Y.Label.Text = axis
	p.Y.Min, p.Y.Max = 0, 1.02
	p.Legend.XOffs, p.Legend.YOffs = -1*vg.Centimeter, 2.5*vg.Centimeter
	if err := plotutil.AddLinePoints(p, curves...); err != nil {
		return err
	}
	p.Add(plotter.NewGrid())
	return p.Save(16*vg.Centimeter, 9*vg.Centimeter, file)
}

// powers are ticks at the powers of ten, every second one named.
func powers(from, to int) plot.ConstantTicks {
	var ticks plot.ConstantTicks
	for e := from; e <= to; e++ {
		t := plot.Tick{Value: math.Pow10(e)}
		if e%2 == 0 {
			t.Label = fmt.Sprintf("1e%d", e)
		}
		ticks = append(ticks, t)
	}
	return ticks
}
