package store

import "fmt"

// Folder names the files of a run.
type Folder string

// Raw holds the edges of a block as they were read, Graph its rows of the equation, Sends what others need of it.
func (f Folder) Raw(block int) string   { return f.of("raw", block) }
func (f Folder) Graph(block int) string { return f.of("graph", block) }
func (f Folder) Sends(block int) string { return f.of("sends", block) }

// Counts is a small file beside the graph of a block: what the driver reads of it.
func (f Folder) Counts(block int) string { return f.of("counts", block) + ".json" }

// AllRows is the pattern of all files Rows, AllCentres that of all Centres.
func (f Folder) AllRows() string    { return string(f) + "/rows-*" }
func (f Folder) AllCentres() string { return string(f) + "/centres-*" }

// Rows holds the features of a block of rows, Centres those of its rows that are centres of cells.
func (f Folder) Rows(block int) string    { return f.of("rows", block) }
func (f Folder) Centres(block int) string { return f.of("centres", block) }

func (f Folder) of(what string, block int) string { return fmt.Sprintf("%s/%s-%05d", f, what, block) }

// State holds the values of a block after an iteration, Change a small file beside it for the driver.
func (f Folder) State(iteration int64, block int) string {
	return fmt.Sprintf("%s/values-%07d-%05d", f, iteration, block)
}

func (f Folder) Change(iteration int64, block int) string {
	return fmt.Sprintf("%s/change-%07d-%05d.json", f, iteration, block)
}

// Raws, States and Changes are the patterns of all such files, StatesOf that of the states after an iteration.
func (f Folder) Raws() string    { return string(f) + "/raw-*" }
func (f Folder) States() string  { return string(f) + "/values-*" }
func (f Folder) Changes() string { return string(f) + "/change-*" }
func (f Folder) StatesOf(iteration int64) string {
	return fmt.Sprintf("%s/values-%07d-*", f, iteration)
}

// Job says what the run is of, and Progress how far it is: each is written when all that it speaks of is there.
func (f Folder) Job() string      { return string(f) + "/job.json" }
func (f Folder) Progress() string { return string(f) + "/progress.json" }

// Shards is the pattern of all files of a result, of any number of parts.
func Shards(stem, suffix string) string { return fmt.Sprintf("%s-?????-of-?????%s", stem, suffix) }

// Shard returns the name of a file of a result, such as labels-00003-of-00016.csv.
func Shard(stem, suffix string, part, parts int) string {
	return fmt.Sprintf("%s-%05d-of-%05d%s", stem, part, parts, suffix)
}
