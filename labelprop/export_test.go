package labelprop

// LinkError lets the tests hold the bound against exact numbers.
var LinkError = linkError
