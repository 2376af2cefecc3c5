// Package migrations holds the steps that bring a database to the form this
// version of Redress needs: numbered SQL, forward only, one concern each.
//
// Number 2 is not here: it makes the tables of the job queue, which are River's
// own, and is written in Go beside the storage.
package migrations

import "embed"

// FS holds the SQL files.
//
//go:embed *.sql
var FS embed.FS
