//go:build s3

package cli

import _ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/s3" // paths that begin with s3://
