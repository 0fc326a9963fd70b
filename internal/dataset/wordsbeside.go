package dataset

import "errors"

// mayMix reports whether words of texts are read beside other columns: several opinions are asked, and there is
// something to tell apart.
func (r *reader) mayMix() bool { return r.options.Mixed && len(r.data.Classes) > 1 }

// textsBeside returns the columns of texts whose words are compared beside other columns: those that were named, or
// else texts to read.
func (r *reader) textsBeside(f *columnFinder) []int {
	switch {
	case !r.mayMix():
		return nil
	case len(r.options.Columns.Text) > 0:
		return r.data.Columns.Text
	}
	return f.texts(NoFeature.HoldsPhrases)
}

// readBeside reads the words of texts beside other columns, as far as some word is in two rows.
func (r *reader) readBeside(texts []int, m *meter) error {
	// Texts that have no word in common tell nothing.
	r.data.Columns.Text = texts
	err := r.weighWords(m)
	if errors.Is(err, errNoWords) && len(r.options.Columns.Text) == 0 {
		// Nobody has asked for them.
		r.data.Columns.Text = nil
		return nil
	}
	if err == nil {
		r.takeFromNoFeatures()
	}
	return err
}
