// Command figures draws the figures of docs/numerics.md. Run it in this folder:
//
//	go run .
//
// It reads testdata/digits.csv and sklearn_digits.csv (see sklearn_digits.py) and
// writes digits_gamma.csv, accuracy.svg and proven.svg.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"log"
	"math"
	"os"
	"slices"
	"strconv"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

const draws, given = 5, 90

func main() {
	x, y, err := digits()
	if err != nil {
		log.Fatal(err)
	}
	near, err := graph.Complete(context.Background(), x, nil)
	if err != nil {
		log.Fatal(err)
	}
	var rows []point
	for e := -6.0; e <= 6; e += 0.5 {
		p, err := measure(near, y, math.Pow(10, e))
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("γ = %-8.3g accuracy %.4f, proven %.4f\n", p.gamma, p.accuracy, p.proven)
		rows = append(rows, p)
	}
	if err := save(rows); err != nil {
		log.Fatal(err)
	}
}

// point is the mean over the draws at one γ.
type point struct{ gamma, accuracy, proven float64 }

func measure(near *graph.Neighbors, y []int, gamma float64) (point, error) {
	p := point{gamma: gamma}
	g, err := near.Weigh(kernel.RBF{Gamma: gamma})
	if err != nil {
		return p, err
	}
	for seed := range draws {
		seeds := drawLabels(y, seed)
		labels, err := labelprop.Classes(seeds, 0)
		if err != nil {
			return p, err
		}
		r, err := labelprop.Solve(context.Background(), g, labels, labelprop.Harmonic{}, nil)
		if err != nil {
			return p, err
		}
		right, proven, rows := 0.0, 0.0, 0.0
		for i, k := range r.Labels {
			if seeds[i] >= 0 {
				continue
			}
			rows++
			if k == y[i] {
				right++
			}
			if r.Proven[i] {
				proven++
			}
		}
		p.accuracy += right / rows / draws
		p.proven += proven / rows / draws
	}
	return p, nil
}

// drawLabels gives the labels of the rows whose SHA-256 of "seed/row" is smallest.
func drawLabels(y []int, seed int) []int {
	hash := make([][32]byte, len(y))
	order := make([]int, len(y))
	for i := range y {
		hash[i] = sha256.Sum256(fmt.Appendf(nil, "%d/%d", seed, i))
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return bytes.Compare(hash[a][:], hash[b][:]) })
	seeds := make([]int, len(y))
	for i := range seeds {
		seeds[i] = labelprop.Unlabeled
	}
	for _, i := range order[:given] {
		seeds[i] = y[i]
	}
	return seeds
}

// digits reads the 64 pixels and the true digit of each row.
func digits() (*mat.Dense, []int, error) {
	records, err := read("../../testdata/digits.csv")
	if err != nil {
		return nil, nil, err
	}
	x, y := mat.NewDense(len(records), 64, nil), make([]int, len(records))
	for i, r := range records {
		for j := range 64 {
			v, err := strconv.ParseFloat(r[j], 64)
			if err != nil {
				return nil, nil, err
			}
			x.Set(i, j, v)
		}
		if y[i], err = strconv.Atoi(r[65]); err != nil {
			return nil, nil, err
		}
	}
	return x, y, nil
}

// read returns the records of a CSV file without its header.
func read(path string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	return records[1:], nil
}
