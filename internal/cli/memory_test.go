package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestMemory holds that --memory refuses what is too large with an error that says what to do, and nothing else.
func TestMemory(t *testing.T) {
	skipIfSlow(t)
	var ids strings.Builder
	ids.WriteString("x,y,name,label\n")
	for i := range 1000 {
		fmt.Fprintf(&ids, "%d,%d,n%d,%d\n", i%31, i%17, i, i%2)
	}
	r := propagate(ids.String(), "--memory", "20M", "--label", "name", "-")
	assert.Equal(t, 1, r.code)
	assert.Empty(t, r.out)
	assert.Contains(t, r.err, `column "name": 1000 different values among 1000 labels: an id, not a label; scores of `+
		`1000 rows in 1000 classes: needs 32 MB more memory; 20 MB is the limit`)
	assert.Contains(t, r.err, "hint: name the column of the labels by --label")
	few := "x,y,name,label\n1,2,a,0\n2,1,b,1\n3,1,c,\n"
	assert.Equal(t, 0, propagate(few, "--memory", "2G", "--label", "name", "--method", "harmonic", "-").code)
	r = propagate(ids.String(), "--memory", "1k", "-")
	assert.Equal(t, 1, r.code)
	assert.Contains(t, r.err, "hint: give less of the table, or allow more by --memory SIZE")
	r = propagate(ids.String(), "--memory", "many", "-")
	assert.Equal(t, 2, r.code)
	assert.Contains(t, r.err, `--memory "many" is no size, such as 4G or 512M`)
}
