package table

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWithout checks that a table without some columns is read and written as a table that never had them.
func TestWithout(t *testing.T) {
	const whole = "a,b,c,d\n1,x,2,\"u, v\"\n3,y,oops,w\n"
	all, err := Read(strings.NewReader(whole), "t")
	require.NoError(t, err)
	some, err := all.Without(1)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "c", "d"}, some.Header)
	filled, numbers := some.Count()
	assert.Equal(t, [][]int{{2, 2, 2}, {2, 1, 0}}, [][]int{filled, numbers})
	_, err = some.Floats([]int{0, 1})
	assert.EqualError(t, err, `t:3: column "c": "oops" is not a number`)
	var b bytes.Buffer
	require.NoError(t, some.WriteAs(&b, Same, Added{Name: "b", Values: []string{"p", "q"}}))
	assert.Equal(t, "a,c,d,b\n1,2,\"u, v\",p\n3,oops,w,q\n", b.String())
	row, found := some.Row("", 3)
	assert.True(t, found)
	assert.Equal(t, 1, row)
}

// TestWithoutMembers checks that the members that are left stay as they were written.
func TestWithoutMembers(t *testing.T) {
	for object, want := range map[string]string{
		`{"a": 1, "b": [1,  2], "c": {"b": "}"}}`: `{"a": 1, "c": {"b": "}"}}`,
		`{"b":1}`:                   `{}`,
		`{ "b" : null , "a" :1.50}`: `{"a" :1.50}`,
		`{}`:                        `{}`,
	} {
		got, err := withoutMembers(object, []string{"b"})
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

func TestNumbered(t *testing.T) {
	rows := Reading{}.Numbered(3, "g", "row")
	cells, err := rows.Strings(0)
	require.NoError(t, err)
	assert.Equal(t, []string{"0", "1", "2"}, cells)
	assert.True(t, rows.IsNumbered())
}
