module github.com/propagate-go/propagate/docs/performance/embeddings

go 1.26.0
