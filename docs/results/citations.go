package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
)

// citations prints the accuracy on the test nodes of a Planetoid split.
func citations(o options) error {
	topics, split, err := readNodes(o.nodes)
	if err != nil {
		return err
	}
	edges, err := readEdges(o.edges)
	if err != nil {
		return err
	}
	g, err := graph.FromEdges(len(topics), edges)
	if err != nil {
		return err
	}
	seeds := make([]int, len(topics))
	for i := range seeds {
		if seeds[i] = labelprop.Unlabeled; split[i] == "train" {
			seeds[i] = topics[i]
		}
	}
	labels, err := labelprop.Classes(seeds, 0)
	if err != nil {
		return err
	}
	plain, err := solved(g, labels, labelprop.Harmonic{})
	if err != nil {
		return err
	}
	mass, err := plain.ClassMassNormalized(nil)
	if err != nil {
		return err
	}
	fmt.Println("| | unreached count as wrong | only those reached | unreached get the first class " +
		"| ... the most frequent prediction | ... a guess by the shares of the labels |\n|---|---|---|---|---|---|")
	printOnTest("harmonic", plain.Labels, topics, split)
	printOnTest("with class mass", mass.Labels, topics, split)
	return nil
}

// printOnTest prints the shares of right labels of the test nodes: those that no label
// reaches count as wrong, or are left out, or get the class 0, or the most frequent
// predicted class, or each class in proportion to its labels.
func printOnTest(name string, labels, topics []int, split []string) {
	right, tested, reached, expected := 0.0, 0.0, 0.0, 0.0
	shares := sharesOf(topics, split)
	for i, k := range labels {
		if split[i] != "test" {
			continue
		}
		tested++
		switch {
		case k == labelprop.Unlabeled:
			expected += shares[topics[i]]
		case k == topics[i]:
			right++
			fallthrough
		default:
			reached++
		}
	}
	first, most := rightWith(0, labels, topics, split), rightWith(mostFrequent(labels), labels, topics, split)
	fmt.Printf("| %s | %.3f | %.3f | %.3f | %.3f | %.3f |\n", name,
		right/tested, right/reached, first/tested, most/tested, (right+expected)/tested)
}

// sharesOf returns the share of each class among the training nodes.
func sharesOf(topics []int, split []string) map[int]float64 {
	shares, trained := map[int]float64{}, 0.0
	for i, k := range topics {
		if split[i] == "train" {
			shares[k]++
			trained++
		}
	}
	for k := range shares {
		shares[k] /= trained
	}
	return shares
}

// rightWith counts the test nodes that are right where those without a label get class k.
func rightWith(k int, labels, topics []int, split []string) float64 {
	right := 0.0
	for i, topic := range topics {
		if split[i] == "test" && (labels[i] == topic || labels[i] == labelprop.Unlabeled && k == topic) {
			right++
		}
	}
	return right
}

// mostFrequent returns the class that most nodes have, the first of several.
func mostFrequent(labels []int) int {
	count := map[int]int{}
	for _, k := range labels {
		if k != labelprop.Unlabeled {
			count[k]++
		}
	}
	most := 0
	for k, n := range count {
		if n > count[most] || n == count[most] && k < most {
			most = k
		}
	}
	return most
}

// readNodes returns the label and the split of each node.
func readNodes(path string) (labels []int, split []string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.Comma = '\t'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, nil, err
	}
	for _, row := range rows[1:] {
		k, err := strconv.Atoi(row[1])
		if err != nil {
			return nil, nil, err
		}
		labels, split = append(labels, k), append(split, row[2])
	}
	return labels, split, nil
}

// readEdges gives every pair the weight 1, once.
func readEdges(path string) ([]graph.Edge, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	var edges []graph.Edge
	for lines := bufio.NewScanner(text); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 {
			return nil, fmt.Errorf("%s: %q is not an edge", path, lines.Text())
		}
		from, err := strconv.Atoi(fields[0])
		if err != nil {
			return nil, err
		}
		to, err := strconv.Atoi(fields[1])
		if err != nil {
			return nil, err
		}
		edges = append(edges, graph.Edge{From: from, To: to, Weight: 1})
	}
	return edges, nil
}
