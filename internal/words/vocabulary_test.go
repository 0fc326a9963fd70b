package words_test

import (
	"bytes"
	"testing"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/words"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Texts have by their own vocabulary the weights that they have, and what it does not know is nothing.
func TestVocabulary(t *testing.T) {
	texts := []string{"late order", "order lost", "lost and late", "", "refund late order please", "please refund"}
	want, v, err := words.Weigh([][]string{texts}, nil, nil)
	require.NoError(t, err)
	got, err := v.Weigh([][]string{texts}, nil)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	// Unknown words neither count nor change the length of the row; columns of a row are one text.
	got, err = v.Weigh([][]string{{"late xyz", "nothing known", "Order"}, {"ORDER 7 and", "", "late, late"}}, nil)
	require.NoError(t, err)
	assert.Equal(t, []int{0, 2, 2, 4}, got.Start)
	assert.Equal(t, want.Val[:2], got.Val[:2], "late order")
	assert.Equal(t, got.Ind[:2], got.Ind[2:])
	assert.Greater(t, got.Val[2], got.Val[0], "late comes twice")
	_, err = v.Weigh([][]string{texts}, memory.NewBudget(1).Ask)
	assert.NoError(t, err, "less than is asked for")
}

// A vocabulary comes back as it was, and none that was damaged or made up.
func TestVocabularyStore(t *testing.T) {
	v := &words.Vocabulary{Words: []string{"late", "order", "é"}, IDF: []float64{1, 1.5, 2}}
	stored := func(v *words.Vocabulary) []byte {
		var b bytes.Buffer
		require.NoError(t, v.Store(&b))
		return b.Bytes()
	}
	file := stored(v)
	got, err := words.Read(bytes.NewReader(file))
	require.NoError(t, err)
	assert.Equal(t, v, got)
	for at := range file {
		_, err := words.Read(bytes.NewReader(file[:at]))
		require.Error(t, err)
		other := bytes.Clone(file)
		other[at] ^= 2
		_, err = words.Read(bytes.NewReader(other))
		require.Error(t, err)
	}
	for name, lie := range map[string]*words.Vocabulary{
		"not in order": {Words: []string{"b", "a"}, IDF: []float64{1, 1}}, "twice": {Words: []string{"a", "a"}, IDF: []float64{1, 1}},
		"empty word": {Words: []string{""}, IDF: []float64{1}}, "no weight": {Words: []string{"a"}, IDF: []float64{0}},
		"no words": {},
	} {
		_, err := words.Read(bytes.NewReader(stored(lie)))
		assert.ErrorContains(t, err, "no vocabulary", name)
	}
}
