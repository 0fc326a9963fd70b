// Package features turns the columns of a table into features: numbers of which equal
// differences count alike, whatever the units, tails, categories and gaps of the table.
//
//	kind, reason := features.Guess(cells)       // a number, a category, an id, ...
//	column := features.Parse(name, cells, kind) // numbers, or codes of categories
//	x := features.Encode(columns)               // n×D, for distances between rows
package features
