//go:build dataflow

package cli

import _ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/dataflow" // --runner dataflow

func init() { runners = append(runners, "dataflow") }
