// Package features turns the columns of a table into features: numbers of which equal
// differences count alike, whatever the units, tails, categories and gaps of the table.
//
//	kind := features.Guess(name, cells)         // a number, a category, an id, ...
//	column := features.Parse(name, cells, kind) // numbers, or codes of categories
//	encoder := features.Fit(columns)            // a scale for each column
//	encoder.Weigh(encoder.Structure(columns))   // noise counts less
//	x := encoder.Encode(columns)                // n×D, for distances between rows
//
// [labelprop.ForestOpinion] takes the columns as they are, and [labelprop.RidgeOpinion] and
// the search for neighbours take x.
package features
