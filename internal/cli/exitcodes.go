package cli

// Exit codes.
const (
	exitDone  = 0
	exitRun   = 1 // the data or the run failed
	exitUsage = 2 // the command was not understood

	exitInterrupted = 130 // as shells report SIGINT
)
